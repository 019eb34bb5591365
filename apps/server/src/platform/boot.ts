import { EnvError, readEnv, type Env } from './config/env.js';
import { createDataSource } from './database/data-source.js';
import { migrate } from './database/migrate.js';

/** Runs a role's main; a start that cannot succeed ends with one sentence and exit code 1. */
export function boot(role: string, main: (env: Env) => Promise<void>): void {
  process.on('unhandledRejection', (error) => fail(role, error));
  Promise.resolve()
    .then(() => main(readEnv()))
    .catch((error: unknown) => fail(role, error));
}

/** Connects, migrates, disconnects. */
export async function migrateDatabase(env: Env): Promise<void> {
  const dataSource = createDataSource({ ...env, DATABASE_POOL_SIZE: 2 });
  await dataSource.initialize();
  try {
    await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

function fail(role: string, error: unknown): never {
  const reason =
    error instanceof EnvError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Kubari ${role} cannot start: ${reason}\n`);
  process.exit(1);
}
