import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aCustomer, aField, aGroup, aMembership, anAdmin } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import type { Customer } from '../customers/customer.entity.js';
import type { User } from '../users/user.entity.js';
import type { Group } from './group.entity.js';
import type { DeliveryState } from './group.types.js';

let api: TestApi;
let worker: TestWorker;
let admin: Agent;
let user: User;

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: api.env, timers: false });
  user = await anAdmin(api.db);
  admin = await api.as(user);
});
afterAll(async () => {
  await worker.close();
  await api.close();
});
beforeEach(async () => {
  await api.db.rows('delete from customer');
  await api.db.rows('delete from delivery_group');
  await api.db.rows('delete from group_membership_change');
  await api.db.rows('delete from opt_out');
});

interface Outcome {
  readonly state: string;
  readonly changedCount: number;
  readonly alreadyCount: number;
  readonly leftOutCount: number;
  readonly failure: string | null;
}

/** Orders an operation, lets the worker do it, and says what became of it. */
async function run(kind: string, params: object, target: object): Promise<[string, number, number, number]> {
  const ordered = await admin.post('/api/bulk-operations').send({ kind, params, target }).expect(201);
  const { id } = ordered.body as { id: string };
  await worker.drain();
  const done = (await admin.get(`/api/bulk-operations/${id}`).expect(200)).body as Outcome;
  return [done.state, done.changedCount, done.alreadyCount, done.leftOutCount];
}

const member = (group: Group, customer: Customer, deliveryState: DeliveryState) =>
  aMembership(api.db, { groupId: group.id, customerId: customer.id, deliveryState });
/** state of each membership of the customers, group by group */
const statesOf = async (customer: Customer): Promise<string[]> => {
  const rows = await api.db.rows<{ delivery_state: string }>(
    'select delivery_state from group_membership where customer_id = $1 order by group_id',
    [customer.id],
  );
  return rows.map((row) => row.delivery_state);
};
const changes = (): Promise<object[]> =>
  api.db.rows(
    'select group_id, customer_id, from_state, to_state, via, user_id from group_membership_change order by customer_id, group_id',
  );

