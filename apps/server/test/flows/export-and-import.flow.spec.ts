import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CsvEncoding } from '@kubari/csv';
import type { FieldValues } from '../../src/customers/field.types.js';
import { aField } from '../factories.js';
import { startApi, type Agent, type TestApi } from '../http.js';
import { startWorker, type TestWorker } from '../worker.js';

let api: TestApi;
let worker: TestWorker;
let admin: Agent;
let columns: string[];

const CUSTOMERS = 80;

/** Repeatable random numbers. */
let seed = 20261126;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;

/** Pieces that have broken other systems: quotes, line ends, what a spreadsheet runs, look-alikes, apostrophes. */
const PIECES = ['=', '+', '-', '@', "'", '"', ',', ';', '、', '|', '\n', '\t', ' ', '　', '1', '0', '%', '\\', '/'];
const WORDS = [
  '山田',
  '㈱髙﨑',
  'ｱｲｳ',
  'é',
  '😀',
  '=1+1',
  "'=x",
  '-12.5',
  '+81-3-1234-5678',
  '0123',
  'null',
  '\uFEFF',
  '〜',
];
const CP932_WORDS = ['山田', '㈱髙﨑', 'ｱｲｳ', '=1+1', "'=x", '-12.5', '+81-3-1234-5678', '0123', 'null', '～'];

function text(words: readonly string[]): string {
  return Array.from({ length: 1 + random(6) }, () => pick(random(2) === 0 ? PIECES : words)).join('');
}
const number = (): string => `${pick(['', '-'])}${random(1_000_000)}${pick(['', '.5', '.000001', '.25'])}`;
const date = (): string =>
  `${1900 + random(200)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`;
/** An address whose local part a spreadsheet could take for a formula. */
const address = (n: number): string => `${pick(['', '=', '-', '+', "'=", 'Taro.'])}p${n}@example.jp`;

const CHOICES = [
  { id: 'c1', label: '=食品' },
  { id: 'c2', label: '旅行・国内' },
  { id: 'c3', label: '-' },
  { id: 'c4', label: "'書籍" },
];

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: api.env, timers: false });
  admin = await api.asAdmin();
  const fields = [
    await aField(api.db, { label: 'お名前' }),
    await aField(api.db, { label: 'メモ', type: 'long_text' }),
    await aField(api.db, { label: '点数', type: 'number' }),
    await aField(api.db, { label: '誕生日', type: 'date' }),
    await aField(api.db, { label: '会員', type: 'single_choice', choices: CHOICES }),
    await aField(api.db, { label: '興味', type: 'multiple_choice', choices: CHOICES }),
    await aField(api.db, { label: 'DM', type: 'checkbox' }),
    await aField(api.db, { label: '都道府県', type: 'prefecture' }),
    await aField(api.db, { label: '電話', type: 'phone' }),
    await aField(api.db, { label: '郵便番号', type: 'postal_code' }),
  ];
  columns = ['status', 'email', ...fields.map(({ id }) => `field:${id}`), 'created_at'];
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

/** address → values, as stored. */
async function everybody(): Promise<Map<string, FieldValues>> {
  const rows = await api.db.rows<{ email: string; field_values: FieldValues }>(
    'select email, field_values from customer order by email collate "C"',
  );
  return new Map(rows.map((row) => [row.email, row.field_values]));
}

async function register(words: readonly string[]): Promise<void> {
  await api.db.rows('delete from customer');
  const ids = columns.flatMap((column) => (column.startsWith('field:') ? column.slice(6) : []));
  const maybe = (value: unknown): unknown => (random(5) === 0 ? null : value);
  for (let n = 0; n < CUSTOMERS; n++) {
    const choices = CHOICES.filter(() => random(2) === 0).map(({ id }) => id);
    const values = [
      text(words),
      text(words),
      number(),
      date(),
      pick(CHOICES).id,
      choices,
      pick(['はい', 'いいえ']),
      pick(['東京都', '北海道', '沖縄県']),
      pick(['03-1234-5678', '090-1234-5678', '+81 3-1234-5678', '0120-000-000']),
      pick(['100-0001', '0600001', '901-2222']),
    ].map(maybe);
    const fields = Object.fromEntries(ids.map((id, i) => [id, values[i]]));
    await admin
      .post('/api/customers')
      .send({ email: address(n), fields })
      .expect(201);
  }
}

async function exported(encoding: CsvEncoding): Promise<Buffer> {
  const body = { target: { all: {} }, columns, encoding, hasHeader: true };
  const { id } = (await admin.post('/api/customer-exports').send(body).expect(201)).body as { id: string };
  await worker.drain();
  const answer = await admin
    .get(`/api/customer-exports/${id}/file.csv`)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    })
    .expect(200);
  return answer.body as Buffer;
}

/** Imports a file as the dashboard would, with the columns it suggests. */
async function imported(file: Buffer): Promise<{ success: number; rows: number }> {
  const announced = await admin.post('/api/imports').send({ fileName: 'a.csv', fileBytes: file.length }).expect(201);
  const { id } = announced.body as { id: string };
  await admin.put(`/api/imports/${id}/content`).set('Content-Type', 'text/csv').send(file).expect(200);
  const preview = (await admin.get(`/api/imports/${id}/preview`).expect(200)).body as {
    encoding: string;
    delimiter: string;
    suggestedHasHeader: boolean;
    suggestedMapping: string[];
  };
  expect(preview.suggestedMapping).toEqual(
    columns.map((column) => (/^(email|field)/.test(column) ? column : 'ignore')),
  );
  const { encoding, delimiter, suggestedHasHeader: hasHeader, suggestedMapping: mapping } = preview;
  await admin
    .post(`/api/imports/${id}/start`)
    .send({ encoding, delimiter, hasHeader, mapping, overwrite: true, emptyCells: 'blank' })
    .expect(200);
  await worker.drain();
  return ((await admin.get(`/api/imports/${id}`)).body as { counts: { success: number; rows: number } }).counts;
}

test.each([
  ['utf-8', WORDS],
  ['cp932', CP932_WORDS],
] as const)(
  'a file in %s that is imported again gives the same customers with the same values',
  async (encoding, words) => {
    await register(words);
    const before = await everybody();
    const file = await exported(encoding);
    await api.db.rows('delete from customer');
    expect(await imported(file)).toMatchObject({ success: CUSTOMERS, rows: CUSTOMERS });
    expect(await everybody()).toEqual(before);
    // over customers who have other values by now
    await api.db.rows(`update customer set field_values = '{}'`);
    expect(await imported(file)).toMatchObject({ success: CUSTOMERS });
    expect(await everybody()).toEqual(before);
  },
);
