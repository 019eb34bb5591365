import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LinkTokens } from '@kubari/link-token';
import { SesMailer } from '@kubari/mailer';
import type { PinoLogger } from 'nestjs-pino';
import { AudienceFilters } from '../src/delivery/audience-filters.js';
import { DeliveryContents } from '../src/delivery/delivery-contents.js';
import { RecipientPlanner } from '../src/delivery/recipient-planner.js';
import { SystemClock } from '../src/platform/clock.js';
import type { Env } from '../src/platform/config/env.js';
import { linkTokens } from '../src/platform/links/link-tokens.js';
import { freshDatabase, type BenchDatabase } from './environment.js';
import { dbCpuSeconds, measured, type Figure, type Report, type Servers } from './measure.js';
import { manyMembers, newsletterDelivery } from './sending-data.js';
import { startSink, type Sink } from './sink.js';

/** Sending a personalised newsletter with the whole ledger, by one worker and by two, against signed calls alone. */
export async function benchSend(servers: Servers, count: number): Promise<Report> {
  const sink = await startSink();
  const slowSink = await startSink(50);
  try {
    const bare = await bareCalls(servers, sink, count);
    const one = await workersSend(servers, sink, count, 1);
    const two = await workersSend(servers, sink, count, 2);
    const slow = await workersSend(servers, slowSink, Math.ceil(count / 10), 1, ', SES answers after 50 ms');
    const costOf = (f: Figure): number => ((f.appCpuSeconds + f.dbCpuSeconds) / f.count) * 1000;
    return {
      bench: `send ${count} mails`,
      figures: [bare, one, two, slow],
      ratios: {
        'CPU s per 1,000, one worker (goal 0.20)': costOf(one),
        'CPU s per 1,000, two workers': costOf(two),
        'ours / bare calls (CPU)': costOf(one) / costOf(bare),
      },
    };
  } finally {
    await sink.stop();
    await slowSink.stop();
  }
}

/** What the calls alone cost: one finished mail, signed and sent `count` times over 64 connections. */
async function bareCalls(servers: Servers, sink: Sink, count: number): Promise<Figure> {
  const { db, env, close } = await freshDatabase(servers, { SES_ENDPOINT: sink.url });
  const deliveryId = await newsletterDelivery(db, await manyMembers(db, 1), 'paused');
  const mail = await new DeliveryContents(db, linkTokens(env) satisfies LinkTokens, env).of(deliveryId);
  const message = mail.messageFor(
    {
      recipientId: '0199f3c2-b7c0-7d3c-9a4e-5b1e00000001',
      attemptNo: 1,
      customerId: '1',
      email: 'customer1@example1.jp',
      fieldValues: {},
      registeredAt: new Date(),
      startedAt: new Date(),
    },
    new Date(),
  );
  const mailer = new SesMailer({
    endpoint: sink.url,
    region: env.SES_REGION,
    credentials: () => Promise.resolve({ accessKeyId: 'sandbox', secretAccessKey: 'sandbox' }),
    now: () => new Date(),
    maxSockets: 64,
  });
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await mailer.send(message);
  };
  const figure = await measured('bare signed calls', count, db, async () => {
    await Promise.all(Array.from({ length: 64 }, lane));
  });
  await mailer.close();
  await close();
  return figure;
}

async function workersSend(
  servers: Servers,
  sink: Sink,
  count: number,
  workerCount: number,
  how = '',
): Promise<Figure> {
  const bench = await freshDatabase(servers, { SES_ENDPOINT: sink.url });
  const { db, env } = bench;
  const deliveryId = await newsletterDelivery(db, await manyMembers(db, count), 'planning');
  const logger = { info: () => undefined } as unknown as PinoLogger;
  await new RecipientPlanner(db, new SystemClock(), new AudienceFilters(null as never, null as never), logger).plan(
    deliveryId,
  );
  await db.rows(`update delivery set state = 'paused', paused_from = 'sending' where id = $1`, [deliveryId]);
  const workers = await Promise.all(Array.from({ length: workerCount }, () => startWorker(bench, env)));
  const takenBefore = await sink.taken();
  const appBefore = await usedBy(workers);
  const dbBefore = await dbCpuSeconds(db);
  await db.rows(`update delivery set state = 'sending', paused_from = null where id = $1`, [deliveryId]);
  await untilSent(bench, deliveryId);
  const seconds = await secondsOf(bench, deliveryId);
  const app = await usedBy(workers);
  const figure: Figure = {
    name: `Kubari, ${workerCount} worker${workerCount > 1 ? 's' : ''}${how}`,
    count,
    seconds,
    appCpuSeconds: app.cpuSeconds - appBefore.cpuSeconds,
    dbCpuSeconds: (await dbCpuSeconds(db)) - dbBefore,
    peakMegabytes: app.megabytes,
  };
  await Promise.all(workers.map(stopWorker));
  const taken = (await sink.taken()) - takenBefore;
  if (taken !== count) throw new Error(`${taken} mails were sent to ${count} recipients`);
  await bench.close();
  return figure;
}

/** From the first attempt to the end of the delivery: the sweep that notices what this test did by SQL does not count. */
async function secondsOf({ db }: BenchDatabase, deliveryId: string): Promise<number> {
  const [row] = await db.rows<{ seconds: number }>(
    `select extract(epoch from finished_at - (select min(started_at) from send_attempt))::float8 as seconds
       from delivery where id = $1`,
    [deliveryId],
  );
  return row?.seconds ?? Number.NaN;
}

async function untilSent({ db }: BenchDatabase, deliveryId: string): Promise<void> {
  for (;;) {
    const [row] = await db.rows<{ state: string; reason: string | null }>(
      'select state, hold_reason as reason from delivery where id = $1',
      [deliveryId],
    );
    if (row?.state === 'sent') return;
    if (row?.state !== 'sending') throw new Error(`The delivery is ${row?.state} (${row?.reason})`);
    await sleep(20);
  }
}

async function startWorker({ env }: BenchDatabase, { DATABASE_URL, REDIS_PREFIX }: Env): Promise<ChildProcess> {
  const child = fork(join(__dirname, 'send-worker.js'), [], {
    env: {
      ...(Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])) as NodeJS.ProcessEnv),
      PATH: process.env['PATH'],
      DATABASE_URL,
      REDIS_PREFIX,
    },
  });
  await once(child, 'message');
  return child;
}

async function usedBy(workers: readonly ChildProcess[]): Promise<{ cpuSeconds: number; megabytes: number }> {
  let cpuSeconds = 0;
  let megabytes = 0;
  for (const worker of workers) {
    worker.send('usage');
    const [used] = (await once(worker, 'message')) as [{ cpuSeconds: number; megabytes: number }];
    cpuSeconds += used.cpuSeconds;
    megabytes = Math.max(megabytes, used.megabytes);
  }
  return { cpuSeconds, megabytes };
}

async function stopWorker(worker: ChildProcess): Promise<void> {
  worker.kill('SIGTERM');
  await once(worker, 'exit');
}
