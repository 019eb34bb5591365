import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import type { CustomerField } from './customer-field.entity.js';
import type { CustomerResponse } from './customers.dto.js';

const clock = new TestClock();
let api: TestApi;
let admin: Agent;
let name: CustomerField;
let colour: CustomerField;
let interests: CustomerField;

beforeAll(async () => {
  api = await startApi({ clock });
  admin = await api.asAdmin();
  const choices = [
    { id: 'c1', label: '赤' },
    { id: 'c2', label: '青' },
  ];
  name = await aField(api.db, { label: 'お名前', searchable: true, required: true });
  colour = await aField(api.db, { label: '色', type: 'single_choice', choices });
  interests = await aField(api.db, { label: '興味', type: 'multiple_choice', choices });
});
beforeEach(() => api.db.rows('delete from customer'));
afterAll(() => api.close());

const path = '/api/customers';
const post = (body: object) => admin.post(path).send(body);
const patch = (id: string, body: object) => admin.patch(`${path}/${id}`).send(body);

/** `field code` of every error of a refusal. */
async function errors(request: PromiseLike<{ status: number; body: unknown }>): Promise<string[]> {
  const { status, body } = await request;
  const problem = body as { errors: { field: string; code: string }[] };
  return [String(status), ...problem.errors.map(({ field, code }) => `${field} ${code}`)];
}

async function made(email: string, fields: object = {}): Promise<CustomerResponse> {
  const response = await post({ email, fields: { [name.id]: '山田', ...fields } }).expect(201);
  return response.body as CustomerResponse;
}

describe('registering one customer', () => {
  test('keeps the address and the values as C-08 and the fields say', async () => {
    const customer = await made(' Taro.Y＠Example.JP ', { [colour.id]: '青', [interests.id]: ['c2', '赤'] });
    expect(customer).toEqual({
      id: customer.id,
      email: 'Taro.Y@example.jp',
      status: 'ok',
      errorCount: 0,
      statusChangedAt: null,
      registeredVia: 'screen',
      createdAt: clock.now().toISOString(),
      updatedAt: clock.now().toISOString(),
      fields: { [name.id]: '山田', [colour.id]: 'c2', [interests.id]: ['c1', 'c2'] },
      groups: [],
      suggestedEmail: null,
    });
    expect((await admin.get(`${path}/${customer.id}`).expect(200)).body).toEqual(customer);
  });

  test('C-01 an address is registered once, whatever its case and width; other values may repeat', async () => {
    await made('taro@example.jp');
    expect(await errors(post({ email: 'ＴＡＲＯ@EXAMPLE.jp', fields: { [name.id]: '別人' } }))).toEqual([
      '422',
      'email already-registered',
    ]);
    await made('jiro@example.jp');
  });

  test('J-01 an old docomo address is a customer too', async () => {
    expect((await made('a..b.@docomo.ne.jp')).email).toBe('a..b.@docomo.ne.jp');
  });

  test('J-04 a mistyped domain is asked about, not refused', async () => {
    expect((await made('taro@gmai.com')).suggestedEmail).toBe('taro@gmail.com');
  });

  test('tells every wrong field at once, each by its own name', async () => {
    const fields = { [name.id]: ' ', [colour.id]: '黄', [interests.id]: true, '999': 'x' };
    expect(await errors(post({ email: 'taro', fields }))).toEqual([
      '422',
      'email malformed-address',
      'fields.999 unknown-field',
      `fields.${name.id} required`,
      `fields.${colour.id} unknown-choice`,
      `fields.${interests.id} malformed-value`,
    ]);
    expect(await errors(post({ email: ' ' }))).toEqual(['422', 'email required', `fields.${name.id} required`]);
    expect(await errors(post({ fields: {} }))).toEqual(['422', 'email is-string']);
    expect(await errors(post({ email: 'taro@example.jp', fields: { [name.id]: 'a'.repeat(901) } }))).toEqual([
      '422',
      `fields.${name.id} too-long`,
    ]);
  });

  test('of two at the same instant one wins', async () => {
    const body = { email: 'taro@example.jp', fields: { [name.id]: '山田' } };
    const both = await Promise.all([post(body), post(body)]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 422]);
  });
});

