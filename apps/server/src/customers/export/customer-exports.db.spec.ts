import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readCsv, unescapeFormula, type CsvEncoding } from '@kubari/csv';
import { Readable } from 'node:stream';
import { TestClock } from '../../../test/clock.js';
import { aCreator, aCustomer, aField, aGroup, aMembership, anAdmin } from '../../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../../test/http.js';
import { startWorker, type TestWorker } from '../../../test/worker.js';
import type { User } from '../../users/user.entity.js';
import { EXPORT_KEPT_MS } from './customer-exports.queries.js';

const clock = new TestClock();
const path = '/api/customer-exports';
let api: TestApi;
let worker: TestWorker;
let admin: Agent;
let user: User;

beforeAll(async () => {
  api = await startApi({ clock });
  worker = await startWorker({ env: api.env, clock, timers: false });
  user = await anAdmin(api.db, { name: '佐藤 花' });
  admin = await api.as(user);
});
afterAll(async () => {
  await worker.close();
  await api.close();
});
beforeEach(async () => {
  await api.db.rows('delete from customer_export');
  await api.db.rows('delete from customer');
  await api.db.rows('delete from delivery_group');
  await api.db.rows('delete from customer_field');
});

interface Export {
  readonly id: string;
  readonly state: string;
  readonly doneCount: number;
  readonly lostCount: number;
  readonly lostCharacters: readonly object[];
  readonly fileUntil: string | null;
  readonly downloads: readonly object[];
}
interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly field: string; readonly code: string }[];
}

const request = (values: object = {}) => ({
  target: { all: {} },
  columns: ['email'],
  encoding: 'utf-8',
  hasHeader: true,
  ...values,
});

/** Orders a file and lets the worker write it. */
async function exported(values: object = {}): Promise<Export> {
  const { id } = (await admin.post(path).send(request(values)).expect(201)).body as Export;
  await worker.drain();
  return (await admin.get(`${path}/${id}`).expect(200)).body as Export;
}

async function bytesOf(id: string): Promise<Buffer> {
  const answer = await admin
    .get(`${path}/${id}/file.csv`)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    })
    .expect(200);
  return answer.body as Buffer;
}

/** Orders a file and reads it as an import would. */
async function rowsOf(values: object = {}): Promise<string[][]> {
  const encoding = ((values as { encoding?: CsvEncoding }).encoding ?? 'utf-8') satisfies CsvEncoding;
  const bytes = await bytesOf((await exported(values)).id);
  const rows: string[][] = [];
  for await (const batch of readCsv(Readable.from([bytes]), { encoding }))
    rows.push(...batch.rows.map((cells) => cells.map(unescapeFormula)));
  return rows;
}

