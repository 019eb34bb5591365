import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobRunner } from './job-runner.js';
import { Sweeps } from './sweeps.js';

/** What only the worker role has: the runner of jobs and the timers of sweeps. */
@Global()
@Module({ imports: [DiscoveryModule], providers: [JobRunner, Sweeps], exports: [Sweeps] })
export class QueueWorkerModule {}
