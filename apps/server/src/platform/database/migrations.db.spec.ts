import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { emptyDatabase } from '../../../test/database.js';
import { EnvError } from '../config/env.js';
import { createDataSource } from './data-source.js';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';

describe('migrations', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await emptyDatabase();
    dataSource = await connect();
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const connect = () =>
    createDataSource({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 4, DATABASE_SYNC_COMMIT: 'off' }).initialize();

  /** Everything that makes up the schema, as text that can be compared. */
  const schema = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ line: string }[]>(`
      select format('%s %s.%s %s %s', 'column', table_name, column_name, data_type, is_nullable) as line
        from information_schema.columns where table_schema = 'public'
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
        where connamespace = 'public'::regnamespace
      union all select pg_get_functiondef(p.oid) from pg_proc p where pronamespace = 'public'::regnamespace
      union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
      order by 1`);
    return rows.map((row) => row.line);
  };

  test('make the tables that the entities describe, and nothing is left to do', async () => {
    await migrate(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  });

  test('every one can be undone and done again', async () => {
    await migrate(dataSource);
    const before = await schema();
    for (const _ of MIGRATIONS) await dataSource.undoLastMigration();
    const tables = await dataSource.query<{ tablename: string }[]>(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    expect(tables.map((table) => table.tablename)).toEqual(['kubari_migration']);
    await migrate(dataSource);
    expect(await schema()).toEqual(before);
  });

  test('are listed oldest first, under names that carry their time', () => {
    const times = MIGRATIONS.map((migration) => Number(/\d{13}$/.exec(migration.name)?.[0]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(MIGRATIONS.length);
  });

  test('processes that start together do the work once', async () => {
    const others = await Promise.all([connect(), connect()]);
    await Promise.all([dataSource, ...others].map((each) => migrate(each)));
    const [row] = await dataSource.query<{ n: number }[]>('select count(*)::int as n from kubari_migration');
    expect(row?.n).toBe(MIGRATIONS.length);
    await Promise.all(others.map((other) => other.destroy()));
  });

  test('a database with the tables of something else is refused and left alone', async () => {
    await dataSource.query('create table orders (id int)');
    await expect(migrate(dataSource)).rejects.toThrow(EnvError);
    const tables = await dataSource.query<{ tablename: string }[]>(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    expect(tables.map((table) => table.tablename)).toEqual(['orders']);
  });
});
