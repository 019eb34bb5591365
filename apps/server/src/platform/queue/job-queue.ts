import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bull';
import type { Queue } from 'bull';
import { JOBS, type JobName, type JobPayloads } from './jobs.js';

/** Wakes workers. A lost job is harmless: every kind is made again from rows by a sweep. */
@Injectable()
export class JobQueue {
  constructor(private readonly moduleRef: ModuleRef) {}

  /**
   * Adds a job; `jobId` makes a second one with the same id a no-op while the first waits or runs.
   * Never throws: when Redis is away the sweep does it later.
   */
  async wake<N extends JobName>(
    name: N,
    payload: JobPayloads[N],
    options: { jobId?: string; delayMs?: number } = {},
  ): Promise<void> {
    const queue = this.queue(name);
    await queue
      .add(payload, {
        ...(options.jobId ? { jobId: options.jobId } : {}),
        ...(options.delayMs ? { delay: options.delayMs } : {}),
        attempts: JOBS[name].attempts,
        backoff: { type: 'exponential', delay: 1000 },
        removeOnComplete: true,
        removeOnFail: true,
      })
      .catch(() => undefined);
  }

  /** The Bull queue of a job, for the runner. */
  queue(name: JobName): Queue {
    return this.moduleRef.get<Queue>(getQueueToken(name), { strict: false });
  }
}
