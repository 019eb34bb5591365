import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../../test/clock.js';
import { aCreator, aCustomer, aGroup, anAdmin, aRole } from '../../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../../test/http.js';
import { startWorker, type TestWorker } from '../../../test/worker.js';
import { BulkOperationKinds } from '../bulk-operation-kinds.service.js';

const clock = new TestClock();
const path = '/api/bulk-operations';
let api: TestApi;
let worker: TestWorker;
let admin: Agent;
let creator: Agent;

beforeAll(async () => {
  api = await startApi({ clock });
  worker = await startWorker({ env: api.env, clock, timers: false });
  admin = await api.as(await anAdmin(api.db, { name: '佐藤 花' }));
  creator = await api.as(await aCreator(api.db));
});
afterAll(async () => {
  await worker.close();
  await api.close();
});
beforeEach(async () => {
  await api.db.rows('delete from bulk_operation');
  await api.db.rows('delete from customer');
});

interface Operation {
  readonly id: string;
  readonly state: string;
}
interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly field: string; readonly code: string; readonly params?: object }[];
}
const order = (body: object) => admin.post(path).send(body);
const ordered = async (body: object): Promise<Operation> => (await order(body).expect(201)).body as Operation;
const deletion = (target: object, expectedCount?: number) => ({
  kind: 'delete',
  target,
  ...(expectedCount === undefined ? {} : { expectedCount }),
});

describe('a bulk operation over HTTP', () => {
  test('is ordered, done by the worker, and says what came of it', async () => {
    const group = await aGroup(api.db, { with: 3, name: '会員' });
    const body = {
      kind: 'set_state',
      params: { groupId: group.id, deliveryState: 'stopped' },
      target: { all: { groupId: group.id, q: 'tanaka' } },
    };
    const answer = await ordered(body);
    expect(answer).toEqual({
      id: answer.id,
      kind: 'set_state',
      state: 'queued',
      group: { id: group.id, name: '会員' },
      deliveryState: 'stopped',
      target: { selectedCount: null, all: { groupId: group.id, q: 'tanaka' } },
      totalCount: 3,
      doneCount: 0,
      changedCount: 0,
      alreadyCount: 0,
      heldBackCount: 0,
      leftOutCount: 0,
      failure: null,
      createdByName: '佐藤 花',
      createdAt: clock.now().toISOString(),
      startedAt: null,
      finishedAt: null,
    });
    await worker.drain();
    expect((await admin.get(`${path}/${answer.id}`).expect(200)).body).toMatchObject({
      state: 'finished',
      doneCount: 3,
      changedCount: 3,
      startedAt: clock.now().toISOString(),
      finishedAt: clock.now().toISOString(),
    });
  });

  test('whose wake-up was lost is found by the sweep', async () => {
    await aGroup(api.db, { with: 1 });
    const { id } = await ordered({ kind: 'set_state', params: { deliveryState: 'banned' }, target: { all: {} } });
    await worker.drain();
    await api.db.rows(
      `update bulk_operation set state = 'running', lease_until = $2, lease_token = gen_random_uuid(), cursor_id = 9e15
        where id = $1`,
      [id, new Date(clock.now().getTime() - 1)],
    );
    await worker.drain();
    expect((await admin.get(`${path}/${id}`)).body).toMatchObject({
      state: 'finished',
      changedCount: 1,
      alreadyCount: 1,
    });
  });

  test('C-56 deletes all customers in error, with memberships, and nobody else', async () => {
    const [bad, good] = [await aCustomer(api.db, { status: 'error' }), await aCustomer(api.db)];
    await aGroup(api.db, { with: [bad, good] });
    const { id } = await ordered(deletion({ all: { status: 'error' } }, 1));
    await worker.drain();
    expect((await admin.get(`${path}/${id}`)).body).toMatchObject({ state: 'finished', changedCount: 1 });
    expect(await api.db.rows('select id from customer')).toEqual([{ id: good.id }]);
    expect(await api.db.rows('select customer_id from group_membership')).toEqual([{ customer_id: good.id }]);
  });

  test('that deletes by a search is refused when another number is found than was confirmed', async () => {
    await aCustomer(api.db);
    const missing = (await order(deletion({ all: {} })).expect(422)).body as Problem;
    expect(missing.errors).toMatchObject([{ field: 'expectedCount', code: 'required' }]);
    await aCustomer(api.db);
    const changed = (await order(deletion({ all: {} }, 1)).expect(409)).body as Problem;
    expect(changed).toMatchObject({ code: 'count-changed', errors: [{ params: { count: 2 } }] });
    await ordered(deletion({ all: {} }, 2));
  });

  test('that deletes a selection needs no number', async () => {
    const [one, other] = [await aCustomer(api.db), await aCustomer(api.db)];
    await ordered(deletion({ customerIds: [one.id] }));
    await worker.drain();
    expect(await api.db.rows('select id from customer')).toEqual([{ id: other.id }]);
  });

  test.each([
    ['no target', { kind: 'delete' }, 'target'],
    ['neither', deletion({}), 'target'],
    ['both', deletion({ customerIds: ['1'], all: {} }), 'target'],
    ['an empty selection', deletion({ customerIds: [] }), 'target.customerIds'],
    ['more than 1,000', deletion({ customerIds: Array.from({ length: 1001 }, () => '1') }), 'target.customerIds'],
    ['an unknown kind', { kind: 'mail', target: { all: {} } }, 'kind'],
    ['nobody', deletion({ customerIds: ['999999'] }), 'target'],
    ['an unknown status', deletion({ all: { status: 'x' } }), 'target.all.status'],
    ['SQL', deletion({ all: { where: 'true' } }), 'target.all.where'],
    ['a wrong condition', deletion({ all: { conditions: { any: [{ field: '0' }] } } }, 0), 'conditions.any.0.field'],
  ])('with %s is refused', async (_, body, field) => {
    const { errors } = (await order(body).expect(422)).body as Problem;
    expect(errors.map((error) => error.field)).toContain(field);
    expect(await api.db.rows('select id from bulk_operation')).toEqual([]);
  });

  test('is canceled once, and not when it has ended', async () => {
    await aGroup(api.db, { with: 1 });
    const { id } = await ordered({ kind: 'set_state', params: { deliveryState: 'banned' }, target: { all: {} } });
    expect((await admin.post(`${path}/${id}/cancel`).expect(200)).body).toMatchObject({ state: 'canceled' });
    expect((await admin.post(`${path}/${id}/cancel`).expect(409)).body).toMatchObject({
      code: 'bulk-operation-state-forbids',
    });
    await worker.drain();
    expect(await api.db.rows(`select from group_membership where delivery_state = 'banned'`)).toEqual([]);
    await admin.post(`${path}/999999/cancel`).expect(404);
  });

  test('operations are listed newest first, page by page', async () => {
    await aGroup(api.db, { with: 1 });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++)
      ids.unshift((await ordered({ kind: 'set_state', params: { deliveryState: 'active' }, target: { all: {} } })).id);
    const first = (await admin.get(path).query({ limit: 2 }).expect(200)).body as {
      items: Operation[];
      nextCursor: string;
    };
    const second = (await admin.get(path).query({ limit: 2, cursor: first.nextCursor }).expect(200))
      .body as typeof first;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });
});

