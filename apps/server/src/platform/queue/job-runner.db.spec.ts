import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Injectable, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { testDatabase, type TestDatabase } from '../../../test/database.js';
import { testEnv } from '../../../test/env.js';
import { ConfigModule } from '../config/config.module.js';
import type { Env } from '../config/env.js';
import { DatabaseModule } from '../database/database.module.js';
import { Database } from '../database/database.js';
import { loggingModule } from '../logging/logging.module.js';
import { Handles } from './handles.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';
import { JOB_NAMES, type JobName } from './jobs.js';
import { QueueModule } from './queue.module.js';
import { QueueWorkerModule } from './queue.worker.module.js';

/** A provider that handles these jobs by noting their payloads. */
function processorOf(
  names: readonly JobName[],
  done: unknown[] = [],
  work: () => Promise<void> = () => Promise.resolve(),
): Type {
  @Injectable()
  class Processor {}
  for (const name of names) {
    const method = (payload: unknown): Promise<void> => {
      done.push(payload);
      return work();
    };
    Object.defineProperty(Processor.prototype, name, { value: method, configurable: true });
    Handles(name)(Processor.prototype, name, { value: method });
  }
  return Processor;
}

describe('jobs and their handlers', () => {
  let database: TestDatabase;
  let env: Env;
  beforeAll(async () => {
    database = await testDatabase();
    env = testEnv(database.url);
  });
  afterAll(() => database.drop());

  const workerWith = (providers: Type[]) =>
    Test.createTestingModule({
      imports: [ConfigModule.with(env), loggingModule(env, 'worker'), DatabaseModule, QueueModule, QueueWorkerModule],
      providers,
    }).compile();

  test('a worker without a handler for some job does not start', async () => {
    const worker = await workerWith([processorOf(JOB_NAMES.filter((name) => name !== 'imports.run'))]);
    expect(() => worker.get(JobRunner).onApplicationBootstrap()).toThrow(
      "No handler for the job imports.run: mark one with @Handles('imports.run')",
    );
    await worker.close();
  });

  test('a worker with two handlers for one job does not start', async () => {
    const worker = await workerWith([processorOf(JOB_NAMES), processorOf(['delivery.plan'])]);
    expect(() => worker.get(JobRunner).onApplicationBootstrap()).toThrow('Two handlers for the job delivery.plan');
    await worker.close();
  });

  test('a job reaches its handler; a second one with the same id, while the first waits, is none', async () => {
    const done: unknown[] = [];
    const worker = await workerWith([processorOf(JOB_NAMES, done)]);
    const jobs = worker.get(JobQueue);
    for (let i = 0; i < 3; i++) await jobs.wake('delivery.plan', { deliveryId: '7' }, { jobId: '7' });
    await worker.init();
    while ((await jobs.queue('delivery.plan').count()) > 0 || done.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await worker.close();
    expect(done).toEqual([{ deliveryId: '7' }]);
  });

  test('a worker that is told to end finishes what it has begun', async () => {
    let begun = (): void => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const done: string[] = [];
    const slow = async (): Promise<void> => {
      begun();
      await new Promise((resolve) => setTimeout(resolve, 200));
      const [row] = await worker.get(Database).rows<{ still: string }>(`select 'connected' as still`);
      done.push(row?.still ?? '');
    };
    const others = JOB_NAMES.filter((name) => name !== 'imports.prune');
    const worker = await workerWith([processorOf(others), processorOf(['imports.prune'], [], slow)]);
    await worker.init();
    await worker.get(JobQueue).wake('imports.prune', { day: '2026-12-01' });
    await hasBegun;
    await worker.close();
    expect(done).toEqual(['connected']);
  });
});
