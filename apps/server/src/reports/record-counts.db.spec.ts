import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import type { RecordCountReport } from './record-counts.dto.js';
import { readMonthPeaks } from './record-counts.queries.js';

let api: TestApi;
let admin: Agent;
const clock = new TestClock('2026-12-15T01:00:00Z');

beforeAll(async () => {
  api = await startApi({ clock });
  admin = await api.asAdmin();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.rows('delete from customer');
  await api.db.rows('delete from customer_month');
  await admin.patch('/api/settings').send({ customerLimit: null }).expect(200);
});

const month = (text: string, peak: number, last: number): Promise<unknown> =>
  api.db.rows('insert into customer_month (month, peak_count, last_count) values ($1, $2, $3)', [
    `${text}-01`,
    peak,
    last,
  ]);
const report = async (query: object = {}): Promise<RecordCountReport> =>
  (await admin.get('/api/reports/record-counts').query(query).expect(200)).body as RecordCountReport;

describe('月別最大顧客レコード数 (R-20)', () => {
  test('twelve months, the current one last; a month without a change has what the month before left', async () => {
    await month('2026-03', 120, 90);
    await month('2026-06', 100, 100);
    await month('2026-12', 140, 130);
    const { months } = await report();
    expect(months).toHaveLength(12);
    expect(months.map((row) => `${row.month} ${row.peakCount}`)).toEqual([
      '2026-01 null',
      '2026-02 null',
      '2026-03 120',
      '2026-04 90',
      '2026-05 90',
      '2026-06 100',
      '2026-07 100',
      '2026-08 100',
      '2026-09 100',
      '2026-10 100',
      '2026-11 100',
      '2026-12 140',
    ]);
    expect((await report({ months: 2 })).months).toEqual([
      { month: '2026-11', peakCount: 100 },
      { month: '2026-12', peakCount: 140 },
    ]);
  });

  test('months are those of Japan', async () => {
    const monthAt = async (at: string): Promise<unknown> => readMonthPeaks(api.db, new Date(at), 1);
    expect(await monthAt('2026-12-31T14:59:59Z')).toMatchObject([{ month: '2026-12' }]);
    expect(await monthAt('2026-12-31T15:00:00Z')).toMatchObject([{ month: '2027-01' }]);
  });

  test('as a file for a spreadsheet', async () => {
    await month('2026-11', 7, 5);
    const answer = await admin.get('/api/reports/record-counts.csv').query({ months: 3 }).buffer(true).expect(200);
    expect(answer.text).toBe('\uFEFF"年月","最大顧客レコード数"\r\n"2026-10",""\r\n"2026-11","7"\r\n"2026-12","5"\r\n');
  });

  test('how many there are and may be', async () => {
    await aCustomer(api.db);
    await admin.patch('/api/settings').send({ customerLimit: 5 }).expect(200);
    expect(await report()).toMatchObject({ count: 1, limit: 5 });
    expect((await admin.get('/api/customers/record-count').expect(200)).body).toEqual({
      count: 1,
      limit: 5,
      monthPeak: 1,
    });
  });
});

describe('the limit of records', () => {
  const register = (email: string) => admin.post('/api/customers').send({ email });

  test('holds for the screen and the API, with a code of its own', async () => {
    await admin.patch('/api/settings').send({ customerLimit: 2 }).expect(200);
    await register('a@example.jp').expect(201);
    await register('b@example.jp').expect(201);
    const refused = await register('c@example.jp').expect(409);
    expect(refused.body).toMatchObject({ code: 'customer-limit-reached' });
    expect(refused.headers['content-type']).toContain('application/problem+json');
    await admin.patch('/api/settings').send({ customerLimit: null }).expect(200);
    await register('c@example.jp').expect(201);
  });

  test('of two at the same instant only one takes the last place', async () => {
    await admin.patch('/api/settings').send({ customerLimit: 1 }).expect(200);
    const both = await Promise.all([register('a@example.jp'), register('b@example.jp')]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  test('is the business of administrators', async () => {
    const creator = await api.asCreator();
    await creator.patch('/api/settings').send({ customerLimit: 1 }).expect(403);
    await creator.get('/api/reports/record-counts').expect(200);
    await creator.get('/api/customers/record-count').expect(200);
    await admin.patch('/api/settings').send({ customerLimit: -1 }).expect(422);
    await admin.patch('/api/settings').send({ consentRetentionYears: 0 }).expect(422);
  });
});
