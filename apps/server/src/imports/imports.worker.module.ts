import { Module } from '@nestjs/common';
import { ImportsModule } from './imports.module.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [ImportsModule] })
export class ImportsWorkerModule {}
