import { Module } from '@nestjs/common';
import { CustomersModule } from './customers.module.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [CustomersModule] })
export class CustomersWorkerModule {}
