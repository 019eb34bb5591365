import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { readEnv, type Env } from '../src/platform/config/env.js';
import { createDataSource } from '../src/platform/database/data-source.js';
import { Database } from '../src/platform/database/database.js';
import { migrate } from '../src/platform/database/migrate.js';
import type { Servers } from './measure.js';

export interface BenchDatabase {
  readonly env: Env;
  readonly db: Database;
  readonly dataSource: DataSource;
  readonly close: () => Promise<void>;
}

/** A migrated database of its own on the servers of this run, as fresh as a new installation's. */
export async function freshDatabase(servers: Servers, overrides: Record<string, string> = {}): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const admin = new Client({ connectionString: servers.databaseUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(servers.databaseUrl);
  url.pathname = `/${name}`;
  const env = readEnv({
    NODE_ENV: 'production',
    DATABASE_URL: url.href,
    REDIS_URL: servers.redisUrl,
    REDIS_PREFIX: name,
    STORAGE_DIR: mkdtempSync(join(tmpdir(), 'kubari-bench-')),
    KUBARI_SECRET: 'b'.repeat(64),
    SES_ENDPOINT: 'http://127.0.0.1:9',
    LOG_LEVEL: 'error',
    ...overrides,
  });
  const dataSource = createDataSource(env);
  await dataSource.initialize();
  await migrate(dataSource);
  return { env, db: new Database(dataSource), dataSource, close: () => dataSource.destroy() };
}
