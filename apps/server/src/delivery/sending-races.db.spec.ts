import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mailer } from '@kubari/mailer';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aDelivery, aGroup } from '../../test/factories.js';
import { sendingKit } from '../../test/sending.js';
import { TestClock, MINUTE } from '../../test/clock.js';
import { beginAttempts, claimBatch, recordAnswers, renewLease, type ClaimedBatch } from './sending.queries.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const rows = <T>(sql: string, ...params: unknown[]): Promise<T[]> => database.db.rows<T>(sql, params);
const statesOf = async (deliveryId: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await rows<{ state: string; n: number }>(
        'select state, count(*)::int as n from delivery_recipient where delivery_id = $1 group by 1',
        deliveryId,
      )
    ).map(({ state, n }) => [state, n]),
  );

/** Counts copies per address, answering after a moment. */
class CountingMailer implements Mailer {
  readonly copies = new Map<string, number>();
  onSend: (() => Promise<unknown>) | undefined;
  async send({ to }: { to: string }) {
    this.copies.set(to, (this.copies.get(to) ?? 0) + 1);
    await (this.onSend?.() ?? sleep(1));
    return { kind: 'accepted' as const, sesMessageId: `${to}-${this.copies.get(to)}` };
  }
}

async function plannedDelivery(count: number, clock: TestClock): Promise<string> {
  const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: count }) });
  await sendingKit(database.db, { clock }).planner.plan(delivery.id);
  // small batches, so that there is something to race for
  await rows(
    `update delivery_recipient r set batch_no = 1 + (x.n - 1) / 10
       from (select id, row_number() over (order by id) as n from delivery_recipient where delivery_id = $1) x
      where r.id = x.id`,
    delivery.id,
  );
  await rows(
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at)
     select $1::bigint, n, 'other', $3 from generate_series(2, $2::int) n on conflict do nothing`,
    delivery.id,
    Math.ceil(count / 10),
    new Date(clock.now().getTime() - 1000),
  );
  return delivery.id;
}

describe('two workers at one delivery', () => {
  test('D-10 nobody is mailed twice and nobody is left out', async () => {
    const clock = new TestClock();
    const id = await plannedDelivery(240, clock);
    const mailer = new CountingMailer();
    const workers = [1, 2].map(() => sendingKit(database.db, { clock, mailer }));
    const lanes = workers.flatMap((kit) =>
      [1, 2, 3].map(async () => {
        while (await kit.sender.sendBatch(id)) continue;
      }),
    );
    await Promise.all(lanes);
    expect(mailer.copies.size).toBe(240);
    expect([...mailer.copies.values()].filter((copies) => copies !== 1)).toEqual([]);
    expect(await statesOf(id)).toEqual({ accepted: 240 });
  });

  test('they never hold the same batch', async () => {
    const clock = new TestClock();
    const id = await plannedDelivery(100, clock);
    const claim = (): Promise<ClaimedBatch | null> =>
      claimBatch(database.db, {
        deliveryId: id,
        leaseToken: randomUUID(),
        now: clock.now(),
        leaseUntil: new Date(clock.now().getTime() + MINUTE),
      });
    const claimed = await Promise.all(Array.from({ length: 14 }, claim));
    const numbers = claimed.flatMap((batch) => (batch ? [batch.batchNo] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('a worker that was held up for longer than its lease begins nobody any more, and loses nobody', async () => {
    const clock = new TestClock();
    const id = await plannedDelivery(10, clock);
    const lease = { deliveryId: id, leaseToken: randomUUID(), now: clock.now() };
    const stale = await claimBatch(database.db, { ...lease, leaseUntil: new Date(clock.now().getTime() + MINUTE) });
    if (!stale) throw new Error('nothing to claim');
    clock.advance(MINUTE + 1);
    const times = { now: clock.now(), deadlineAt: new Date(clock.now().getTime() + MINUTE) };
    expect(await beginAttempts(database.db, stale, stale.pendingIds, times)).toBeNull();
    expect(await renewLease(database.db, stale, clock.now(), new Date(clock.now().getTime() + MINUTE))).toBe(false);

    const mailer = new CountingMailer();
    const kit = sendingKit(database.db, { clock, mailer });
    while (await kit.sender.sendBatch(id)) continue;
    expect(mailer.copies.size).toBe(10);
    expect(await beginAttempts(database.db, stale, stale.pendingIds, times)).toBeNull();
  });

  test('a lease that ends while calls are in flight gives nobody a second mail', async () => {
    const clock = new TestClock();
    const id = await plannedDelivery(10, clock);
    const slow = new CountingMailer();
    let answer: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    slow.onSend = () => held;
    const first = sendingKit(database.db, { clock, mailer: slow });
    const sending = first.sender.sendBatch(id);
    while (slow.copies.size < 10) await sleep(5);
    clock.advance(10 * MINUTE);
    const second = new CountingMailer();
    const other = sendingKit(database.db, { clock, mailer: second });
    while (await other.sender.sendBatch(id)) continue;
    expect(second.copies.size).toBe(0);
    answer?.();
    await sending;
    await other.sweep();
    expect(await statesOf(id)).toEqual({ accepted: 10 });
    expect((await rows<{ state: string }>('select state from delivery where id = $1', id))[0]?.state).toBe('sent');
  });
});

describe('a worker that is asked to end', () => {
  test('begins nobody else, records what is in flight, and gives the batch back at once', async () => {
    const clock = new TestClock();
    const id = await plannedDelivery(10, clock);
    const mailer = new CountingMailer();
    const kit = sendingKit(database.db, { clock, mailer });
    mailer.onSend = async () => {
      kit.gate.onModuleDestroy();
      await sleep(20);
    };
    expect(await kit.sender.sendBatch(id)).toBe(true);
    expect(mailer.copies.size).toBe(10);
    expect(await statesOf(id)).toEqual({ accepted: 10 });

    const next = await plannedDelivery(10, clock);
    expect(await kit.sender.sendBatch(next)).toBe(true);
    expect(await statesOf(next)).toEqual({ pending: 10 });
    const leases = await rows<{ lease: string | null }>(
      'select lease_token as lease from delivery_batch where delivery_id = $1',
      next,
    );
    expect(leases).toEqual([{ lease: null }]);
    const other = sendingKit(database.db, { clock, mailer: new CountingMailer() });
    expect(await other.sender.sendBatch(next)).toBe(true);
    expect(await statesOf(next)).toEqual({ accepted: 10 });
  });
});

describe('a worker that dies', () => {
  async function claimed(count: number): Promise<{ id: string; clock: TestClock; batch: ClaimedBatch }> {
    const clock = new TestClock();
    const id = await plannedDelivery(count, clock);
    const batch = await claimBatch(database.db, {
      deliveryId: id,
      leaseToken: randomUUID(),
      now: clock.now(),
      leaseUntil: new Date(clock.now().getTime() + 2 * MINUTE),
    });
    if (!batch) throw new Error('nothing to claim');
    return { id, clock, batch };
  }
  const begin = (clock: TestClock, batch: ClaimedBatch): ReturnType<typeof beginAttempts> =>
    beginAttempts(database.db, batch, batch.pendingIds, {
      now: clock.now(),
      deadlineAt: new Date(clock.now().getTime() + 35_000),
    });

  test('after claiming: another takes the batch when the lease is over', async () => {
    const { id, clock } = await claimed(10);
    const mailer = new CountingMailer();
    const kit = sendingKit(database.db, { clock, mailer });
    expect(await kit.sender.sendBatch(id)).toBe(false);
    clock.advance(2 * MINUTE + 1);
    expect(await kit.sender.sendBatch(id)).toBe(true);
    expect(mailer.copies.size).toBe(10);
  });

  test('after committing attempts: those people are in doubt from the deadline on, never pending', async () => {
    const { id, clock, batch } = await claimed(10);
    await begin(clock, batch);
    const mailer = new CountingMailer();
    const kit = sendingKit(database.db, { clock, mailer });
    clock.advance(36_000);
    await kit.sweep();
    expect(await statesOf(id)).toEqual({ unknown: 10 });
    clock.advance(5 * MINUTE);
    await kit.sweep();
    while (await kit.sender.sendBatch(id)) continue;
    expect(await statesOf(id)).toEqual({ unknown: 10 });
    expect([...mailer.copies.keys()].filter((to) => !to.includes('canary'))).toEqual([]);
  });

  test('after the answer, before recording it: an event that names the attempt settles it', async () => {
    const { id, clock, batch } = await claimed(10);
    const attempts = (await begin(clock, batch))?.begun ?? [];
    const kit = sendingKit(database.db, { clock, mailer: new CountingMailer() });
    clock.advance(36_000);
    await kit.sweep();
    await database.db.tx((tx) =>
      kit.service.resolveAttempts(
        tx,
        attempts.map(({ recipientId, attemptNo }) => ({
          recipientId,
          attemptNo,
          sesMessageId: `event-${recipientId}`,
          at: clock.now(),
        })),
      ),
    );
    expect(await statesOf(id)).toEqual({ accepted: 10 });
    clock.advance(2 * MINUTE); // the dead worker's lease
    await kit.sweep();
    expect((await rows<{ state: string }>('select state from delivery where id = $1', id))[0]?.state).toBe('sent');
  });

  test('a late answer still settles what was declared in doubt meanwhile', async () => {
    const { id, clock, batch } = await claimed(10);
    const attempts = (await begin(clock, batch))?.begun ?? [];
    const kit = sendingKit(database.db, { clock, mailer: new CountingMailer() });
    clock.advance(36_000);
    await kit.sweep();
    const late = await recordAnswers(
      database.db,
      attempts.map(({ recipientId, attemptNo }, i) => ({
        recipientId,
        attemptNo,
        outcome: i < 5 ? ('accepted' as const) : ('not_sent' as const),
        sesMessageId: i < 5 ? `late-${i}` : null,
        httpStatus: null,
        detail: null,
        errorKind: null,
      })),
      clock.now(),
    );
    expect(late).toHaveLength(10);
    expect(await statesOf(id)).toEqual({ accepted: 5, pending: 5 });
  });
});
