import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock, HOUR } from '../../test/clock.js';
import { aCustomer, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { GroupsService } from '../groups/groups.service.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import type { Customer } from './customer.entity.js';
import type { ConsentListResponse, ConsentLookUpResponse, ConsentResponse } from './consent.dto.js';

let api: TestApi;
let admin: Agent;
let clock: TestClock;
let customer: Customer;

beforeAll(async () => {
  clock = new TestClock();
  api = await startApi({ clock });
  admin = await api.asAdmin();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.rows('truncate customer, consent_record cascade');
  clock.set('2026-12-01T01:00:00Z');
  customer = await aCustomer(api.db, { email: 'taro@example.jp' });
});

const of = (id: string): string => `/api/customers/${id}/consents`;
const consents = async (id = customer.id): Promise<ConsentResponse[]> =>
  ((await admin.get(of(id)).expect(200)).body as ConsentListResponse).items;
const add = async (body: object, id = customer.id): Promise<ConsentResponse> =>
  (
    await admin
      .post(of(id))
      .send({ purpose: 'メールマガジン', basis: 'paper', ...body })
      .expect(201)
  ).body as ConsentResponse;
interface Problem {
  readonly code: string;
  readonly errors?: readonly { field: string; code: string }[];
}
const refused = async (path: string, body: object, status = 422): Promise<string[]> => {
  const problem = (await admin.post(path).send(body).expect(status)).body as Problem;
  return problem.errors?.length ? problem.errors.map(({ field, code }) => `${field} ${code}`) : [problem.code];
};

describe('recording a consent (J-33)', () => {
  test('keeps on what, when, by whom, from where and for which group', async () => {
    const group = await aGroup(api.db, { name: '会員' });
    const given = {
      groupId: group.id,
      obtainedAt: '2026-04-01T09:00:00+09:00',
      sourceLabel: '店頭申込書 第3版',
      note: '原本は本店',
    };
    const recorded = await add(given);
    expect(recorded).toMatchObject({
      groupId: group.id,
      groupName: '会員',
      purpose: 'メールマガジン',
      basis: 'paper',
      source: 'screen',
      sourceLabel: '店頭申込書 第3版',
      note: '原本は本店',
      obtainedAt: '2026-04-01T00:00:00.000Z',
      userName: '山田 花子',
      withdrawnAt: null,
      keptUntil: null,
    });
    expect(recorded.ip).toMatch(/127\.0\.0\.1$/);
    expect(await consents()).toEqual([recorded]);
  });

  test('a program passes on the address of the person and never its own', async () => {
    const from = { source: 'form', sourceLabel: '会員登録フォーム v2', ip: '203.0.113.9', userAgent: 'Safari' };
    expect(await add(from)).toMatchObject({ source: 'form', ip: '203.0.113.9', userAgent: 'Safari' });
    expect(await add({ source: 'api' })).toMatchObject({ source: 'api', ip: null, userAgent: null });
    expect((await add({ ip: '203.0.113.9' })).ip).not.toBe('203.0.113.9');
  });

  test('comes along with a new customer, or with neither', async () => {
    const body = { email: 'hanako@example.jp', consent: { purpose: 'お知らせ', basis: 'business_card' } };
    const { id } = (await admin.post('/api/customers').send(body).expect(201)).body as { id: string };
    expect(await consents(id)).toMatchObject([{ purpose: 'お知らせ', basis: 'business_card', source: 'screen' }]);
    const future = { purpose: 'お知らせ', basis: 'paper', obtainedAt: '2027-01-01T00:00:00Z' };
    expect(await refused('/api/customers', { email: 'jiro@example.jp', consent: future })).toEqual([
      'consent.obtainedAt in-the-future',
    ]);
    expect(
      await refused('/api/customers', { email: 'jiro@example.jp', consent: { ...body.consent, groupId: '999' } }),
    ).toEqual(['consent.groupId group-not-found']);
    expect(await api.db.rows(`select from customer where email = 'jiro@example.jp'`)).toEqual([]);
  });

  test('what makes no sense is refused beside its field', async () => {
    expect(await refused(of(customer.id), { purpose: ' ', basis: 'whim' })).toEqual([
      'purpose min-length',
      'basis is-in',
    ]);
    const ok = { purpose: 'お知らせ', basis: 'other' };
    expect(await refused(of(customer.id), { ...ok, obtainedAt: '2026-12-02T00:00:00Z' })).toEqual([
      'obtainedAt in-the-future',
    ]);
    expect(await refused(of(customer.id), { ...ok, groupId: '999' })).toEqual(['groupId group-not-found']);
    expect(await refused(of(customer.id), { ...ok, source: 'csv' })).toEqual(['source is-in']);
    expect(await refused(of('999999'), ok, 404)).toEqual(['customer-not-found']);
  });
});

describe('withdrawing (J-31)', () => {
  const groups = (): GroupsService => api.app.get(GroupsService);
  const memberships = (): MembershipChanges => api.app.get(MembershipChanges);
  const withdrawn = async (): Promise<(string | null)[]> =>
    (await consents()).map(({ withdrawnAt }) => withdrawnAt).toReversed();
  const member = async (): Promise<string> => {
    const group = await aGroup(api.db);
    await aMembership(api.db, { groupId: group.id, customerId: customer.id });
    return group.id;
  };

  test('a stop by the person withdraws the consents of its group, and of no other', async () => {
    const [here, there] = [await member(), await member()];
    for (const groupId of [here, there, null]) await add({ groupId });
    clock.advance(HOUR);
    await api.db.tx((tx) => groups().stop(tx, { groupId: here, customerId: customer.id, via: 'one_click' }));
    expect(await withdrawn()).toEqual([clock.now().toISOString(), null, null]);
  });

  test('taking the stop back brings back what it withdrew', async () => {
    const here = await member();
    await add({ groupId: here });
    await add({ groupId: here, obtainedAt: '2020-01-01T00:00:00Z' });
    await admin.post(`${of(customer.id)}/${(await consents())[0]?.id}/withdraw`).expect(204);
    const before = await withdrawn();
    clock.advance(HOUR);
    const key = { groupId: here, customerId: customer.id };
    await api.db.tx((tx) => groups().stop(tx, { ...key, via: 'unsubscribe_page' }));
    expect((await withdrawn())[0]).toBe(clock.now().toISOString());
    const since = new Date(clock.now().getTime() - HOUR);
    clock.advance(HOUR);
    await api.db.tx((tx) => memberships().undoOwnStop(tx, key, since));
    expect(await withdrawn()).toEqual(before);
  });

  test('a complaint withdraws consent to mail in general as well', async () => {
    const here = await member();
    await add({ groupId: here });
    await add({ groupId: null });
    await api.db.tx((tx) =>
      memberships().setEverywhere(
        tx,
        { customerIds: [customer.id], from: ['active'], to: 'stopped' },
        { via: 'complaint' },
      ),
    );
    expect(await withdrawn()).toEqual([clock.now().toISOString(), clock.now().toISOString()]);
  });

  test('what an operator changes is no word of the person', async () => {
    const here = await member();
    await add({ groupId: here });
    const state = (deliveryState: string): unknown =>
      admin.patch(`/api/groups/${here}/members/${customer.id}`).send({ deliveryState }).expect(200);
    await state('stopped');
    expect(await withdrawn()).toEqual([null]);
    await groups().setState({ groupId: here, customerId: customer.id }, 'active', { via: 'screen' });
    await api.db.tx((tx) => groups().stop(tx, { groupId: here, customerId: customer.id, via: 'one_click' }));
    await state('active');
    expect(await withdrawn()).not.toEqual([null]);
  });

  test('a consent given after the stop stands', async () => {
    const here = await member();
    await api.db.tx((tx) => groups().stop(tx, { groupId: here, customerId: customer.id, via: 'one_click' }));
    clock.advance(HOUR);
    await add({ groupId: here });
    expect(await withdrawn()).toEqual([null]);
  });

  test('is noted by an operator once, and the record stays', async () => {
    const { id } = await add({});
    await admin.post(`${of(customer.id)}/${id}/withdraw`).expect(204);
    const at = clock.now().toISOString();
    clock.advance(HOUR);
    await admin.post(`${of(customer.id)}/${id}/withdraw`).expect(204);
    expect(await withdrawn()).toEqual([at]);
    const other = await aCustomer(api.db);
    await admin.post(`${of(other.id)}/${id}/withdraw`).expect(404);
  });
});

describe('after the customer is deleted', () => {
  test('whoever knows the address finds the consents, without the customer', async () => {
    await add({ purpose: '最初の同意' });
    await admin.delete(`/api/customers/${customer.id}`).expect(204);
    const again = await aCustomer(api.db, { email: 'TARO@example.jp' });
    await add({ purpose: '二度目の同意' }, again.id);
    const found = (await admin.post('/api/consents/look-up').send({ email: 'Taro@Example.jp' }).expect(200))
      .body as ConsentLookUpResponse;
    expect(found.customerId).toBe(again.id);
    expect(found.items).toMatchObject([
      { purpose: '二度目の同意', keptUntil: null },
      { purpose: '最初の同意', keptUntil: '2029-12-01T01:00:00.000Z' },
    ]);
    const nobody = await admin.post('/api/consents/look-up').send({ email: 'nobody@example.jp' }).expect(200);
    expect(nobody.body).toEqual({ customerId: null, items: [] });
  });
});

describe('as a file', () => {
  const file = async (path: string): Promise<string[]> =>
    (
      await admin
        .get(path)
        .buffer(true)
        .expect(200)
        .expect('Content-Type', /text\/csv/)
    ).text
      .replace('\uFEFF', '')
      .trimEnd()
      .split('\r\n');

  test('of one customer or of all, in words, with those of deleted people under their code', async () => {
    const gone = await aCustomer(api.db);
    await add({ purpose: '旧' }, gone.id);
    await admin.delete(`/api/customers/${gone.id}`).expect(204);
    await add({ obtainedAt: '2026-04-01T00:00:00Z' });
    const all = await file('/api/consents.csv');
    expect(all).toHaveLength(3);
    expect(all[0]).toContain('同意の内容');
    expect(all[1]).toMatch(/^"","[0-9a-f]{32}","旧"/);
    expect(all[2]).toContain(
      '"taro@example.jp","","メールマガジン","メール全般","紙の申込書","画面","","2026/04/01 09:00:00"',
    );
    expect(await file(`${of(customer.id)}.csv`)).toEqual([all[0], all[2]]);
  });

  test('no cell is a formula to a spreadsheet (C-45)', async () => {
    await add({ purpose: '=HYPERLINK("http://example.com")', note: '+cmd', sourceLabel: '@sum' });
    const line = (await file('/api/consents.csv'))[1] ?? '';
    expect(line).not.toMatch(/"[=+@]/);
    expect(line).toContain(`"'=HYPERLINK`);
  });
});

test('who may do what', async () => {
  const creator = await api.asCreator();
  await creator.get(of(customer.id)).expect(200);
  await creator.post(of(customer.id)).send({ purpose: 'x', basis: 'other' }).expect(403);
  await creator.post(`${of(customer.id)}/1/withdraw`).expect(403);
  await creator.get(`${of(customer.id)}.csv`).expect(403);
  await creator.get('/api/consents.csv').expect(403);
  await creator.post('/api/consents/look-up').send({ email: 'taro@example.jp' }).expect(403);
  await api.anonymous().get(of(customer.id)).expect(401);
});
