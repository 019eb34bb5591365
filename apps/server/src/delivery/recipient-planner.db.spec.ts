import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCustomer, aDelivery, aField, aGroup, aMembership } from '../../test/factories.js';
import { sendingKit, type SendingKit } from '../../test/sending.js';
import type { Customer } from '../customers/customer.entity.js';
import { DELIVERY_CONDITION } from './delivery-condition.js';
import { BATCH_SIZE } from './delivery.types.js';
import { recipientIdPrefix } from './recipient-planner.js';

let database: TestDatabase;
let kit: SendingKit;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  kit = sendingKit(database.db);
});

const rows = <T>(sql: string, ...params: unknown[]): Promise<T[]> => database.db.rows<T>(sql, params);
const deliveryOf = async (id: string): Promise<Record<string, unknown>> =>
  (await rows<Record<string, unknown>>('select * from delivery where id = $1', id))[0] ?? {};

/** Many customers at once, in a group of their own. */
async function groupOf(count: number, domain: (i: number) => string): Promise<Awaited<ReturnType<typeof aGroup>>> {
  const group = await aGroup(database.db);
  const emails = Array.from({ length: count }, (_, i) => `g${group.id}-${i}@${domain(i)}`);
  await rows(
    `with c as (insert into customer (email, email_normalised, registered_via)
                select e, e, 'csv' from unnest($2::text[]) e returning id)
     insert into group_membership (group_id, customer_id, joined_at, joined_via)
     select $1::bigint, id, now(), 'csv' from c`,
    group.id,
    emails,
  );
  return group;
}

test('conditions on what is gone since mail nobody: the delivery fails and says why', async () => {
  const pruned = await aDelivery(database.db, { state: 'sent', recipientsPrunedAt: kit.clock.now() });
  const group = await groupOf(2, () => 'example.jp');
  const filter = { all: [{ kind: 'delivery', op: 'not_opened', deliveryId: pruned.id }] };
  const delivery = await aDelivery(database.db, { group, filter });
  kit.kinds.register(DELIVERY_CONDITION);
  expect(await kit.planner.plan(delivery.id)).toBe(0);
  expect(await deliveryOf(delivery.id)).toMatchObject({ state: 'failed', hold_reason: 'conditions-invalid' });
  expect(await rows('select from delivery_recipient where delivery_id = $1', delivery.id)).toEqual([]);
});

test('relative days are those of the day of planning', async () => {
  const field = await aField(database.db, { type: 'date' });
  const today = new Date(kit.clock.now().getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
  const group = await aGroup(database.db, {
    with: [
      await aCustomer(database.db, { fieldValues: { [field.id]: today } }),
      await aCustomer(database.db, { fieldValues: { [field.id]: '2020-01-01' } }),
    ],
  });
  const filter = { all: [{ field: field.id, op: 'relative', value: 0, to: 0 }] };
  const planned = await aDelivery(database.db, { group, filter });
  const later = await aDelivery(database.db, { group, filter });
  await kit.planner.plan(planned.id);
  kit.clock.advance(86_400_000);
  await kit.planner.plan(later.id);
  expect(await deliveryOf(planned.id)).toMatchObject({ recipient_count: 1 });
  expect(await deliveryOf(later.id)).toMatchObject({ recipient_count: 0 });
});

describe('who is mailed (D-04, C-25)', () => {
  test('everybody of the group has a row, those left out with the first reason that holds', async () => {
    const field = await aField(database.db, { type: 'text' });
    const people: Record<string, Customer> = {};
    for (const name of ['mailed', 'stopped', 'banned', 'broken', 'other', 'otherAndStopped'])
      people[name] = await aCustomer(database.db, {
        fieldValues: { [field.id]: name.startsWith('other') ? 'tokyo' : 'osaka' },
        status: name === 'broken' ? 'error' : 'ok',
      });
    const group = await aGroup(database.db);
    const stateOf: Record<string, 'stopped' | 'banned'> = {
      stopped: 'stopped',
      otherAndStopped: 'stopped',
      banned: 'banned',
    };
    for (const [name, { id }] of Object.entries(people))
      await aMembership(database.db, { groupId: group.id, customerId: id, deliveryState: stateOf[name] ?? 'active' });
    await aCustomer(database.db); // not in the group
    const delivery = await aDelivery(database.db, {
      group,
      filter: { all: [{ field: field.id, op: 'equals', value: 'osaka' }] },
    });
    await kit.planner.plan(delivery.id);

    const found = await rows<{ email: string; state: string; skip_reason: string | null }>(
      'select email, state, skip_reason from delivery_recipient where delivery_id = $1',
      delivery.id,
    );
    const reasons = Object.fromEntries(found.map((row) => [row.email, row.skip_reason ?? row.state]));
    expect(Object.fromEntries(Object.entries(people).map(([name, { email }]) => [name, reasons[email]]))).toEqual({
      mailed: 'pending',
      stopped: 'stopped',
      banned: 'banned',
      broken: 'customer_error',
      other: 'filtered_out',
      otherAndStopped: 'filtered_out',
    });
    expect(found).toHaveLength(6);
    expect(await deliveryOf(delivery.id)).toMatchObject({
      state: 'sending',
      recipient_count: 1,
      funnel: { members: 6, filteredOut: 2, stopped: 1, banned: 1, customerError: 1, invalidAddress: 0, recipients: 1 },
    });
  });

  test('a group without anybody to mail is sent at once', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db) });
    await kit.planner.plan(delivery.id);
    expect(await deliveryOf(delivery.id)).toMatchObject({ state: 'sent', recipient_count: 0 });
    expect((await deliveryOf(delivery.id))['finished_at']).not.toBeNull();
  });
});

