import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { DAY, TestClock } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCustomer, aGroup, aMembership } from '../../test/factories.js';
import { AddressHasher } from '../customers/address-hash.service.js';
import { CustomerRemover } from '../customers/customer-remover.service.js';
import type { Customer } from '../customers/customer.entity.js';
import { OptOutLedger } from '../customers/opt-out-ledger.service.js';
import { SettingsService } from '../settings/settings.service.js';
import type { Group } from './group.entity.js';
import type { DeliveryState } from './group.types.js';
import { MembershipChanges } from './membership-changes.service.js';

const clock = new TestClock();
const hasher = new AddressHasher({ KUBARI_SECRET: 'ab'.repeat(32) });
const ledger = new OptOutLedger(hasher);
let database: TestDatabase;
let settings: SettingsService;
let memberships: MembershipChanges;
let remover: CustomerRemover;
let a: Group;
let b: Group;
let taro: Customer;
let hanako: Customer;

beforeAll(async () => {
  database = await testDatabase();
  settings = new SettingsService(database.db, clock);
  memberships = new MembershipChanges(ledger, settings, clock);
  remover = new CustomerRemover(hasher, ledger, settings, clock);
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.db.rows('delete from opt_out');
  await database.db.rows('delete from group_membership_change');
  await settings.change({ syncDeliveryStates: false });
  taro = await aCustomer(database.db);
  hanako = await aCustomer(database.db);
  a = await aGroup(database.db);
  b = await aGroup(database.db);
});

const inTx = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> => database.db.tx(work);
const join = (group: Group, ...customers: { id: string }[]) =>
  inTx((tx) =>
    memberships.join(
      tx,
      group.id,
      customers.map(({ id }) => id),
      'screen',
    ),
  );
const set = (group: Group, to: DeliveryState, customers: readonly Customer[], from?: readonly DeliveryState[]) =>
  inTx((tx) =>
    memberships.setInGroup(
      tx,
      group.id,
      { customerIds: customers.map(({ id }) => id), to, ...(from ? { from } : {}) },
      { via: 'screen', userId: '7' },
    ),
  );
const stopByLink = (group: Group, customer: Customer, deliveryId = '70') =>
  inTx((tx) =>
    memberships.setInGroup(
      tx,
      group.id,
      { customerIds: [customer.id], from: ['active'], to: 'stopped' },
      { via: 'one_click', deliveryId },
    ),
  );
const complain = (customer: Customer) =>
  inTx((tx) =>
    memberships.setEverywhere(
      tx,
      { customerIds: [customer.id], from: ['active'], to: 'stopped' },
      { via: 'complaint', deliveryId: '71' },
    ),
  );
/** `group state via`, in the order of groups */
const statesOf = async ({ id }: { id: string }): Promise<string[]> =>
  (
    await database.db.rows<{ state: string }>(
      `select case group_id when $2 then 'a' when $3 then 'b' else 'c' end || ' ' || delivery_state ||
              coalesce(' ' || state_changed_via, '') as state
         from group_membership where customer_id = $1 order by group_id`,
      [id, a.id, b.id],
    )
  ).map((row) => row.state);
const changes = (): Promise<object[]> =>
  database.db.rows(`select group_id, customer_id, from_state, to_state, via from group_membership_change order by id`);
const ledgerRows = async (): Promise<string[]> =>
  (await database.db.rows<{ row: string }>(`select scope || ' ' || scope_id || ' ' || reason as row from opt_out`))
    .map((row) => row.row)
    .sort();
/** Deletes the customer and registers the address again. */
const reborn = async (customer: Customer): Promise<Customer> => {
  await inTx((tx) => remover.remove(tx, [customer.id]));
  return aCustomer(database.db, { email: customer.email });
};

