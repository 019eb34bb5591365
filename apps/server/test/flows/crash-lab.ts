import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Redis from 'ioredis';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { Database } from '../../src/platform/database/database.js';
import { migrate } from '../../src/platform/database/migrate.js';
import type { Env } from '../../src/platform/config/env.js';
import { testEnv } from '../env.js';
import { aGroup, aMailing } from '../factories.js';
import { startApi, type Agent, type TestApi } from '../http.js';

const ROOT = join(__dirname, '../../../..');

/** Answers of GET /_sandbox/stats. */
export interface SandboxStats {
  readonly accepted: number;
  readonly recipients: { readonly size: number; readonly maxCopies: number };
  readonly copies?: Readonly<Record<string, number>>;
}

/**
 * A whole installation of real processes that may be killed: durable PostgreSQL, Redis, the sandbox, and workers built
 * as in production. Waits are shortened by the environment; nothing else differs.
 */
export interface CrashLab {
  readonly api: TestApi;
  readonly agent: Agent;
  readonly db: Database;
  readonly env: Env;
  /** starts a worker; the caller kills or stops it */
  worker(): Promise<ChildProcess>;
  flushRedis(): Promise<void>;
  sandbox(path: string, init?: RequestInit): Promise<unknown>;
  stats(): Promise<SandboxStats>;
  close(): Promise<void>;
}

export async function startCrashLab(settings: Record<string, string> = {}): Promise<CrashLab> {
  const services = spawn(process.execPath, [join(ROOT, 'tools/services.mjs'), '--durable'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(services.stdout, 'data')) as [Buffer];
  const { databaseUrl, redisUrl } = JSON.parse(line.toString()) as { databaseUrl: string; redisUrl: string };
  const sandbox = fork(join(ROOT, 'apps/ses-sandbox/dist/main.js'), {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_MAX_SEND_RATE: '300', SANDBOX_OUTCOME_DELAY_MS: '20' },
  });
  const [ready] = (await once(sandbox, 'message')) as [
    { url: string; queueUrl: string; topicArn: string; configurationSet: string },
  ];

  const dataSource = createDataSource({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 6, DATABASE_SYNC_COMMIT: 'on' });
  await dataSource.initialize();
  await migrate(dataSource);
  const environment = {
    DATABASE_URL: databaseUrl,
    DATABASE_SYNC_COMMIT: 'on',
    REDIS_URL: redisUrl,
    REDIS_PREFIX: 'crash',
    SES_ENDPOINT: ready.url,
    SNS_ENDPOINT: ready.url,
    SQS_ENDPOINT: ready.url,
    SES_EVENTS_QUEUE_URL: ready.queueUrl,
    SES_CONFIGURATION_SET: ready.configurationSet,
    SEND_CONCURRENCY: '16',
    SEND_BATCH_LEASE_MS: '1500',
    SEND_DEADLINE_MS: '1500',
    DOUBT_GRACE_MS: '1000',
    SWEEP_INTERVAL_MS: '200',
    EVENT_POLL_WAIT_SECONDS: '1',
    EVENT_VISIBILITY_SECONDS: '2',
    ...settings,
  };
  const numbers = {
    DATABASE_SYNC_COMMIT: 'on',
    REDIS_URL: redisUrl,
    REDIS_PREFIX: 'crash',
    SES_ENDPOINT: ready.url,
  } as const;
  const env = testEnv(databaseUrl, numbers);
  const db = new Database(dataSource);
  const api = await startApi({
    database: { dataSource, db, url: databaseUrl, drop: () => dataSource.destroy() },
    env: { ...numbers, STORAGE_DIR: env.STORAGE_DIR }, // workers read what the API stores
  });
  const control = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${ready.url}/_sandbox/${path}`, {
      ...init,
      headers: { 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : ((await response.json()) as unknown);
  };
  const workers = new Set<ChildProcess>();
  return {
    api,
    agent: await api.asAdmin(),
    db,
    env,
    worker: async () => {
      const worker = await startWorkerProcess({
        ...process.env,
        NODE_ENV: 'test',
        LOG_LEVEL: 'silent',
        KUBARI_SECRET: env.KUBARI_SECRET,
        STORAGE_DIR: env.STORAGE_DIR,
        AWS_ACCESS_KEY_ID: 'sandbox',
        AWS_SECRET_ACCESS_KEY: 'sandbox',
        ...environment,
      });
      workers.add(worker);
      return worker;
    },
    flushRedis: () => flush(redisUrl),
    sandbox: control,
    stats: async () => (await control('stats')) as SandboxStats,
    close: async () => {
      for (const worker of workers) await kill9(worker);
      await api.close();
      await dataSource.destroy();
      sandbox.kill('SIGTERM');
      await once(sandbox, 'exit');
      services.stdin.end();
      await once(services, 'exit');
    },
  };
}

async function startWorkerProcess(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const worker = fork(join(ROOT, 'apps/server/dist/main.worker.js'), {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(() => Promise.reject(new Error('The worker ended before it was ready'))),
  ]);
  return worker;
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}

/** kill -9, and gone. */
export async function kill9(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}

/** A mailing to a group of that many customers, put on its way; returns the delivery's id. */
export async function deliverToNewGroup(lab: CrashLab, size: number): Promise<string> {
  const group = await aGroup(lab.db);
  await lab.db.rows(
    `with made as (
       insert into customer (email, email_normalised, registered_via)
       select e, e, 'csv' from (select 'crash' || n || '@example.jp' as e from generate_series(1, $2::int) n) x returning id)
     insert into group_membership (group_id, customer_id, joined_at, joined_via) select $1, id, now(), 'csv' from made`,
    [group.id, size],
  );
  const mailing = await aMailing(lab.db, { group });
  const { body } = await lab.agent
    .post('/api/deliveries')
    .send({ mailingId: mailing.id, groupId: group.id })
    .expect(201);
  return (body as { id: string }).id;
}

/** Polls until `done` says so; throws with what it last saw when that takes too long. */
export async function until<T>(look: () => Promise<T>, done: (seen: T) => boolean, limitMs: number): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (done(seen)) return seen;
    if (performance.now() > end)
      throw new Error(`Still waiting after ${limitMs} ms; last seen: ${JSON.stringify(seen)}`);
    await sleep(150);
  }
}