describe('one statement, once', () => {
  test('a second run does nothing, and nobody has two rows', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 3 }) });
    await kit.planner.plan(delivery.id);
    expect(await kit.planner.plan(delivery.id)).toBe(0);
    expect(await rows('select from delivery_recipient where delivery_id = $1', delivery.id)).toHaveLength(3);
  });

  test('two workers planning the same delivery at the same instant plan it once', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 20 }) });
    const other = sendingKit(database.db);
    const planned = await Promise.all([kit.planner.plan(delivery.id), other.planner.plan(delivery.id)]);
    expect(planned.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await rows('select from delivery_recipient where delivery_id = $1', delivery.id)).toHaveLength(20);
  });

  test('what fails before the commit leaves nothing, and the next run plans everybody', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 3 }) });
    await rows(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`);
    await rows('create trigger refuse before insert on delivery_batch execute function refuse()');
    await expect(kit.planner.plan(delivery.id)).rejects.toThrow('no');
    expect(await rows('select from delivery_recipient where delivery_id = $1', delivery.id)).toEqual([]);
    expect(await deliveryOf(delivery.id)).toMatchObject({ state: 'planning', funnel: null });
    await rows('drop function refuse cascade');
    await kit.planner.plan(delivery.id);
    expect(await rows('select from delivery_recipient where delivery_id = $1', delivery.id)).toHaveLength(3);
  });

  test.each(['scheduled', 'paused', 'sending', 'sent', 'canceled'] as const)(
    'a delivery that is %s is not planned',
    async (state) => {
      const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 1 }), state });
      expect(await kit.planner.plan(delivery.id)).toBe(0);
      expect(await rows('select from delivery_recipient where delivery_id = $1', delivery.id)).toEqual([]);
    },
  );
});

describe('batches (ADR 011)', () => {
  test('hold at most 500 people of one domain group each, and together everybody who is mailed', async () => {
    const group = await groupOf(1_301, (i) => ['docomo.ne.jp', 'example.jp', 'gmail.com', 'example.com'][i % 4] ?? '');
    const delivery = await aDelivery(database.db, { group });
    expect(await kit.planner.plan(delivery.id)).toBeGreaterThan(0);
    const batches = await rows<{ no: number; group: string; groups: string[]; people: number; pending: number }>(
      `select b.batch_no as no, b.domain_group as "group", array_agg(distinct domain_group_of(r.email)) as groups,
              count(*)::int as people, (b.counts->>'pending')::int as pending
         from delivery_batch b join delivery_recipient r using (delivery_id, batch_no)
        where b.delivery_id = $1 group by b.batch_no, b.domain_group, b.counts order by 1`,
      delivery.id,
    );
    expect(batches.map(({ people }) => people).reduce((a, b) => a + b)).toBe(1_301);
    for (const batch of batches) {
      expect(batch.groups).toEqual([batch.group]);
      expect(batch.people).toBeLessThanOrEqual(BATCH_SIZE);
      expect(batch.pending).toBe(batch.people);
    }
    expect(batches.map(({ no }) => no)).toEqual([1, 2, 3, 4]);
  });

  test('domain groups take turns in claiming, so that a slow one does not come last', async () => {
    const group = await groupOf(2_500, (i) => (i < 600 ? 'docomo.ne.jp' : 'example.jp'));
    const delivery = await aDelivery(database.db, { group });
    await kit.planner.plan(delivery.id);
    const order = await rows<{ group: string }>(
      'select domain_group as "group" from delivery_batch where delivery_id = $1 order by next_at',
      delivery.id,
    );
    expect(
      order
        .slice(0, 4)
        .map((row) => row.group)
        .sort(),
    ).toEqual(['docomo', 'docomo', 'other', 'other']);
  });
});

test('ids are UUIDv7 that share a random prefix per planning', () => {
  const now = new Date('2026-12-01T01:00:00Z');
  const id = `${recipientIdPrefix(now)}00000001`;
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now.getTime());
  expect(recipientIdPrefix(now)).not.toBe(recipientIdPrefix(now));
});