describe('joining', () => {
  test('makes active members, leaves those who are in as they are, and writes no change', async () => {
    await aMembership(database.db, { groupId: a.id, customerId: hanako.id, deliveryState: 'banned' });
    const joined = await join(a, taro, hanako);
    expect(joined.get(taro.id)).toEqual({ isNew: true, deliveryState: 'active', heldBack: null });
    expect(joined.get(hanako.id)).toEqual({ isNew: false, deliveryState: 'banned', heldBack: null });
    expect(await changes()).toEqual([]);
    expect((await join(a)).size).toBe(0);
  });

  test('J-36 who stopped, was deleted and comes back joins that group stopped, and other groups active', async () => {
    await join(a, taro, hanako);
    await set(a, 'stopped', [taro]);
    const again = await reborn(taro);
    const joined = await join(a, again, hanako);
    expect(joined.get(again.id)).toEqual({
      isNew: true,
      deliveryState: 'stopped',
      heldBack: { scope: 'group', reason: 'stopped', recordedAt: clock.now(), complainedAt: null },
    });
    expect(joined.get(hanako.id)).toMatchObject({ isNew: false, deliveryState: 'active' });
    expect((await join(b, again)).get(again.id)).toMatchObject({ deliveryState: 'active', heldBack: null });
    expect(await statesOf(again)).toEqual(['a stopped ledger', 'b active']);
    expect((await changes()).at(-1)).toMatchObject({
      customer_id: again.id,
      from_state: null,
      to_state: 'stopped',
      via: 'ledger',
    });
  });

  test('J-36 a ban comes back as a ban, so that no form can lift it (C-11, C-14)', async () => {
    await join(a, taro);
    await set(a, 'banned', [taro]);
    const again = await reborn(taro);
    await join(a, again);
    expect(await statesOf(again)).toEqual(['a banned ledger']);
  });

  test('J-36 stops older than the ledger survive deletion too, and old complaints hold everywhere', async () => {
    await aMembership(database.db, { groupId: a.id, customerId: taro.id, deliveryState: 'stopped' });
    await aMembership(database.db, {
      groupId: a.id,
      customerId: hanako.id,
      deliveryState: 'stopped',
      stateChangedVia: 'complaint',
    });
    const [one, two] = [await reborn(taro), await reborn(hanako)];
    await join(a, one, two);
    await join(b, one, two);
    expect(await statesOf(one)).toEqual(['a stopped ledger', 'b active']);
    expect(await statesOf(two)).toEqual(['a stopped ledger', 'b stopped ledger']);
  });

  test('J-36 taking somebody out of a group and adding them again does not undo a stop', async () => {
    await aMembership(database.db, { groupId: a.id, customerId: taro.id, deliveryState: 'stopped' });
    const remove = () => inTx((tx) => memberships.remove(tx, a.id, [taro.id, hanako.id], { via: 'screen' }));
    expect(await remove()).toEqual([taro.id]);
    expect(await remove()).toEqual([]);
    expect((await join(a, taro)).get(taro.id)).toMatchObject({ isNew: true, deliveryState: 'stopped' });
    expect(await changes()).toMatchObject([
      { from_state: 'stopped', to_state: null, via: 'screen' },
      { from_state: null, to_state: 'stopped', via: 'ledger' },
    ]);
  });

  test('a refusal by somebody who is not in the group holds when they are added', async () => {
    await inTx((tx) => memberships.noteRefusal(tx, { groupId: a.id, customerId: taro.id }));
    await join(a, taro);
    expect(await statesOf(taro)).toEqual(['a stopped ledger']);
  });

  test('works on a borrowed pg connection, and is rolled back with it', async () => {
    await database.db
      .withClientTx(async (client) => {
        const joined = await memberships.join(client, a.id, [taro.id, hanako.id], 'csv');
        expect(joined.size).toBe(2);
        await memberships.setInGroup(client, a.id, { customerIds: [taro.id], to: 'banned' }, { via: 'csv' });
        throw new Error('later trouble');
      })
      .catch((error: Error) => expect(error.message).toBe('later trouble'));
    expect([await statesOf(taro), await changes(), await ledgerRows()]).toEqual([[], [], []]);
  });
});

