import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aField, aGroup, aMembership, aSender } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import type { Customer } from '../customers/customer.entity.js';
import type { Group } from './group.entity.js';
import type { GroupMemberResponse, GroupResponse } from './groups.dto.js';
import { GroupsService } from './groups.service.js';
import { MembershipChanges } from './membership-changes.service.js';

const clock = new TestClock();
let api: TestApi;
let admin: Agent;
let groups: GroupsService;

beforeAll(async () => {
  api = await startApi({ clock });
  admin = await api.asAdmin();
  groups = api.app.get(GroupsService);
});
beforeEach(async () => {
  await api.db.rows('delete from customer');
  await api.db.rows('delete from delivery_content');
  await api.db.rows('delete from delivery');
  await api.db.rows('delete from delivery_group');
  await api.db.rows('delete from group_membership_change');
});
afterAll(() => api.close());

const path = '/api/groups';
interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly field: string; readonly code: string }[];
}
const members = async (group: Group, query: object = {}): Promise<GroupMemberResponse[]> =>
  ((await admin.get(`${path}/${group.id}/members`).query(query).expect(200)).body as { items: GroupMemberResponse[] })
    .items;
const stateOf = async (group: Group, customer: Customer): Promise<string | undefined> =>
  (await members(group)).find(({ customerId }) => customerId === customer.id)?.deliveryState;
const changes = (): Promise<object[]> =>
  api.db.rows(
    `select group_id, customer_id, from_state, to_state, via, user_id, delivery_id from group_membership_change order by id`,
  );

describe('groups', () => {
  test('are made, read, changed and listed in the order they were made', async () => {
    const sender = await aSender(api.db, { displayName: '店' });
    const made = (
      await admin.post(path).send({ name: ' 会員 ', colour: 'teal', senderAddressId: sender.id }).expect(201)
    ).body as GroupResponse;
    expect(made).toEqual({
      id: made.id,
      name: '会員',
      colour: 'teal',
      description: '',
      sender: { id: sender.id, email: sender.email, displayName: '店' },
      createdAt: clock.now().toISOString(),
      members: { total: 0, active: 0, stopped: 0, banned: 0 },
    });
    const changed = await admin
      .patch(`${path}/${made.id}`)
      .send({ description: '説明', senderAddressId: null })
      .expect(200);
    expect(changed.body).toEqual({ ...made, description: '説明', sender: null });
    expect((await admin.patch(`${path}/${made.id}`).send({}).expect(200)).body).toEqual(changed.body);
    const second = await aGroup(api.db);
    const first = await admin.get(path).query({ limit: 1 }).expect(200);
    expect(first.body).toMatchObject({ items: [{ id: made.id }] });
    const { nextCursor } = first.body as { nextCursor: string };
    const rest = await admin.get(path).query({ limit: 1, cursor: nextCursor }).expect(200);
    expect(rest.body).toMatchObject({ items: [{ id: second.id }], nextCursor: null });
  });

  test.each([
    [{ name: '' }, 'name min-length'],
    [{ name: 'a'.repeat(101) }, 'name max-length'],
    [{ name: '既存' }, 'name name-taken'],
    [{ name: 'x', colour: 'plaid' }, 'colour is-in'],
    [{ name: 'x', senderAddressId: '999' }, 'senderAddressId sender-address-not-found'],
  ])('%j is refused: %s', async (body, expected) => {
    await aGroup(api.db, { name: '既存' });
    const response = await admin.post(path).send(body).expect(422);
    const { errors } = response.body as Problem;
    expect(`${errors[0]?.field} ${errors[0]?.code}`).toBe(expected);
  });

  test('another one’s name cannot be taken by renaming; one’s own may be kept', async () => {
    const [a] = [await aGroup(api.db, { name: 'A' }), await aGroup(api.db, { name: 'B' })];
    await admin.patch(`${path}/${a.id}`).send({ name: 'B' }).expect(422);
    await admin.patch(`${path}/${a.id}`).send({ name: 'A' }).expect(200);
  });

  test('what does not exist answers 404', async () => {
    for (const id of ['999999', 'abc', '0']) {
      await admin.get(`${path}/${id}`).expect(404);
      await admin.patch(`${path}/${id}`).send({ name: 'x' }).expect(404);
      await admin.delete(`${path}/${id}`).expect(404);
      await admin.get(`${path}/${id}/members`).expect(404);
      await admin
        .post(`${path}/${id}/members`)
        .send({ customerIds: ['1'] })
        .expect(404);
    }
  });

  test('deleting one leaves its customers and the history of its deliveries', async () => {
    const group = await aGroup(api.db, { name: '会員', with: 2 });
    const delivery = await aDelivery(api.db, { group, state: 'sent' });
    await admin.delete(`${path}/${group.id}`).expect(204);
    expect(await api.db.rows('select from customer')).toHaveLength(2);
    expect(await api.db.rows('select from group_membership')).toEqual([]);
    expect(await api.db.rows('select group_id, group_name from delivery where id = $1', [delivery.id])).toEqual([
      { group_id: null, group_name: '会員' },
    ]);
  });

  test.each(['scheduled', 'planning', 'sending', 'paused'] as const)(
    'one with a delivery %s cannot be deleted',
    async (state) => {
      const group = await aGroup(api.db);
      await aDelivery(api.db, { group, state });
      const response = await admin.delete(`${path}/${group.id}`).expect(409);
      expect((response.body as Problem).code).toBe('group-has-open-delivery');
    },
  );
});