describe('the permission of a kind', () => {
  test('is asked beside that of the route: who may only read orders and cancels nothing', async () => {
    const group = await aGroup(api.db, { with: 1 });
    const bodies = [
      deletion({ all: {} }, 1),
      { kind: 'add_to_group', params: { groupId: group.id }, target: { all: {} } },
      { kind: 'remove_from_group', params: { groupId: group.id }, target: { all: {} } },
      { kind: 'set_state', params: { deliveryState: 'banned' }, target: { all: {} } },
    ];
    for (const body of bodies) {
      const refused = await creator.post(path).send(body).expect(403);
      expect(refused.body).toMatchObject({ code: 'not-permitted' });
    }
    const { id } = await ordered({ kind: 'set_state', params: { deliveryState: 'banned' }, target: { all: {} } });
    await creator.get(path).expect(200);
    await creator.get(`${path}/${id}`).expect(200);
    await creator.post(`${path}/${id}/cancel`).expect(403);
  });

  test('customer.delete does not come with group.write', async () => {
    const customer = await aCustomer(api.db);
    const user = await aCreator(api.db);
    const role = await aRole(api.db, 'creator');
    const permissions = [...role.permissions, 'group.write' as const];
    await api.db.rows('update user_role set permissions = $2 where id = $1', [role.id, permissions]);
    const agent = await api.as(user);
    await agent
      .post(path)
      .send(deletion({ customerIds: [customer.id] }))
      .expect(403);
    await agent
      .post(path)
      .send({ kind: 'set_state', params: { deliveryState: 'banned' }, target: { customerIds: [customer.id] } })
      .expect(201);
    await api.db.rows('update user_role set permissions = $2 where id = $1', [role.id, role.permissions]);
  });

  test('nobody is let in without a session', async () => {
    for (const request of [
      api.anonymous().get(path),
      api.anonymous().get(`${path}/1`),
      api.anonymous().post(path).send({}),
      api.anonymous().post(`${path}/1/cancel`),
    ])
      await request.expect(401);
  });
});

test('api and worker know the same kinds, and a role that lacks one does not start', () => {
  const names = ['delete', 'add_to_group', 'remove_from_group', 'set_state'] as const;
  for (const app of [api.app, worker.app])
    expect(names.map((name) => app.get(BulkOperationKinds, { strict: false }).get(name).kind)).toEqual(names);
  const lacking = new BulkOperationKinds();
  lacking.register(api.app.get(BulkOperationKinds).get('delete'));
  expect(() => lacking.onApplicationBootstrap()).toThrow('add_to_group');
  expect(() => lacking.register(api.app.get(BulkOperationKinds).get('delete'))).toThrow('Two');
});