describe('J-36 another address (C-62)', () => {
  const move = (customer: Customer, to: string) =>
    inTx(async (tx) => {
      await tx.query('update customer set email = $2, email_normalised = $2 where id = $1', [customer.id, to]);
      await memberships.followAddress(tx, { customerId: customer.id, from: customer.emailNormalised, to });
    });

  test('takes the opt-outs along, also after the customer is deleted', async () => {
    await join(a, taro);
    await complain(taro);
    await move(taro, 'moved@example.jp');
    await join(b, taro);
    expect(await statesOf(taro)).toEqual(['a stopped complaint', 'b stopped ledger']);
    const again = await reborn({ ...taro, email: 'moved@example.jp' });
    await join(b, again);
    expect(await statesOf(again)).toEqual(['b stopped ledger']);
  });

  test('is no way around a stop: an address that has opted out is held back where the customer is already', async () => {
    await join(a, hanako);
    await set(a, 'stopped', [hanako]);
    await inTx((tx) => remover.remove(tx, [hanako.id]));
    await join(a, taro);
    await join(b, taro);
    await move(taro, hanako.emailNormalised);
    expect(await statesOf(taro)).toEqual(['a stopped ledger', 'b active']);
    expect((await changes()).at(-1)).toMatchObject({ from_state: 'active', to_state: 'stopped', via: 'ledger' });
  });
});

describe('setting states', () => {
  test('goes from any state to any other for an operator, tells before and after, and writes each change once', async () => {
    await join(a, taro);
    const result = await set(a, 'stopped', [taro, hanako]);
    expect(result).toEqual(
      new Map([
        [taro.id, { before: 'active', after: 'stopped' }],
        [hanako.id, { before: null, after: null }],
      ]),
    );
    await set(a, 'banned', [taro]);
    await set(a, 'banned', [taro]);
    expect(await changes()).toMatchObject([{ to_state: 'stopped' }, { from_state: 'stopped', to_state: 'banned' }]);
    expect(await ledgerRows()).toEqual([`group ${a.id} banned`]);
  });

  test('C-11 what does not give way stays, and is told', async () => {
    await join(a, taro);
    await set(a, 'banned', [taro]);
    const result = await set(a, 'stopped', [taro], ['active']);
    expect(result.get(taro.id)).toEqual({ before: 'banned', after: 'banned' });
    expect((await set(a, 'active', [taro], ['stopped'])).get(taro.id)).toEqual({ before: 'banned', after: 'banned' });
    expect(await ledgerRows()).toEqual([`group ${a.id} banned`]);
  });

  test('C-33 customers that are not in the group are registered in it with the state', async () => {
    await join(a, taro);
    const result = await inTx((tx) =>
      memberships.setInGroup(
        tx,
        a.id,
        { customerIds: [taro.id, hanako.id, '999999'], to: 'stopped', registersVia: 'csv' },
        { via: 'csv' },
      ),
    );
    expect(result).toEqual(
      new Map([
        [taro.id, { before: 'active', after: 'stopped' }],
        [hanako.id, { before: null, after: 'stopped' }],
      ]),
    );
    expect(await statesOf(hanako)).toEqual(['a stopped csv']);
    expect(await changes()).toMatchObject([{ from_state: 'active' }, { from_state: null, to_state: 'stopped' }]);
    expect(await ledgerRows()).toHaveLength(2);
  });

  test('J-36 setting somebody active lifts what the ledger holds for the group, and no other group', async () => {
    for (const group of [a, b]) {
      await join(group, taro);
      await set(group, 'stopped', [taro]);
    }
    await set(a, 'active', [taro]);
    expect(await ledgerRows()).toEqual([`group ${b.id} stopped`]);
    const again = await reborn(taro);
    await join(a, again);
    expect(await statesOf(again)).toEqual(['a active']);
  });

  test('C-33 registering with 配信可能 is a word of the operator, and lifts the ledger too', async () => {
    await join(a, taro);
    await set(a, 'stopped', [taro]);
    const again = await reborn(taro);
    const change = { customerIds: [again.id], to: 'active', registersVia: 'csv' } as const;
    await inTx((tx) => memberships.setInGroup(tx, a.id, change, { via: 'csv' }));
    expect([await statesOf(again), await ledgerRows()]).toEqual([['a active'], []]);
  });

  test('C-58 a complaint stops every group, leaves bans, and holds the address back from groups to come', async () => {
    await join(a, taro);
    await join(b, taro);
    await set(b, 'banned', [taro]);
    expect(await complain(taro)).toEqual([{ customerId: taro.id, groupId: a.id, state: 'active' }]);
    expect(await ledgerRows()).toEqual(['account 0 complained', `group ${b.id} banned`]);
    const c = await aGroup(database.db);
    await join(c, taro);
    expect(await statesOf(taro)).toEqual(['a stopped complaint', 'b banned screen', 'c stopped ledger']);
  });

  test('a complaint of somebody whom others stopped makes the stop theirs; their own stop stays as it is', async () => {
    await join(a, taro, hanako);
    await set(a, 'stopped', [taro]);
    await stopByLink(a, hanako);
    for (const customer of [taro, hanako]) await complain(customer);
    expect([await statesOf(taro), await statesOf(hanako)]).toEqual([['a stopped complaint'], ['a stopped one_click']]);
  });

  test('a complaint of somebody in no group is held all the same', async () => {
    await complain(taro);
    await join(a, taro);
    expect(await statesOf(taro)).toEqual(['a stopped ledger']);
  });

  test('everywhere: an operator stops all groups of many, and lifting all of them lifts a complaint too', async () => {
    await join(a, taro, hanako);
    await join(b, taro);
    await complain(hanako);
    const everywhere = (to: DeliveryState) =>
      inTx((tx) => memberships.setEverywhere(tx, { customerIds: [taro.id, hanako.id], to }, { via: 'screen' }));
    expect(await everywhere('stopped')).toHaveLength(2);
    expect(await ledgerRows()).toHaveLength(4);
    await everywhere('active');
    expect([await statesOf(taro), await statesOf(hanako)]).toEqual([
      ['a active screen', 'b active screen'],
      ['a active screen'],
    ]);
    expect(await ledgerRows()).toEqual([]);
  });
});

