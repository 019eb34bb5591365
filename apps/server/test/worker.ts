import { Test } from '@nestjs/testing';
import type { INestApplicationContext } from '@nestjs/common';
import type { Clock } from '../src/platform/clock.js';
import type { Env } from '../src/platform/config/env.js';
import { JobQueue } from '../src/platform/queue/job-queue.js';
import { JOB_NAMES } from '../src/platform/queue/jobs.js';
import { Sweeps } from '../src/platform/queue/sweeps.js';
import { WorkerModule } from '../src/worker.module.js';

/** The sweeps of a worker whose test says when they run. */
class SweepsByHand extends Sweeps {
  override onApplicationBootstrap(): void {}
}

/** A worker inside the test. */
export interface TestWorker {
  readonly app: INestApplicationContext;
  /** runs sweeps and jobs until a round finds nothing to do; throws when that never comes */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** A worker in this process. `timers: false` leaves the sweeps to drain(). Give it the `env` of the API of the test. */
export async function startWorker(options: { env: Env; clock?: Clock; timers?: boolean }): Promise<TestWorker> {
  const builder = Test.createTestingModule({ imports: [WorkerModule.with(options.env, options.clock)] });
  if (options.timers === false) builder.overrideProvider(Sweeps).useClass(SweepsByHand);
  const app = await builder.compile();
  await app.init();
  const activity = watchJobs(app);
  return { app, drain: () => drain(app, activity), close: () => app.close() };
}

/** Rounds of drain() after which something must be waking itself for ever. */
const MOST_ROUNDS = 500;

async function drain(app: INestApplicationContext, activity: { ended: number }): Promise<void> {
  const sweeps = app.get(Sweeps, { strict: false });
  // Two quiet rounds: what one sweep has done may be due work for a sweep that ran before it.
  for (let round = 0, quiet = 0; round < MOST_ROUNDS; round++) {
    const before = activity.ended;
    await sweeps.sweepAll();
    await idle(app);
    quiet = activity.ended === before ? quiet + 1 : 0;
    if (quiet === 2) return;
  }
  throw new Error(`The worker is still busy after ${MOST_ROUNDS} rounds`);
}

/** Counts jobs that ended, well or badly. */
function watchJobs(app: INestApplicationContext): { ended: number } {
  const activity = { ended: 0 };
  const jobs = app.get(JobQueue, { strict: false });
  for (const name of JOB_NAMES) {
    jobs.queue(name).on('completed', () => activity.ended++);
    jobs.queue(name).on('failed', () => activity.ended++);
  }
  return activity;
}

/** Waits until no job waits, runs, or is to be tried again; wake-ups for later do not count. */
async function idle(app: INestApplicationContext): Promise<void> {
  const jobs = app.get(JobQueue, { strict: false });
  for (;;) {
    const busy = await Promise.all(
      JOB_NAMES.map(async (name) => {
        const queue = jobs.queue(name);
        const counts = await queue.getJobCounts();
        if (counts.waiting + counts.active > 0) return true;
        return counts.delayed > 0 && (await queue.getDelayed()).some((job) => job.attemptsMade > 0);
      }),
    );
    if (!busy.includes(true)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
