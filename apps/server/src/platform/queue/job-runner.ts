import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Job } from 'bull';
import { PinoLogger } from 'nestjs-pino';
import { HANDLES } from './handles.js';
import { JobQueue } from './job-queue.js';
import { JOB_NAMES, JOBS, type JobName } from './jobs.js';

type JobHandler = (payload: unknown) => Promise<void>;

/** Connects every job with its handler in the worker role; refuses to boot when one is missing or doubled. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly jobs: JobQueue,
    private readonly logger: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    const handlers = this.findHandlers();
    const missing = JOB_NAMES.find((name) => !handlers.has(name));
    if (missing) throw new Error(`No handler for the job ${missing}: mark one with @Handles('${missing}')`);
    for (const [name, handler] of handlers)
      void this.jobs.queue(name).process(JOBS[name].concurrency, (job: Job) => this.run(name, handler, job));
  }

  /** Takes no new jobs and lets the running ones end, while the database is still connected. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(JOB_NAMES.map((name) => this.jobs.queue(name).close()));
  }

  private async run(name: JobName, handler: JobHandler, job: Job): Promise<void> {
    try {
      await handler(job.data);
    } catch (error) {
      const last = job.attemptsMade + 1 >= JOBS[name].attempts;
      this.logger[last ? 'error' : 'warn'](
        { err: error, job: name, jobId: job.id },
        last ? 'job failed' : 'job failed, will be tried again',
      );
      throw error;
    }
  }

  private findHandlers(): Map<JobName, JobHandler> {
    const found = new Map<JobName, JobHandler>();
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const target = (instance as Record<string, unknown>)[method];
        if (typeof target !== 'function') continue;
        const name = Reflect.getMetadata(HANDLES, target) as JobName | undefined;
        if (!name) continue;
        if (found.has(name)) throw new Error(`Two handlers for the job ${name}`);
        found.set(name, (payload) => (target as JobHandler).call(instance, payload));
      }
    }
    return found;
  }
}