describe('undoing one’s own stop', () => {
  const undo = (group: Group, since = new Date(clock.now().getTime() - DAY)) =>
    inTx((tx) => memberships.undoOwnStop(tx, { groupId: group.id, customerId: taro.id }, since));

  test('J-36 lifts the ledger, and leaves the other group’s stop', async () => {
    await join(a, taro);
    await join(b, taro);
    await stopByLink(a, taro, '70');
    await stopByLink(b, taro, '72');
    expect(await undo(a)).toBe(true);
    expect(await statesOf(taro)).toEqual(['a active unsubscribe_page', 'b stopped one_click']);
    expect(await ledgerRows()).toEqual([`group ${b.id} stopped`]);
    expect(await undo(a)).toBe(false);
  });

  test('never takes back what an operator or a complaint stopped', async () => {
    await join(a, taro);
    await set(a, 'stopped', [taro]);
    expect(await undo(a)).toBe(false);
  });

  test('nor when the person has said so too since: the stop is theirs then, and was there before', async () => {
    await join(a, taro);
    await set(a, 'stopped', [taro]);
    await stopByLink(a, taro);
    expect(await statesOf(taro)).toEqual(['a stopped one_click']);
    expect((await changes()).at(-1)).toMatchObject({ from_state: 'stopped', to_state: 'stopped', via: 'one_click' });
    await stopByLink(a, taro);
    expect(await changes()).toHaveLength(2);
    expect(await undo(a)).toBe(false);
    expect(await ledgerRows()).toEqual([`group ${a.id} stopped`]);
  });

  test('C-13 takes back what the stop was copied to, and nothing that was stopped before; a complaint stays noted', async () => {
    const c = await aGroup(database.db);
    for (const group of [a, b, c]) await join(group, taro);
    await set(c, 'stopped', [taro]);
    await inTx((tx) => memberships.recordComplaints(tx, [taro.emailNormalised]));
    await settings.change({ syncDeliveryStates: true });
    await stopByLink(a, taro);
    expect(await statesOf(taro)).toEqual(['a stopped one_click', 'b stopped one_click', 'c stopped screen']);
    expect(await undo(b)).toBe(true);
    expect(await statesOf(taro)).toEqual([
      'a active unsubscribe_page',
      'b active unsubscribe_page',
      'c stopped screen',
    ]);
    expect(await ledgerRows()).toEqual(['account 0 complained', `group ${c.id} stopped`]);
  });
});