describe('a bulk operation on groups', () => {
  test('adds everybody a search finds; who was in stays as is', async () => {
    const field = await aField(api.db, { type: 'number' });
    const source = await aGroup(api.db, { with: 2 });
    const target = await aGroup(api.db);
    const bad = await aCustomer(api.db, { status: 'error', email: 'bad@example.com', fieldValues: { [field.id]: 5 } });
    const params = { groupId: target.id };
    expect(await run('add_to_group', params, { all: { groupId: source.id } })).toEqual(['finished', 2, 0, 0]);
    const conditions = { all: [{ field: field.id, op: 'gt', value: 4 }] };
    expect(await run('add_to_group', params, { all: { conditions, q: 'bad', status: 'error' } })).toEqual([
      'finished',
      1,
      0,
      0,
    ]);
    await api.db.rows(`update group_membership set delivery_state = 'stopped' where customer_id = $1`, [bad.id]);
    expect(await run('add_to_group', params, { all: {} })).toEqual(['finished', 0, 3, 0]);
    expect(await statesOf(bad)).toEqual(['stopped']);
    expect(await changes()).toEqual([]);
  });

  test('C-02 takes customers out of a group, and writes down who did it; they stay in the database', async () => {
    const [stopped, active, outside] = [await aCustomer(api.db), await aCustomer(api.db), await aCustomer(api.db)];
    const group = await aGroup(api.db, { with: [active] });
    const other = await aGroup(api.db, { with: [active] });
    await member(group, stopped, 'stopped');
    const customerIds = [stopped.id, active.id, outside.id];
    expect(await run('remove_from_group', { groupId: group.id }, { customerIds })).toEqual(['finished', 2, 0, 1]);
    expect([await statesOf(stopped), await statesOf(active)]).toEqual([[], ['active']]);
    const gone = { group_id: group.id, to_state: null, via: 'screen', user_id: user.id };
    expect(await changes()).toEqual([
      { ...gone, customer_id: stopped.id, from_state: 'stopped' },
      { ...gone, customer_id: active.id, from_state: 'active' },
    ]);
    expect(await api.db.rows('select id from customer')).toHaveLength(3);
    expect(await run('remove_from_group', { groupId: other.id }, { all: { groupId: other.id } })).toEqual([
      'finished',
      1,
      0,
      0,
    ]);
  });

  test('J-36 who had opted out before joins without being mailed, and the result says how many', async () => {
    const [left, fresh] = [await aCustomer(api.db), await aCustomer(api.db)];
    const group = await aGroup(api.db, { with: [left] });
    const stop = { groupId: group.id, deliveryState: 'stopped' };
    await run('set_state', stop, { customerIds: [left.id] });
    await run('remove_from_group', { groupId: group.id }, { customerIds: [left.id] });
    expect(await run('add_to_group', { groupId: group.id }, { all: {} })).toEqual(['finished', 2, 0, 0]);
    const { items } = (await admin.get('/api/bulk-operations').query({ limit: 1 })).body as {
      items: readonly { readonly heldBackCount: number }[];
    };
    expect(items[0]?.heldBackCount).toBe(1);
    expect([await statesOf(left), await statesOf(fresh)]).toEqual([['stopped'], ['active']]);
  });

  test('C-12 stops customers in one group and leaves their other groups alone', async () => {
    const [active, stopped, banned, outside] = [
      await aCustomer(api.db),
      await aCustomer(api.db),
      await aCustomer(api.db),
      await aCustomer(api.db),
    ];
    const group = await aGroup(api.db, { with: [active] });
    await aGroup(api.db, { with: [active, outside] });
    await member(group, stopped, 'stopped');
    await member(group, banned, 'banned');
    const params = { groupId: group.id, deliveryState: 'stopped' };
    expect(await run('set_state', params, { all: {} })).toEqual(['finished', 1, 2, 1]);
    expect([await statesOf(active), await statesOf(outside)]).toEqual([['stopped', 'active'], ['active']]);
    // C-11: a ban is the operator's and the stricter one; stopping many does not weaken it
    expect(await statesOf(banned)).toEqual(['banned']);
    expect(await changes()).toEqual([
      {
        group_id: group.id,
        customer_id: active.id,
        from_state: 'active',
        to_state: 'stopped',
        via: 'screen',
        user_id: user.id,
      },
    ]);
    const [row] = await api.db.rows<{ state_changed_via: string; state_changed_by: string }>(
      'select state_changed_via, state_changed_by from group_membership where customer_id = $1 and group_id = $2',
      [active.id, group.id],
    );
    expect(row).toEqual({ state_changed_via: 'screen', state_changed_by: user.id });
  });

  test('bans customers in every group they are in, counted in customers', async () => {
    const [twice, once, nowhere] = [await aCustomer(api.db), await aCustomer(api.db), await aCustomer(api.db)];
    await aGroup(api.db, { with: [twice] });
    const group = await aGroup(api.db, { with: [twice] });
    await member(group, once, 'banned');
    expect(await run('set_state', { deliveryState: 'banned' }, { all: {} })).toEqual(['finished', 1, 1, 1]);
    expect([await statesOf(twice), await statesOf(nowhere)]).toEqual([['banned', 'banned'], []]);
    expect(await changes()).toHaveLength(2);
  });

  test('sets back to 配信可能 what was stopped or banned', async () => {
    const [stopped, banned] = [await aCustomer(api.db), await aCustomer(api.db)];
    const group = await aGroup(api.db);
    await member(group, stopped, 'stopped');
    await member(group, banned, 'banned');
    const params = { groupId: group.id, deliveryState: 'active' };
    const target = { all: { groupId: group.id, groupState: 'stopped' } };
    expect(await run('set_state', params, target)).toEqual(['finished', 1, 0, 0]);
    expect([await statesOf(stopped), await statesOf(banned)]).toEqual([['active'], ['banned']]);
    expect(await run('set_state', params, { all: { groupId: group.id } })).toEqual(['finished', 1, 1, 0]);
  });

  test.each([
    ['add_to_group', {}, 422],
    ['add_to_group', { groupId: 'x' }, 422],
    ['add_to_group', { groupId: '999999' }, 404],
    ['remove_from_group', {}, 422],
    ['set_state', {}, 422],
    ['set_state', { deliveryState: 'gone' }, 422],
    ['set_state', { deliveryState: 'banned', groupId: '999999' }, 404],
  ])('%s with %j is refused', async (kind, params, status) => {
    await aCustomer(api.db);
    await admin
      .post('/api/bulk-operations')
      .send({ kind, params, target: { all: {} } })
      .expect(status);
  });
});