describe('editing', () => {
  test('changes what is given and leaves the rest', async () => {
    const customer = await made('taro@example.jp', { [colour.id]: 'c1', [interests.id]: ['c1'] });
    clock.advance(60_000);
    const changed = await patch(customer.id, { fields: { [colour.id]: null, [interests.id]: '' } }).expect(200);
    expect(changed.body).toEqual({ ...customer, fields: { [name.id]: '山田' }, updatedAt: clock.now().toISOString() });
    expect(await errors(patch(customer.id, { fields: { [name.id]: null } }))).toEqual([
      '422',
      `fields.${name.id} required`,
    ]);
    expect(await errors(patch(customer.id, { email: 'x' }))).toEqual(['422', 'email malformed-address']);
    expect(await errors(patch('999999', {}))).toEqual(['404']);
    expect(await errors(patch('abc', {}))).toEqual(['404']);
  });

  test('C-62 a new address keeps the record and its groups, and starts with no errors', async () => {
    const customer = await aCustomer(api.db, { status: 'error', errorCount: 3 });
    const group = await aGroup(api.db, { with: [customer] });
    const changed = await patch(customer.id, { email: 'new@example.jp' }).expect(200);
    expect(changed.body).toMatchObject({
      id: customer.id,
      email: 'new@example.jp',
      status: 'ok',
      errorCount: 0,
      groups: [{ id: group.id, deliveryState: 'active' }],
    });
  });

  test('C-62 another spelling of the same address keeps the errors', async () => {
    const customer = await aCustomer(api.db, { email: 'taro@example.jp', status: 'error', errorCount: 3 });
    const changed = await patch(customer.id, { email: 'Taro@example.jp' }).expect(200);
    expect(changed.body).toMatchObject({ email: 'Taro@example.jp', status: 'error', errorCount: 3 });
  });

  test('C-62 the address of somebody else is refused', async () => {
    await made('hanako@example.jp');
    const taro = await made('taro@example.jp');
    expect(await errors(patch(taro.id, { email: 'HANAKO@example.jp' }))).toEqual(['422', 'email already-registered']);
  });

  test('values of a retired field are kept', async () => {
    const gone = await aField(api.db, { retiredAt: clock.now() });
    const customer = await aCustomer(api.db, { fieldValues: { [gone.id]: '昔', [name.id]: '山田' } });
    const changed = await patch(customer.id, { fields: { [name.id]: '佐藤' } }).expect(200);
    expect(changed.body).toMatchObject({ fields: { [gone.id]: '昔', [name.id]: '佐藤' } });
    expect(await errors(patch(customer.id, { fields: { [gone.id]: 'x' } }))).toEqual([
      '422',
      `fields.${gone.id} unknown-field`,
    ]);
  });
});

describe('deleting', () => {
  test('C-03 takes memberships along, and the address starts from zero', async () => {
    const customer = await aCustomer(api.db, { email: 'taro@example.jp', status: 'error', errorCount: 3 });
    const group = await aGroup(api.db, { with: [customer] });
    await admin.delete(`${path}/${customer.id}`).expect(204);
    await admin.get(`${path}/${customer.id}`).expect(404);
    await admin.delete(`${path}/${customer.id}`).expect(404);
    expect(await api.db.rows('select from group_membership where group_id = $1', [group.id])).toEqual([]);
    expect(await made('taro@example.jp')).toMatchObject({ status: 'ok', errorCount: 0, groups: [] });
  });
});

