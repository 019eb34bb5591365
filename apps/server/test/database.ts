import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../src/platform/database/data-source.js';
import { Database } from '../src/platform/database/database.js';
import { migrate } from '../src/platform/database/migrate.js';
import { MIGRATIONS } from '../src/platform/database/migrations/index.js';
import { testServerUrl } from './env.js';

/** Key of the advisory lock under which one process builds the template. */
const TEMPLATE_LOCK = 4_927_100;

/** An empty, migrated database of one spec file. */
export interface TestDatabase {
  readonly dataSource: DataSource;
  readonly db: Database;
  readonly url: string;
  /** disconnects and drops it */
  drop(): Promise<void>;
}

/** A fresh copy of the migrated template; call in beforeAll, and drop() in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `kubari_spec_${randomBytes(6).toString('hex')}`;
  await onServer(async (server) => {
    const template = await ensureTemplate(server);
    await server.query(`create database ${name} template ${template} strategy file_copy`);
  });
  const url = urlOf(name);
  const dataSource = createDataSource({ DATABASE_URL: url, DATABASE_POOL_SIZE: 8, DATABASE_SYNC_COMMIT: 'off' });
  await dataSource.initialize();
  return {
    dataSource,
    db: new Database(dataSource),
    url,
    drop: async () => {
      await dataSource.destroy();
      await dropDatabase(url);
    },
  };
}

/** A database without tables, for tests of migrations and of first starts. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `kubari_spec_${randomBytes(6).toString('hex')}`;
  await onServer((server) => server.query(`create database ${name} template template0`));
  const url = urlOf(name);
  return { url, drop: () => dropDatabase(url) };
}

/** Drops a database of this server by its URL, even while somebody is connected. */
async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer((server) => server.query(`drop database if exists ${name} with (force)`));
}

/**
 * The template's name carries a hash of the migrations, so that spec files of one run, and runs of the same code, share
 * it. It is built under another name and renamed, so a killed builder leaves no half-made template.
 */
async function ensureTemplate(server: Client): Promise<string> {
  const source = MIGRATIONS.map((migration) => `${migration.name}${migration.prototype.up.toString()}`).join('\n');
  const template = `kubari_template_${createHash('sha256').update(source).digest('hex').slice(0, 16)}`;
  if (await exists(server, template)) return template;
  await server.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await exists(server, template)) return template;
    const building = `${template}_building`;
    await server.query(`drop database if exists ${building} with (force)`);
    await server.query(`create database ${building} template template0`);
    const dataSource = createDataSource({
      DATABASE_URL: urlOf(building),
      DATABASE_POOL_SIZE: 2,
      DATABASE_SYNC_COMMIT: 'off',
    });
    await dataSource.initialize();
    try {
      await migrate(dataSource);
    } finally {
      await dataSource.destroy();
    }
    await server.query(`alter database ${building} rename to ${template}`);
    return template;
  } finally {
    await server.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function exists(server: Client, name: string): Promise<boolean> {
  return (await server.query('select from pg_database where datname = $1', [name])).rowCount === 1;
}

async function onServer<T>(work: (server: Client) => Promise<T>): Promise<T> {
  const server = new Client({ connectionString: urlOf('postgres') });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  return url.href;
}