describe('a file of customers', () => {
  test('C-23 has the chosen columns in the chosen order, with or without the line of names', async () => {
    const name = await aField(api.db, { label: 'お名前' });
    const birthday = await aField(api.db, { label: '誕生日', type: 'date' });
    const customer = await aCustomer(api.db, {
      email: 'taro@example.jp',
      status: 'error',
      errorCount: 3,
      fieldValues: { [name.id]: '山田 太郎', [birthday.id]: '1980-04-01' },
      createdAt: new Date('2026-03-31T15:30:00Z'),
    });
    await aGroup(api.db, { name: '会員', with: [customer] });
    await aGroup(api.db, { name: 'VIP', with: [customer] });
    const columns = [
      `field:${birthday.id}`,
      'email',
      `field:${name.id}`,
      'status',
      'error_count',
      'created_at',
      'groups',
    ];
    const cells = ['1980/04/01', 'taro@example.jp', '山田 太郎', 'エラー', '3', '2026/04/01 00:30:00', '会員、VIP'];
    const headings = ['誕生日', 'メールアドレス', 'お名前', 'ステータス', 'エラー回数', '登録日時', 'グループ'];
    expect(await rowsOf({ columns })).toEqual([headings, cells]);
    expect(await rowsOf({ columns, hasHeader: false })).toEqual([cells]);
  });

  test('C-40 is quoted, ends its lines with CRLF and begins with a BOM in UTF-8', async () => {
    await aCustomer(api.db, { email: 'taro@example.jp' });
    const bytes = await bytesOf((await exported()).id);
    expect(bytes.toString('utf8')).toBe('\uFEFF"メールアドレス"\r\n"taro@example.jp"\r\n');
  });

  test('C-40 in CP932 says which characters it does not have, how often, and what became of them', async () => {
    const name = await aField(api.db, { label: 'お名前' });
    await aCustomer(api.db, { fieldValues: { [name.id]: '髙橋 ①㈱' } });
    await aCustomer(api.db, { fieldValues: { [name.id]: '森鷗外😀é〜' } });
    const done = await exported({ columns: [`field:${name.id}`], encoding: 'cp932', hasHeader: false });
    const text = new TextDecoder('shift_jis').decode(await bytesOf(done.id));
    expect(text).toBe('"森?外??～"\r\n"髙橋 ①㈱"\r\n');
    expect(done.lostCount).toBe(4);
    expect(done.lostCharacters).toEqual([
      { character: '鷗', becomes: '?', count: 1 },
      { character: '😀', becomes: '?', count: 1 },
      { character: 'é', becomes: '?', count: 1 },
      { character: '〜', becomes: '～', count: 1 },
    ]);
  });

  test('C-45 holds no cell that a spreadsheet would run', async () => {
    const note = await aField(api.db, { label: '=HYPERLINK("x")' });
    await aCustomer(api.db, { email: '=1+1@example.jp', fieldValues: { [note.id]: '@SUM(A1)' } });
    const bytes = await bytesOf((await exported({ columns: ['email', `field:${note.id}`] })).id);
    expect(bytes.toString()).toContain(`"メールアドレス","'=HYPERLINK(""x"")"`);
    expect(bytes.toString()).toContain(`"'=1+1@example.jp","'@SUM(A1)"`);
  });

  test('C-17 of a group tells the delivery state, and of a stop when and how', async () => {
    const group = await aGroup(api.db);
    const [active, stopped, back] = [await aCustomer(api.db), await aCustomer(api.db), await aCustomer(api.db)];
    const joined = { groupId: group.id, joinedAt: new Date('2026-10-01T00:00:00Z') };
    const changed = { stateChangedAt: new Date('2026-11-01T01:00:00Z'), stateChangedVia: 'one_click' as const };
    await aMembership(api.db, { ...joined, customerId: active.id });
    await aMembership(api.db, { ...joined, ...changed, customerId: stopped.id, deliveryState: 'stopped' });
    await aMembership(api.db, { ...joined, ...changed, customerId: back.id, deliveryState: 'active' });
    const columns = ['email', 'delivery_state', 'stopped_at', 'stopped_via', 'joined_at'];
    expect(await rowsOf({ columns, target: { all: { groupId: group.id } }, hasHeader: false })).toEqual([
      [back.email, '配信可能', '', '', '2026/10/01 09:00:00'],
      [stopped.email, '配信停止', '2026/11/01 10:00:00', 'ワンクリック解除', '2026/10/01 09:00:00'],
      [active.email, '配信可能', '', '', '2026/10/01 09:00:00'],
    ]);
    // C-21 and a selection
    const state = { all: { groupId: group.id, groupState: 'stopped' } };
    expect(await rowsOf({ target: state, hasHeader: false })).toEqual([[stopped.email]]);
    const chosen = { customerIds: [active.id, back.id] };
    expect(await rowsOf({ columns: ['delivery_state'], groupId: group.id, target: chosen, hasHeader: false })).toEqual([
      ['配信可能'],
      ['配信可能'],
    ]);
  });

  test('holds those a search with conditions finds', async () => {
    const points = await aField(api.db, { type: 'number' });
    const [rich] = [
      await aCustomer(api.db, { fieldValues: { [points.id]: 9 } }),
      await aCustomer(api.db, { fieldValues: { [points.id]: 1 } }),
    ];
    const conditions = { all: [{ field: points.id, op: 'gte', value: 5 }] };
    expect(await rowsOf({ target: { all: { conditions } }, hasHeader: false })).toEqual([[rich.email]]);
  });

  test('of nobody is a file with its line of names', async () => {
    expect(await rowsOf({ target: { all: { q: 'nobody' } } })).toEqual([['メールアドレス']]);
  });

  test('is handed out for 24 hours, and who takes it is written down', async () => {
    await aCustomer(api.db);
    const done = await exported();
    expect(done).toMatchObject({ state: 'finished', downloads: [] });
    expect(done.fileUntil).toBe(new Date(clock.now().getTime() + EXPORT_KEPT_MS).toISOString());
    const answer = await admin.get(`${path}/${done.id}/file.csv`).expect(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="customers-${done.id}.csv"`,
      'cache-control': 'no-store',
    });
    const seen = (await admin.get(`${path}/${done.id}`)).body as Export;
    expect(seen.downloads).toEqual([{ userName: '佐藤 花', at: clock.now().toISOString() }]);
    const [download] = await api.db.rows('select user_id, export_id, ip from customer_export_download');
    expect(download).toEqual({ user_id: user.id, export_id: done.id, ip: '127.0.0.1' });

    clock.advance(EXPORT_KEPT_MS);
    admin = await api.as(user);
    expect((await admin.get(`${path}/${done.id}/file.csv`).expect(410)).body).toMatchObject({ code: 'export-gone' });
    await worker.drain();
    expect(await api.db.rows('select id from customer_export where file_key is not null')).toEqual([]);
    expect((await admin.get(`${path}/${done.id}`)).body).toMatchObject({ state: 'finished', fileUntil: null });
  });

  test('is not handed out before it is whole', async () => {
    const { id } = (await admin.post(path).send(request()).expect(201)).body as Export;
    await admin.get(`${path}/${id}/file.csv`).expect(409);
    expect((await admin.post(`${path}/${id}/cancel`).expect(200)).body).toMatchObject({ state: 'canceled' });
    await admin.get(`${path}/${id}/file.csv`).expect(409);
    await admin.post(`${path}/${id}/cancel`).expect(409);
    await admin.get(`${path}/999999/file.csv`).expect(404);
  });

  test('whose wake-up was lost is found by the sweep', async () => {
    const { id } = await exported();
    await api.db.rows(
      `update customer_export set state = 'running', lease_until = $2, lease_token = gen_random_uuid() where id = $1`,
      [id, new Date(clock.now().getTime() - 1)],
    );
    await worker.drain();
    expect((await admin.get(`${path}/${id}`)).body).toMatchObject({ state: 'finished' });
    await bytesOf(id);
  });

  test.each([
    ['no column', { columns: [] }, 'columns', 'required'],
    ['an unknown column', { columns: ['password_hash'] }, 'columns', 'unknown-column'],
    ['a column twice', { columns: ['email', 'email'] }, 'columns', 'column-twice'],
    ['a column of a group, and none', { columns: ['stopped_at'] }, 'columns', 'column-needs-group'],
    ['an unknown encoding', { encoding: 'utf-16' }, 'encoding', 'is-in'],
    ['no target', { target: {} }, 'target', 'required'],
    ['SQL', { target: { all: { where: '1=1' } } }, 'target.all.where', 'whitelist-validation'],
  ])('with %s is refused', async (_, values, field, code) => {
    const { errors } = (await admin.post(path).send(request(values)).expect(422)).body as Problem;
    expect(errors).toMatchObject([{ field, code }]);
    expect(await api.db.rows('select id from customer_export')).toEqual([]);
  });

  test('files are listed newest first, page by page', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await exported()).id);
    type Answer = { items: Export[]; nextCursor: string };
    const first = (await admin.get(path).query({ limit: 2 }).expect(200)).body as Answer;
    const rest = (await admin.get(path).query({ limit: 2, cursor: first.nextCursor }).expect(200)).body as Answer;
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
  });
});

test('customer.export is asked for on every route: customer.read does not do', async () => {
  await aCustomer(api.db);
  const { id } = await exported();
  const creator = await api.as(await aCreator(api.db));
  for (const agent of [creator, api.anonymous()]) {
    const status = agent === creator ? 403 : 401;
    await agent.get(path).expect(status);
    await agent.post(path).send(request()).expect(status);
    await agent.get(`${path}/${id}`).expect(status);
    await agent.post(`${path}/${id}/cancel`).expect(status);
    await agent.get(`${path}/${id}/file.csv`).expect(status);
  }
  expect(await api.db.rows('select id from customer_export_download')).toEqual([]);
});
