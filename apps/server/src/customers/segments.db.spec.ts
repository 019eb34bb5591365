import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import type { CustomerField } from './customer-field.entity.js';
import type { SegmentResponse } from './segments.dto.js';

const clock = new TestClock();
let api: TestApi;
let admin: Agent;
let points: CustomerField;
let birthday: CustomerField;

beforeAll(async () => {
  api = await startApi({ clock });
  points = await aField(api.db, { label: 'ポイント', type: 'number' });
  birthday = await aField(api.db, { label: '誕生日', type: 'date' });
});
beforeEach(async () => {
  await api.db.rows('delete from segment');
  await api.db.rows('delete from customer');
  admin = await api.asAdmin();
});
afterAll(() => api.close());

const path = '/api/segments';
const rich = () => ({ all: [{ field: points.id, op: 'gte', value: 10 }] });

/** `field code` of every error of a refusal. */
async function errors(request: PromiseLike<{ status: number; body: unknown }>): Promise<string[]> {
  const { status, body } = await request;
  const problem = body as { errors: { field: string; code: string }[] };
  return [String(status), ...problem.errors.map(({ field, code }) => `${field} ${code}`)];
}

async function made(name: string, conditions: object = rich()): Promise<SegmentResponse> {
  const response = await admin.post(path).send({ name, conditions }).expect(201);
  return response.body as SegmentResponse;
}

describe('a segment', () => {
  test('keeps conditions under a name and says what they mean', async () => {
    const segment = await made('お得意様');
    expect(segment).toEqual({
      id: segment.id,
      name: 'お得意様',
      conditions: rich(),
      sentence: { ja: 'ポイントが 10 以上である顧客', en: 'Customers whose ポイント is at least 10' },
      parts: [{ ja: 'ポイントが 10 以上である', en: 'whose ポイント is at least 10' }],
      problem: null,
      warnings: [],
      createdByName: '山田 花子',
      createdAt: clock.now().toISOString(),
      updatedAt: clock.now().toISOString(),
    });
    expect((await admin.get(`${path}/${segment.id}`).expect(200)).body).toEqual(segment);
  });

  test('has a name of its own, and conditions that make sense', async () => {
    await made('お得意様');
    expect(await errors(admin.post(path).send({ name: ' お得意様 ', conditions: rich() }))).toEqual([
      '422',
      'name name-taken',
    ]);
    expect(await errors(admin.post(path).send({ name: '全員', conditions: { all: [] } }))).toEqual([
      '422',
      'conditions empty-group',
    ]);
    const broken = { all: [{ any: [{ kind: 'group', op: 'in', groupId: '999999' }] }] };
    expect(await errors(admin.post(path).send({ name: '壊れた', conditions: broken }))).toEqual([
      '422',
      'conditions.all.0.any.0.groupId not-found',
    ]);
    expect(await errors(admin.post(path).send({ name: '', conditions: rich() }))).toEqual(['422', 'name min-length']);
  });

  test('is renamed, changed, copied and deleted', async () => {
    const segment = await made('お得意様');
    clock.advance(60_000);
    const conditions = { any: [{ kind: 'status', value: 'error' }] };
    const changed = await admin.patch(`${path}/${segment.id}`).send({ name: '休眠', conditions }).expect(200);
    expect(changed.body).toMatchObject({ name: '休眠', conditions, updatedAt: clock.now().toISOString() });
    const copies = [1, 2].map(() => admin.post(`${path}/${segment.id}/duplicate`).expect(201));
    const names = [];
    for (const copy of copies) names.push(((await copy).body as SegmentResponse).name);
    expect(names.sort()).toEqual(['休眠 (2)', '休眠 (3)']);
    await admin.delete(`${path}/${segment.id}`).expect(204);
    await admin.delete(`${path}/${segment.id}`).expect(404);
    await admin.patch(`${path}/${segment.id}`).send({ name: 'x' }).expect(404);
    await admin.get(`${path}/${segment.id}/count`).expect(404);
  });

  test('the list goes by name, page by page', async () => {
    for (const name of ['c', 'a', 'b']) await made(name);
    const first = (await admin.get(`${path}?limit=2`).expect(200)).body as {
      items: SegmentResponse[];
      nextCursor: string;
    };
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'b']);
    const second = (await admin.get(`${path}?limit=2&cursor=${first.nextCursor}`).expect(200)).body as typeof first;
    expect(second.items.map(({ name }) => name)).toEqual(['c']);
    expect(second.nextCursor).toBeNull();
    await admin.get(`${path}?cursor=x`).expect(400);
  });

  test('is read by whoever reads customers, and written with segment.manage alone', async () => {
    const segment = await made('お得意様');
    const [role] = await api.db.rows<{ id: string }>(
      `insert into user_role (name, permissions, built_in) values ('reader', '{customer.read}', false) returning id`,
    );
    const reader = await api.asCreator();
    await reader.patch(`${path}/${segment.id}`).send({ name: '作成者も変えられる' }).expect(200);
    await api.db.rows(
      `update app_user set role_id = $1 where role_id = (select id from user_role where name = 'creator')`,
      [role?.id],
    );
    await reader.get(`${path}/${segment.id}`).expect(200);
    await reader.get(`${path}/${segment.id}/count`).expect(200);
    await reader.post(path).send({ name: 'x', conditions: rich() }).expect(403);
    await reader.patch(`${path}/${segment.id}`).send({ name: 'x' }).expect(403);
    await reader.post(`${path}/${segment.id}/duplicate`).expect(403);
    await reader.delete(`${path}/${segment.id}`).expect(403);
  });
});

