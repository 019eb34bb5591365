import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Env } from '../config/env.js';
import { ENTITIES } from '../../entities.js';
import { MIGRATIONS } from './migrations/index.js';

/** How every process of ours talks to PostgreSQL: UTC, timestamps with zone, no schema changes but by migration. */
export function dataSourceOptions(
  env: Pick<Env, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATABASE_SYNC_COMMIT'>,
): DataSourceOptions {
  return {
    type: 'postgres',
    url: env.DATABASE_URL,
    applicationName: 'kubari',
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'kubari_migration',
    synchronize: false,
    migrationsTransactionMode: 'each',
    extra: {
      max: env.DATABASE_POOL_SIZE,
      options: `-c timezone=UTC -c synchronous_commit=${env.DATABASE_SYNC_COMMIT} -c lock_timeout=30s`,
    },
  };
}

/** An unconnected data source of the given environment. */
export function createDataSource(env: Parameters<typeof dataSourceOptions>[0]): DataSource {
  return new DataSource(dataSourceOptions(env));
}
