import { Module } from '@nestjs/common';
import { DeliveryModule } from './delivery.module.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [DeliveryModule] })
export class DeliveryWorkerModule {}
