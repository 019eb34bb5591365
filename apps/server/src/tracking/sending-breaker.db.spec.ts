import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { recountDirtyBatches } from '../delivery/counts.queries.js';
import { Delivery } from '../delivery/delivery.entity.js';
import { HOUR, MINUTE, TestClock } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { testEnv } from '../../test/env.js';
import { aDelivery, aGroup } from '../../test/factories.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { LinkClickTotal } from './link-click-total.entity.js';
import { SendingBreaker } from './sending-breaker.js';
import { TrackingEvent } from './tracking-event.entity.js';

let database: TestDatabase;
let worker: TestWorker;
let breaker: SendingBreaker;
let deliveryId: string;
const clock = new TestClock();

beforeAll(async () => {
  database = await testDatabase();
  worker = await startWorker({ env: testEnv(database.url), clock, timers: false });
  breaker = worker.app.get(SendingBreaker, { strict: false });
});
afterAll(async () => {
  await worker.close();
  await database.drop();
});

beforeEach(async () => {
  deliveryId = (await aDelivery(database.db, { group: await aGroup(database.db), state: 'sending' })).id;
});

const deliveries = () => database.db.manager.getRepository(Delivery);
const now = (): Promise<Delivery> => deliveries().findOneByOrFail({ id: deliveryId });

/** So many people with that result, in a batch of their own; counted as the sweep would, unless `stale`. */
async function results(batchNo: number, state: string, count: number, errorKind: string | null = null, stale = false) {
  await database.db.rows(
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at, dirty) values ($1, $2, 'other', 'infinity', true)`,
    [deliveryId, batchNo],
  );
  await database.db.rows(
    `insert into delivery_recipient (delivery_id, customer_id, email, batch_no, state, trouble, error_kind)
     select $1, $2 * 100000 + n, 'x@example.jp', $2, $3, case when $3 = 'delivered' then null else $3 end, $4
       from generate_series(1, $5::int) n`,
    [deliveryId, batchNo, state, errorKind, count],
  );
  if (!stale) await database.db.tx((tx) => recountDirtyBatches(tx, 100, clock.now()));
}

describe('a delivery whose results endanger the account (sending.md §2.6)', () => {
  test('is paused at more than 5 % of addresses that do not exist, and says so', async () => {
    await results(1, 'delivered', 189);
    await results(2, 'bounced_hard', 11, 'unknown_user');
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'paused', holdReason: 'too-many-bounces' });
  });

  test('is paused at more than 0.3 % of complaints', async () => {
    await results(1, 'delivered', 999);
    await results(2, 'complained', 4);
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'paused', holdReason: 'too-many-complaints' });
  });

  test('is paused at once by a virus', async () => {
    await results(1, 'rejected', 1, 'rejected_content');
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'paused', holdReason: 'rejected-content' });
  });

  test.each(['policy', 'suppressed'])('goes on where addresses are refused for %s', async (kind) => {
    await results(1, 'delivered', 180);
    await results(2, 'bounced_hard', 20, kind);
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'sending' });
  });

  test('goes on as long as the counts do not hold', async () => {
    await results(1, 'delivered', 200);
    await results(2, 'bounced_hard', 50, 'unknown_user', true);
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'sending' });
  });

  test('is paused by the next look when the pause failed after its reason was noted', async () => {
    await results(1, 'delivered', 180);
    await results(2, 'bounced_hard', 20, 'unknown_user');
    await database.db.rows(
      `alter table delivery add constraint no_pause check (id <> ${deliveryId} or state <> 'paused')`,
    );
    await expect(breaker.check()).rejects.toThrow('no_pause');
    await database.db.rows('alter table delivery drop constraint no_pause');
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'paused', holdReason: 'too-many-bounces' });
  });

  test('is not stopped again for the same reason once somebody has resumed it', async () => {
    await results(1, 'delivered', 180);
    await results(2, 'bounced_hard', 20, 'unknown_user');
    await breaker.check();
    await deliveries().update({ id: deliveryId }, { state: 'sending', holdReason: null });
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'sending' });
    await results(3, 'complained', 9);
    await breaker.check();
    expect(await now()).toMatchObject({ state: 'paused', holdReason: 'too-many-complaints' });
  });
});

describe('what is kept how long', () => {
  test('R-05 with the recipients the events go, and the clicks per link stay', async () => {
    const events = database.db.manager.getRepository(TrackingEvent);
    const click = { deliveryId, kind: 'clicked' as const, occurredAt: clock.now() };
    const [one, two] = ['0199f3c2-b7c0-7d3c-9a4e-5b1e6f708192', '0199f3c2-b7c0-7d3c-9a4e-5b1e6f708193'] as const;
    await events.insert([
      { ...click, recipientId: one, linkNo: 1, visitor: 'human' },
      { ...click, recipientId: one, linkNo: 1, visitor: 'human' },
      { ...click, recipientId: two, linkNo: 1, visitor: 'proxy' },
      { ...click, recipientId: two, linkNo: 1, visitor: 'bot' },
    ]);
    await worker.drain();
    expect(await events.countBy({ deliveryId })).toBe(4);
    await deliveries().update({ id: deliveryId }, { recipientsPrunedAt: clock.now(), state: 'sent' });
    await worker.drain();
    expect(await events.countBy({ deliveryId })).toBe(0);
    const totals = database.db.manager.getRepository(LinkClickTotal);
    expect(await totals.findBy({ deliveryId })).toEqual([
      { deliveryId, linkNo: 1, clickerCount: 2, clickCount: 3, botClickCount: 1 },
    ]);
  });

  test('an event of SES is kept for 30 days, so that a repeated message is a no-op', async () => {
    await database.db.rows(
      `insert into ses_notification (message_key, payload, received_at, next_try_at, state) values ('old', 'x', $1, $1, 'ignored')`,
      [clock.now()],
    );
    const left = (): Promise<unknown[]> => database.db.rows(`select from ses_notification where message_key = 'old'`);
    clock.advance(30 * 24 * HOUR - MINUTE);
    await worker.drain();
    expect(await left()).toHaveLength(1);
    clock.advance(2 * MINUTE);
    await worker.drain();
    expect(await left()).toHaveLength(0);
  });
});
