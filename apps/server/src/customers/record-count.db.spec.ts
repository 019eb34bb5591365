import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { customerRemover } from '../../test/customers.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { SettingsService } from '../settings/settings.service.js';
import { RecordCount } from './record-count.service.js';

let database: TestDatabase;
let settings: SettingsService;
let records: RecordCount;

beforeAll(async () => {
  database = await testDatabase();
  settings = new SettingsService(database.db, new TestClock());
  records = new RecordCount(database.db, settings);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.rows('delete from customer');
  await database.db.rows('delete from customer_month');
});

const add = (from: number, count: number): Promise<{ id: string }[]> =>
  database.db.rows(
    `insert into customer (email, email_normalised, registered_via)
     select 'r' || n || '@example.jp', 'r' || n || '@example.jp', 'csv' from generate_series($1::int, $1 + $2 - 1) n
     on conflict (email_normalised) do update set updated_at = now() returning id`,
    [from, count],
  );
const peak = async (): Promise<number> =>
  Number((await database.db.rows<{ peak: string }>('select peak_count as peak from customer_month'))[0]?.peak);

describe('the number of customers (R-20)', () => {
  test('counts what is really added and deleted; overwriting adds nobody', async () => {
    await add(1, 10);
    await add(6, 10);
    expect(await records.current(database.db.manager)).toBe(15);
  });

  test('the peak of the month stays after people are deleted again (G-04)', async () => {
    const rows = await add(1, 20);
    await database.db.tx((tx) =>
      customerRemover(database.db).remove(
        tx,
        rows.map(({ id }) => id),
      ),
    );
    await add(100, 5);
    expect(await records.current(database.db.manager)).toBe(5);
    expect(await peak()).toBe(20);
  });

  test('a new month begins with the customers there are, even when its first change is a deletion', async () => {
    const rows = await add(1, 8);
    await database.db.rows(`update customer_month set month = month - interval '1 month'`);
    await database.db.tx((tx) =>
      customerRemover(database.db).remove(
        tx,
        rows.slice(0, 3).map(({ id }) => id),
      ),
    );
    const months = await database.db.rows<{ peak: string; last: string }>(
      'select peak_count as peak, last_count as last from customer_month order by month',
    );
    expect(months).toEqual([
      { peak: '8', last: '8' },
      { peak: '8', last: '5' },
    ]);
  });

  test('is exact when many add and delete at once', async () => {
    const work = Array.from({ length: 8 }, async (_, i) => {
      const rows = await add(1000 * (i + 1), 40);
      if (i % 2 === 0)
        await database.db.tx((tx) =>
          customerRemover(database.db).remove(
            tx,
            rows.slice(0, 10).map(({ id }) => id),
          ),
        );
    });
    await Promise.all(work);
    const [row] = await database.db.rows<{ n: number }>('select count(*)::int as n from customer');
    expect(row?.n).toBe(8 * 40 - 4 * 10);
    expect(await records.current(database.db.manager)).toBe(row?.n);
    expect(await peak()).toBeGreaterThanOrEqual(row?.n ?? 0);
  });

  test('with a limit, two transactions never take the last place both', async () => {
    await settings.change({ customerLimit: 3 });
    const takeOne = (n: number): Promise<boolean> =>
      database.db.withClientTx(async (client) => {
        if ((await records.room(client)) < 1) return false;
        await client.query(`insert into customer (email, email_normalised, registered_via) values ($1, $1, 'csv')`, [
          `limit${n}@example.jp`,
        ]);
        return true;
      });
    const taken = await Promise.all([1, 2, 3, 4, 5, 6].map(takeOne));
    expect(taken.filter(Boolean)).toHaveLength(3);
    await settings.change({ customerLimit: null });
    expect(await records.room(database.db.manager)).toBe(Infinity);
  });
});
