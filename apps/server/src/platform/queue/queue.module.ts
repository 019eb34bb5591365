import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import { JobQueue } from './job-queue.js';
import { JOB_NAMES } from './jobs.js';

/** Bull, one queue per job. Everything Bull-shaped stays in this folder (docs/decisions/004). */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [ENV],
      useFactory: (env: Env) => ({
        url: env.REDIS_URL,
        prefix: `{${env.REDIS_PREFIX}}:bull`,
        // A killed worker's jobs are taken up again within seconds; to be run twice is harmless for every job of ours.
        settings: { lockDuration: 4_000, stalledInterval: 2_000, maxStalledCount: 3 },
      }),
    }),
    ...JOB_NAMES.map((name) => BullModule.registerQueue({ name })),
  ],
  providers: [JobQueue],
  exports: [JobQueue],
})
export class QueueModule {}