describe('members', () => {
  test('are counted by state, listed newest first, by state and by text', async () => {
    const field = await aField(api.db, { searchable: true });
    const group = await aGroup(api.db);
    const people: Customer[] = [];
    for (const [email, deliveryState] of [
      ['a@example.jp', 'active'],
      ['b@example.jp', 'stopped'],
      ['c@example.jp', 'banned'],
      ['d@example.jp', 'active'],
    ] as const) {
      const customer = await aCustomer(api.db, { email, fieldValues: { [field.id]: `名 ${email}` } });
      await aMembership(api.db, { groupId: group.id, customerId: customer.id, deliveryState });
      people.push(customer);
    }
    await aCustomer(api.db, { email: 'e@example.jp' });
    expect((await admin.get(`${path}/${group.id}`)).body).toMatchObject({
      members: { total: 4, active: 2, stopped: 1, banned: 1 },
    });
    const emails = async (query: object): Promise<string[]> =>
      (await members(group, query)).map(({ email }) => email[0] ?? '');
    expect(await emails({})).toEqual(['d', 'c', 'b', 'a']);
    expect(await emails({ state: 'active' })).toEqual(['d', 'a']);
    expect(await emails({ state: 'stopped' })).toEqual(['b']);
    expect(await emails({ q: 'B@' })).toEqual(['b']);
    expect(await emails({ q: '名 d' })).toEqual(['d']);
    expect(await emails({ q: 'e@' })).toEqual([]);
    expect(await emails({ state: 'banned', q: 'c@' })).toEqual(['c']);
    const page = (await admin.get(`${path}/${group.id}/members`).query({ limit: 3 })).body as { nextCursor: string };
    expect((await members(group, { limit: 3, cursor: page.nextCursor })).map(({ customerId }) => customerId)).toEqual([
      people[0]?.id,
    ]);
    await admin.get(`${path}/${group.id}/members`).query({ state: `active' or true` }).expect(422);
  });

  test('are added by ids; who was in stays as is, and who is nobody is passed over', async () => {
    const [old, fresh] = [await aCustomer(api.db), await aCustomer(api.db)];
    const group = await aGroup(api.db);
    await aMembership(api.db, { groupId: group.id, customerId: old.id, deliveryState: 'stopped' });
    const add = () => admin.post(`${path}/${group.id}/members`).send({ customerIds: [old.id, fresh.id, '999999'] });
    expect((await add().expect(200)).body).toEqual({ addedCount: 1, heldBackCount: 0, alreadyCount: 1 });
    expect((await add().expect(200)).body).toEqual({ addedCount: 0, heldBackCount: 0, alreadyCount: 2 });
    expect([await stateOf(group, old), await stateOf(group, fresh)]).toEqual(['stopped', 'active']);
    expect((await members(group))[0]).toMatchObject({
      joinedAt: clock.now().toISOString(),
      joinedVia: 'screen',
      stateChangedAt: null,
    });
    expect(await changes()).toEqual([]);
  });

  test.each([
    [{}],
    [{ customerIds: ['1'], all: {} }],
    [{ customerIds: ['x'] }],
    [{ customerIds: Array.from({ length: 1001 }, (_, i) => String(i + 1)) }],
  ])('%j is refused', async (body) => {
    const group = await aGroup(api.db);
    await admin.post(`${path}/${group.id}/members`).send(body).expect(422);
  });

  test('C-02 taking somebody out of a group leaves the customer in the database', async () => {
    const customer = await aCustomer(api.db);
    const group = await aGroup(api.db, { with: [customer] });
    const member = `${path}/${group.id}/members/${customer.id}`;
    await admin.delete(member).expect(204);
    await admin.delete(member).expect(404);
    await admin.get(`/api/customers/${customer.id}`).expect(200);
    expect(await changes()).toMatchObject([{ from_state: 'active', to_state: null, via: 'screen' }]);
  });

  test('a customer’s page tells the groups, the states, and how they came about', async () => {
    const customer = await aCustomer(api.db);
    const group = await aGroup(api.db, { name: '会員', colour: 'teal', with: [customer] });
    await admin.patch(`${path}/${group.id}/members/${customer.id}`).send({ deliveryState: 'banned' }).expect(200);
    const { body } = await admin.get(`/api/customers/${customer.id}/memberships`).expect(200);
    expect(body).toEqual({
      items: [
        {
          groupId: group.id,
          groupName: '会員',
          groupColour: 'teal',
          deliveryState: 'banned',
          stateChangedAt: clock.now().toISOString(),
          stateChangedVia: 'screen',
          stateChangedByName: '山田 花子',
          joinedAt: '2026-10-01T00:00:00.000Z',
          joinedVia: 'screen',
        },
      ],
    });
  });
});

