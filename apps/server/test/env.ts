import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv, type Env } from '../src/platform/config/env.js';

/** Key of every test installation, so that signatures can be computed in a test. */
export const TEST_SECRET = 'a'.repeat(64);

/** Server-level URL of the PostgreSQL that lends databases to specs. */
export function testServerUrl(): string {
  return required('TEST_DATABASE_URL');
}

/** A typed environment for one spec: own Redis prefix, own storage folder, no logs, nothing that leaves the machine. */
export function testEnv(databaseUrl: string, overrides: Partial<Env> = {}): Env {
  const name = `test-${randomBytes(6).toString('hex')}`;
  const env = readEnv({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '8',
    DATABASE_SYNC_COMMIT: 'off',
    REDIS_URL: required('TEST_REDIS_URL'),
    REDIS_PREFIX: name,
    STORAGE_DIR: join(tmpdir(), 'kubari-test', name),
    KUBARI_SECRET: TEST_SECRET,
    SES_MODE: 'sandbox',
    SES_ENDPOINT: 'http://127.0.0.1:9',
    SNS_ENDPOINT: 'http://127.0.0.1:9',
    SQS_ENDPOINT: 'http://127.0.0.1:9',
    LOG_LEVEL: 'silent',
  });
  return { ...env, ...overrides };
}

function required(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm test, which brings its own servers`);
  return value;
}