describe('C-13 synchronised states', () => {
  beforeEach(async () => {
    await join(a, taro, hanako);
    await join(b, taro);
    await settings.change({ syncDeliveryStates: true });
  });

  test('a stop in one group is copied to all, each written down, and held back from the account', async () => {
    await stopByLink(a, taro);
    expect(await statesOf(taro)).toEqual(['a stopped one_click', 'b stopped one_click']);
    expect(await statesOf(hanako)).toEqual(['a active']);
    expect(await changes()).toHaveLength(2);
    expect(await ledgerRows()).toEqual(['account 0 stopped']);
    const c = await aGroup(database.db);
    const again = await reborn(taro);
    await join(c, again);
    expect(await statesOf(again)).toEqual(['c stopped ledger']);
  });

  test('a ban and a release are copied too, and the release lifts the account', async () => {
    await set(a, 'banned', [taro]);
    expect(await statesOf(taro)).toEqual(['a banned screen', 'b banned screen']);
    await set(b, 'active', [taro]);
    expect([await statesOf(taro), await ledgerRows()]).toEqual([['a active screen', 'b active screen'], []]);
  });

  test('a stop does not lift the ban of another group', async () => {
    await settings.change({ syncDeliveryStates: false });
    await set(b, 'banned', [taro]);
    await settings.change({ syncDeliveryStates: true });
    await stopByLink(a, taro);
    expect(await statesOf(taro)).toEqual(['a stopped one_click', 'b banned screen']);
    expect(await ledgerRows()).toEqual(['account 0 banned', `group ${b.id} banned`]);
  });

  test('new memberships take over the most restrictive state of the others', async () => {
    await settings.change({ syncDeliveryStates: false });
    await set(a, 'stopped', [taro, hanako]);
    await set(b, 'banned', [taro]);
    await settings.change({ syncDeliveryStates: true });
    const c = await aGroup(database.db);
    const joined = await join(c, taro, hanako);
    expect([joined.get(taro.id)?.deliveryState, joined.get(hanako.id)?.deliveryState]).toEqual(['banned', 'stopped']);
    expect([(await statesOf(taro)).at(-1), (await statesOf(hanako)).at(-1)]).toEqual([
      'c banned sync',
      'c stopped sync',
    ]);
  });

  test('somebody who is not in the group named is left alone', async () => {
    await stopByLink(b, hanako);
    expect(await statesOf(hanako)).toEqual(['a active']);
  });

  test('turning it on changes nothing by itself', async () => {
    expect(await statesOf(taro)).toEqual(['a active', 'b active']);
    expect(await changes()).toEqual([]);
  });
});

describe('two writers at once', () => {
  /** Runs `first`, lets `second` begin while it is not committed, commits, and waits for both. */
  async function interleaved(
    first: (tx: EntityManager) => Promise<unknown>,
    second: () => Promise<unknown>,
  ): Promise<void> {
    let follower: Promise<unknown> = Promise.resolve();
    await inTx(async (tx) => {
      await first(tx);
      follower = second();
      follower.catch(() => undefined);
      await waiting();
    });
    await follower;
  }
  /** Until somebody waits for a lock. */
  async function waiting(): Promise<void> {
    for (;;) {
      const [row] = await database.db.rows<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if ((row?.n ?? 0) > 0) return;
    }
  }

  test('a complaint that comes while an import joins the customer stops the new membership too', async () => {
    await interleaved(
      (tx) => memberships.join(tx, a.id, [taro.id], 'csv'),
      () => complain(taro),
    );
    expect(await statesOf(taro)).toEqual(['a stopped complaint']);
  });

  test('joining while a complaint is being written waits for it, and is held back', async () => {
    await interleaved(
      (tx) =>
        memberships.setEverywhere(
          tx,
          { customerIds: [taro.id], from: ['active'], to: 'stopped' },
          { via: 'complaint' },
        ),
      () => join(a, taro),
    );
    expect(await statesOf(taro)).toEqual(['a stopped ledger']);
  });

  test('joining while somebody is removed for good waits, and fails as there is nobody left', async () => {
    await expect(
      interleaved(
        (tx) => remover.remove(tx, [taro.id]),
        () => join(a, taro),
      ),
    ).rejects.toThrow('group_membership_customer_id_fkey');
  });

  test('two sets in opposite order do not wait for each other in a circle', async () => {
    await join(a, taro, hanako);
    await join(b, taro, hanako);
    const both = [taro, hanako];
    await Promise.all([
      ...Array.from({ length: 5 }, () => set(a, 'banned', both)),
      ...Array.from({ length: 5 }, () => set(b, 'stopped', both.toReversed())),
      ...Array.from({ length: 5 }, () => complain(hanako)),
    ]);
    expect(await statesOf(taro)).toEqual(['a banned screen', 'b stopped screen']);
  });
});