describe('delivery states', () => {
  let customer: Customer;
  let a: Group;
  let b: Group;
  beforeEach(async () => {
    customer = await aCustomer(api.db);
    a = await aGroup(api.db, { with: [customer] });
    b = await aGroup(api.db, { with: [customer] });
  });
  const stop = (group: Group): Promise<string> =>
    api.db.tx((tx) =>
      groups.stop(tx, { groupId: group.id, customerId: customer.id, via: 'one_click', deliveryId: '77' }),
    );
  const complain = (deliveryId?: string) =>
    api.db.tx((tx) =>
      api.app
        .get(MembershipChanges)
        .setEverywhere(
          tx,
          { customerIds: [customer.id], from: ['active'], to: 'stopped' },
          { via: 'complaint', deliveryId },
        ),
    );
  const set = (group: Group, deliveryState: string) =>
    admin.patch(`${path}/${group.id}/members/${customer.id}`).send({ deliveryState });

  test('C-12 a stop in group A leaves group B active', async () => {
    expect(await stop(a)).toBe('stopped');
    expect([await stateOf(a, customer), await stateOf(b, customer)]).toEqual(['stopped', 'active']);
  });

  test('C-17 a stop keeps when, how and by which delivery', async () => {
    await stop(a);
    expect((await members(a))[0]).toMatchObject({
      stateChangedAt: clock.now().toISOString(),
      stateChangedVia: 'one_click',
      stateChangedByName: null,
    });
    expect(await changes()).toEqual([
      {
        group_id: a.id,
        customer_id: customer.id,
        from_state: 'active',
        to_state: 'stopped',
        via: 'one_click',
        user_id: null,
        delivery_id: '77',
      },
    ]);
  });

  test('a second stop changes nothing, not even its date', async () => {
    await stop(a);
    const first = await members(a);
    clock.advance(60_000);
    expect(await stop(a)).toBe('already-stopped');
    expect(await members(a)).toEqual(first);
    expect(await changes()).toHaveLength(1);
  });

  test('two stops at the same instant are written once', async () => {
    const results = await Promise.all([stop(a), stop(a)]);
    expect(results.sort()).toEqual(['already-stopped', 'stopped']);
    expect(await changes()).toHaveLength(1);
  });

  test('C-11 no stop of a recipient turns a ban into a stop', async () => {
    await set(a, 'banned').expect(200);
    expect(await stop(a)).toBe('already-stopped');
    await complain();
    expect([await stateOf(a, customer), await stateOf(b, customer)]).toEqual(['banned', 'stopped']);
  });

  test('F-13 who is not in the group cannot be stopped in it', async () => {
    const stranger = await aGroup(api.db);
    expect(await stop(stranger)).toBe('not-a-member');
  });

  test('C-58 a complaint stops every group, each written down', async () => {
    await stop(a);
    const stopped = await complain('78');
    expect(stopped.map(({ groupId }) => groupId)).toEqual([b.id]);
    expect(await changes()).toMatchObject([
      { group_id: a.id, via: 'one_click' },
      { group_id: b.id, via: 'complaint', delivery_id: '78' },
    ]);
  });

  test('C-10 stopping and banning leave the status alone', async () => {
    await stop(a);
    await set(b, 'banned').expect(200);
    expect((await admin.get(`/api/customers/${customer.id}`)).body).toMatchObject({ status: 'ok' });
  });

  test('an operator sets any state, is named, and setting the same again writes nothing', async () => {
    for (const state of ['stopped', 'banned', 'active', 'active'] as const)
      expect((await set(a, state).expect(200)).body).toMatchObject({ deliveryState: state });
    expect((await changes()).map((row) => (row as { to_state: string }).to_state)).toEqual([
      'stopped',
      'banned',
      'active',
    ]);
    expect((await members(a))[0]?.stateChangedByName).toBe('山田 花子');
    await set(a, 'paused').expect(422);
    await admin.patch(`${path}/${a.id}/members/999999`).send({ deliveryState: 'banned' }).expect(404);
  });

  test('a stop that is rolled back never happened', async () => {
    await expect(
      api.db.tx(async (tx) => {
        await groups.stop(tx, { groupId: a.id, customerId: customer.id, via: 'form' });
        throw new Error('later trouble');
      }),
    ).rejects.toThrow('later trouble');
    expect(await stateOf(a, customer)).toBe('active');
    expect(await changes()).toEqual([]);
  });
});

test('a creator reads groups but changes none', async () => {
  const customer = await aCustomer(api.db);
  const group = await aGroup(api.db, { with: [customer] });
  const creator = await api.asCreator();
  await creator.get(path).expect(200);
  await creator.get(`${path}/${group.id}/members`).expect(200);
  await creator.post(path).send({ name: 'x' }).expect(403);
  await creator.patch(`${path}/${group.id}`).send({ name: 'x' }).expect(403);
  await creator.delete(`${path}/${group.id}`).expect(403);
  await creator.post(`${path}/${group.id}/members`).send({ customerIds: [] }).expect(403);
  await creator.patch(`${path}/${group.id}/members/${customer.id}`).send({ deliveryState: 'banned' }).expect(403);
  await creator.delete(`${path}/${group.id}/members/${customer.id}`).expect(403);
});
