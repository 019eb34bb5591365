import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSesSandbox, type SesSandbox } from '../../../ses-sandbox/src/index.js';
import { MINUTE, SECOND, TestClock } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { testEnv } from '../../test/env.js';
import { aDelivery, aGroup } from '../../test/factories.js';
import { sendingKit } from '../../test/sending.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import type { Env } from '../platform/config/env.js';
import { SharedMemory } from '../platform/redis.js';

let sandbox: SesSandbox;
let database: TestDatabase;
let env: Env;
let clock: TestClock;
let worker: TestWorker;

beforeEach(async () => {
  sandbox = await createSesSandbox();
  database = await testDatabase();
  env = testEnv(database.url, { SES_ENDPOINT: sandbox.url });
  clock = new TestClock();
  worker = await startWorker({ env, clock, timers: false });
});
afterEach(async () => {
  await worker.close();
  await database.drop();
  await sandbox.close();
});

const stateOf = async (id: string): Promise<unknown> =>
  (await database.db.rows<{ state: string }>('select state from delivery where id = $1', [id]))[0]?.state;
const sent = (): number => sandbox.stats().accepted;

test('a delivery starts when its time has come, and not before', async () => {
  const startsAt = new Date(clock.now().getTime() + 10 * MINUTE);
  const { id } = await aDelivery(database.db, {
    group: await aGroup(database.db, { with: 3 }),
    state: 'scheduled',
    startsAt,
  });
  await worker.drain();
  expect(await stateOf(id)).toBe('scheduled');
  clock.advance(10 * MINUTE);
  await worker.drain();
  expect(await stateOf(id)).toBe('sent');
  expect(sent()).toBe(3);
});

test('a wiped Redis loses nothing: whatever was under way is taken up from the rows', async () => {
  const planning = await aDelivery(database.db, { group: await aGroup(database.db, { with: 3 }) });
  const sending = await aDelivery(database.db, { group: await aGroup(database.db, { with: 3 }) });
  await worker.drain();
  await database.db.rows(
    `update delivery set state = 'sending' where id = $1; update delivery_recipient set state = 'pending', attempt_count = 0;
     delete from send_attempt; update delivery_batch set done_at = null, next_at = '2026-01-01'`.replace(
      '$1',
      sending.id,
    ),
  );
  const { redis } = worker.app.get(SharedMemory);
  const keys = await redis.keys(`*${env.REDIS_PREFIX}*`);
  if (keys.length > 0) await redis.del(...keys);
  await database.db.rows(`update delivery set state = 'sending' where id = $1`, [planning.id]);
  await worker.drain();
  expect([await stateOf(planning.id), await stateOf(sending.id)]).toEqual(['sent', 'sent']);
  expect(sent()).toBe(12);
});

test('what the daily quota paused goes on once SES has room again; other pauses stay', async () => {
  const held = async (reason: string | null): Promise<string> => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 1 }) });
    await database.db.rows(
      `update delivery set state = 'paused', paused_from = 'sending', hold_reason = $2 where id = $1`,
      [delivery.id, reason],
    );
    return delivery.id;
  };
  const [quota, credentials, byHand] = [await held('daily-quota'), await held('credentials'), await held(null)];
  await worker.drain();
  expect(await stateOf(quota)).toBe('sent'); // nobody was planned, so it is done at once
  expect(await stateOf(credentials)).toBe('paused');
  expect(await stateOf(byHand)).toBe('paused');
});

test('attempts of a worker that died are in doubt after their deadline; the sweep never sends them again', async () => {
  const { id } = await aDelivery(database.db, { group: await aGroup(database.db, { with: 2 }) });
  await sendingKit(database.db, { clock }).planner.plan(id);
  await database.db.rows(
    `with r as (update delivery_recipient set state = 'submitting', attempt_count = attempt_count + 1
                 where delivery_id = $1 returning id, attempt_count)
     insert into send_attempt (recipient_id, attempt_no, started_at, deadline_at)
     select id, attempt_count, $2, $3 from r`,
    [id, clock.now(), new Date(clock.now().getTime() + 35 * SECOND)],
  );
  await worker.drain();
  clock.advance(36 * SECOND);
  await worker.drain();
  clock.advance(5 * MINUTE);
  await worker.drain();
  const states = await database.db.rows(
    'select distinct state, trouble from delivery_recipient where delivery_id = $1',
    [id],
  );
  expect(states).toEqual([{ state: 'unknown', trouble: 'unknown' }]);
  expect(sandbox.messages().filter((mail) => !String(mail.to).includes('canary')).length).toBe(0);
  expect(await stateOf(id)).toBe('sending');
});
