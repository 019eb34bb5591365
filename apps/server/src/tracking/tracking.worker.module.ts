import { Module } from '@nestjs/common';
import { TrackingModule } from './tracking.module.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [TrackingModule] })
export class TrackingWorkerModule {}