describe('a segment is used', () => {
  test('in the list and its count, beside other conditions', async () => {
    const segment = await made('お得意様');
    const taro = await aCustomer(api.db, { fieldValues: { [points.id]: 20 } });
    await aCustomer(api.db, { fieldValues: { [points.id]: 5 } });
    const inError = await aCustomer(api.db, { fieldValues: { [points.id]: 30 }, status: 'error' });
    const ids = async (query: string): Promise<string[]> => {
      const { body } = await admin.get(`/api/customers?${query}`).expect(200);
      return (body as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    expect(await ids(`segmentId=${segment.id}`)).toEqual([inError.id, taro.id]);
    const ok = encodeURIComponent(JSON.stringify({ any: [{ kind: 'status', value: 'ok' }] }));
    expect(await ids(`segmentId=${segment.id}&conditions=${ok}`)).toEqual([taro.id]);
    expect((await admin.get(`/api/customers/count?segmentId=${segment.id}`).expect(200)).body).toEqual({ count: 2 });
    expect((await admin.get(`${path}/${segment.id}/count`).expect(200)).body).toEqual({ count: 2 });
    expect(await errors(admin.get('/api/customers?segmentId=999999'))).toEqual(['422', 'segmentId not-found']);
  });

  test('and stays alive: relative days are those of the day it is asked', async () => {
    const segment = await made('誕生日の前後', { all: [{ field: birthday.id, op: 'relative', value: -1, to: 1 }] });
    const day = new Date(clock.now().getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
    await aCustomer(api.db, { fieldValues: { [birthday.id]: day } });
    const countAfter = async (days: number): Promise<unknown> => {
      clock.advance(days * 86_400_000);
      admin = await api.asAdmin();
      return (await admin.get(`${path}/${segment.id}/count`).expect(200)).body;
    };
    expect(await countAfter(0)).toEqual({ count: 1 });
    expect(await countAfter(1)).toEqual({ count: 1 });
    expect(await countAfter(1)).toEqual({ count: 0 });
  });

  test('to add everybody in it to a group', async () => {
    const segment = await made('お得意様');
    await aCustomer(api.db, { fieldValues: { [points.id]: 20 } });
    await aCustomer(api.db);
    const group = await aGroup(api.db);
    const { body } = await admin
      .post('/api/bulk-operations')
      .send({ kind: 'add_to_group', params: { groupId: group.id }, target: { all: { segmentId: segment.id } } })
      .expect(201);
    expect(body).toMatchObject({ kind: 'add_to_group', group: { id: group.id }, totalCount: 1 });
  });

  test('with a warning once a field of it is out of use: it works on, but finds no value that came since', async () => {
    const rank = await aField(api.db, { label: 'ランク', type: 'text' });
    const onRank = { field: rank.id, op: 'equals', value: '金' };
    const segment = await made('金の人', { all: [...rich().all, { any: [onRank, { ...onRank, value: '銀' }] }] });
    expect(segment.warnings).toEqual([]);
    await aCustomer(api.db, { fieldValues: { [points.id]: 20, [rank.id]: '金' } });
    await admin.delete(`/api/customer-fields/${rank.id}`).expect(204);
    const { body } = await admin.get(`${path}/${segment.id}`).expect(200);
    expect(body).toMatchObject({
      problem: null,
      warnings: [
        { field: 'conditions.all.1.any.0', code: 'field-retired', label: 'ランク' },
        { field: 'conditions.all.1.any.1', code: 'field-retired', label: 'ランク' },
      ],
    });
    expect((await admin.get(`${path}/${segment.id}/count`).expect(200)).body).toEqual({ count: 1 });
  });

  test('not when what it names is gone: it says so instead of finding other people', async () => {
    const group = await aGroup(api.db);
    const delivery = await aDelivery(api.db, { state: 'sent' });
    const member = await aCustomer(api.db);
    await aMembership(api.db, { groupId: group.id, customerId: member.id });
    const ofGroup = await made('会員', { all: [{ kind: 'group', op: 'in', groupId: group.id }] });
    const opened = await made('開封', { any: [{ kind: 'delivery', op: 'opened', deliveryId: delivery.id }] });
    await api.db.rows('delete from delivery_group where id = $1', [group.id]);
    await api.db.rows('update delivery set recipients_pruned_at = now() where id = $1', [delivery.id]);
    expect(await errors(admin.get(`/api/customers?segmentId=${ofGroup.id}`))).toEqual([
      '422',
      'segmentId segment-broken',
      'conditions.all.0.groupId not-found',
    ]);
    expect(await errors(admin.get(`${path}/${opened.id}/count`))).toEqual([
      '422',
      'segmentId segment-broken',
      'conditions.any.0.deliveryId recipients-gone',
    ]);
    const { items } = (await admin.get(path).expect(200)).body as { items: SegmentResponse[] };
    expect(items.map(({ name, problem }) => [name, problem?.code])).toEqual([
      ['会員', 'not-found'],
      ['開封', 'recipients-gone'],
    ]);
    expect(items[0]?.sentence.ja).toBe('削除されたグループに入っている顧客');
  });
});

describe('conditions explain themselves', () => {
  const explain = (body: object) => admin.post('/api/conditions/explain').send(body);

  test('in a sentence, with the number of customers', async () => {
    await aCustomer(api.db, { fieldValues: { [points.id]: 20 } });
    const { body } = await explain({ conditions: { all: [{ field: points.id, op: 'gte', value: '10' }] } }).expect(200);
    expect(body).toEqual({
      conditions: rich(),
      sentence: { ja: 'ポイントが 10 以上である顧客', en: 'Customers whose ポイント is at least 10' },
      parts: [{ ja: 'ポイントが 10 以上である', en: 'whose ポイント is at least 10' }],
      count: 1,
      isTooSlow: false,
    });
    expect((await explain({}).expect(200)).body).toMatchObject({ sentence: { ja: 'すべての顧客' }, count: 1 });
    expect((await explain({ withCount: false }).expect(200)).body).toMatchObject({ count: null, isTooSlow: false });
  });

  test('a delivery whose recipients are no longer kept is refused with a reason of its own', async () => {
    const { id } = await aDelivery(api.db, { state: 'sent', recipientsPrunedAt: clock.now() });
    await api.db.rows(`insert into delivery_link (delivery_id, link_no, url) values ($1, 1, 'https://x.example')`, [
      id,
    ]);
    expect(
      await errors(explain({ conditions: { all: [{ kind: 'delivery', op: 'opened', deliveryId: id }] } })),
    ).toEqual(['422', 'conditions.all.0.deliveryId recipients-gone']);
    const link = { kind: 'link', op: 'clicked', deliveryId: id, linkNo: 1 };
    expect(await errors(explain({ conditions: { any: [link] } }))).toEqual([
      '422',
      'conditions.any.0.linkNo recipients-gone',
    ]);
    expect(await errors(explain({ conditions: { any: [{ ...link, linkNo: 2 }] } }))).toEqual([
      '422',
      'conditions.any.0.linkNo not-found',
    ]);
  });

  test.each([
    [{ kind: 'delivery', op: 'seen', deliveryId: '1' }, 'op unknown-operator'],
    [{ kind: 'delivery', op: 'opened', deliveryId: "1' or true" }, 'deliveryId required'],
    [{ kind: 'delivery', op: 'opened', deliveryId: '999999' }, 'deliveryId not-found'],
    [{ kind: 'link', op: 'clicked', url: 'x' }, 'url too-short'],
    [{ kind: 'link', op: 'clicked', deliveryId: '1' }, 'linkNo required'],
    [{ kind: 'link', op: 'opened', url: 'shop' }, 'op unknown-operator'],
    [{ kind: 'group', op: 'in', groupId: "1'--" }, 'groupId required'],
    [{ kind: 'group', op: 'in', states: ['asleep'] }, 'states unknown-value'],
  ])('%j is refused: %s', async (condition, refusal) => {
    expect(await errors(explain({ conditions: { all: [condition] } }))).toEqual(['422', `conditions.all.0.${refusal}`]);
  });
});

test('a count that takes too long is told as such, not as an error', async () => {
  const segment = await made('お得意様');
  await api.db.tx(async (tx) => {
    await tx.query('lock table customer in access exclusive mode');
    const [explained, counted] = await Promise.all([
      admin.post('/api/conditions/explain').send({ conditions: rich() }).expect(200),
      admin.get(`${path}/${segment.id}/count`).expect(200),
    ]);
    expect(explained.body).toMatchObject({ count: null, isTooSlow: true, conditions: rich() });
    expect(counted.body).toEqual({ count: null });
  });
});