describe('the list', () => {
  interface List {
    readonly items: readonly CustomerResponse[];
    readonly nextCursor: string | null;
  }
  const list = async (query: Record<string, string | number>): Promise<List> =>
    (await admin.get(path).query(query).expect(200)).body as List;
  const count = async (query: Record<string, string>): Promise<number> =>
    ((await admin.get(`${path}/count`).query(query).expect(200)).body as { count: number }).count;

  test('is newest first, in pages, with groups and values', async () => {
    const customers = [await made('a@example.jp'), await made('b@example.jp'), await made('c@example.jp')];
    const group = await aGroup(api.db, { name: '会員', colour: 'teal' });
    await aMembership(api.db, { groupId: group.id, customerId: customers[2]?.id ?? '', deliveryState: 'stopped' });
    const first = await list({ limit: 2 });
    expect(first.items.map(({ email }) => email)).toEqual(['c@example.jp', 'b@example.jp']);
    expect(first.items[0]?.groups).toEqual([{ id: group.id, name: '会員', colour: 'teal', deliveryState: 'stopped' }]);
    expect(first.items[0]?.fields).toEqual({ [name.id]: '山田' });
    const second = await list({ limit: 2, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ email: 'a@example.jp' }], nextCursor: null });
  });

  test('is searched at once, by parts of the address and of searchable values, and counted', async () => {
    await made('taro@example.jp', { [name.id]: '髙橋　太郎' });
    await made('hanako@example.jp', { [name.id]: 'ヤマダ 花子' });
    for (const [q, emails] of [
      ['TARO', ['taro@example.jp']],
      ['ﾔﾏﾀﾞ', ['hanako@example.jp']],
      ['太郎 髙橋', ['taro@example.jp']],
      ['example.jp', ['hanako@example.jp', 'taro@example.jp']],
      ['山田', []],
      ['%', []],
    ] as const) {
      expect([q, (await list({ q })).items.map(({ email }) => email)]).toEqual([q, emails]);
      expect([q, await count({ q })]).toEqual([q, emails.length]);
    }
  });

  test('is filtered by tab, group and conditions', async () => {
    const [ok, bad, stopped] = [
      await aCustomer(api.db, { fieldValues: { [colour.id]: 'c1' } }),
      await aCustomer(api.db, { status: 'error', fieldValues: { [colour.id]: 'c2' } }),
      await aCustomer(api.db),
    ];
    const group = await aGroup(api.db, { with: [ok] });
    await aMembership(api.db, { groupId: group.id, customerId: stopped.id, deliveryState: 'stopped' });
    const ids = async (query: Record<string, string>): Promise<string[]> =>
      (await list(query)).items.map(({ id }) => id);
    expect(await ids({ status: 'ok' })).toEqual([stopped.id, ok.id]);
    expect(await ids({ status: 'error' })).toEqual([bad.id]);
    expect(await ids({ status: 'stopped' })).toEqual([stopped.id]);
    expect(await ids({ groupId: group.id })).toEqual([stopped.id, ok.id]);
    const conditions = { all: [{ field: colour.id, op: 'any_of', values: ['c1', 'c2'] }] };
    expect(await ids({ conditions: JSON.stringify(conditions) })).toEqual([bad.id, ok.id]);
    expect(await ids({ conditions: JSON.stringify(conditions), status: 'error' })).toEqual([bad.id]);
    expect((await admin.get(`${path}/counts-by-status`).expect(200)).body).toEqual({
      all: 3,
      ok: 2,
      error: 1,
      stopped: 1,
    });
  });

  test.each([
    [{ conditions: '{' }, 422],
    [{ conditions: '{"all":[{"field":"x"}]}' }, 422],
    [{ conditions: `{"all":[{"field":"1 or 1=1","op":"empty"}]}` }, 422],
    [{ status: `ok' or true --` }, 422],
    [{ groupId: '1 or 1=1' }, 422],
    [{ groupId: '1'.repeat(19) }, 422],
    [{ limit: '1000' }, 422],
    [{ order: 'email' }, 422],
    [{ cursor: 'nonsense' }, 400],
    [{ cursor: Buffer.from('["1; drop table customer"]').toString('base64url') }, 400],
  ])('%j answers %d', async (query, status) => {
    await admin.get(path).query(query).expect(status);
  });

  test('nothing in a search is SQL', async () => {
    await made('taro@example.jp');
    for (const q of [`' or true --`, `'; drop table customer; --`, '$1', '\\', '%\\%', `"`])
      expect([q, await count({ q })]).toEqual([q, 0]);
    expect(await count({})).toBe(1);
  });
});

test('a creator reads customers but changes none', async () => {
  const { id } = await aCustomer(api.db);
  const creator = await api.asCreator();
  await creator.get(path).expect(200);
  await creator.get(`${path}/${id}`).expect(200);
  await creator.get(`${path}/${id}/timeline`).expect(200);
  await creator.post(path).send({ email: 'a@example.jp' }).expect(403);
  await creator.patch(`${path}/${id}`).send({}).expect(403);
  await creator.delete(`${path}/${id}`).expect(403);
  await creator.post(`${path}/${id}/reset-status`).expect(403);
  await api.anonymous().get(path).expect(401);
});
