import type { DataSource } from 'typeorm';
import { EnvError } from '../config/env.js';

/** Arbitrary key of the advisory lock under which only one process migrates. */
const MIGRATION_LOCK = 4_927_001;

/**
 * Brings the database to the newest schema; every process calls it at boot and whoever comes first does the work.
 * Refuses a database that already holds somebody else's tables.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseForeignDatabase((sql) => runner.query(sql));
    if (await dataSource.showMigrations()) await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

async function refuseForeignDatabase(
  query: (sql: string) => Promise<{ ours: boolean; tables: string }[]>,
): Promise<void> {
  const [state] = await query(
    `select to_regclass('public.kubari_migration') is not null as ours,
            count(*) as tables from pg_tables where schemaname = 'public'`,
  );
  if (state && !state.ours && Number(state.tables) > 0) {
    throw new EnvError(
      'DATABASE_URL points at a database that holds tables of something else: give Kubari an empty database of its own',
    );
  }
}
