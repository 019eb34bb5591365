import { EnvError, readEnv, type Env } from './config/env.js';
import { createDataSource } from './database/data-source.js';
import { migrate } from './database/migrate.js';

/** Runs a role's main; a start that cannot succeed ends with one sentence and exit code 1. */
export function boot(role: string, main: (env: Env) => Promise<void>): void {
  let hasStarted = false;
  const fail = (error: unknown): never => {
    process.stderr.write(`Kubari ${role} ${hasStarted ? 'stopped' : 'cannot start'}: ${reasonOf(error)}\n`);
    process.exit(1);
  };
  process.on('unhandledRejection', fail);
  // Whoever started us over a channel (npm start) is gone: nobody would stop us any more.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  Promise.resolve()
    .then(() => main(readEnv()))
    .then(() => {
      hasStarted = true;
    })
    .catch(fail);
}

/** Connects, migrates, disconnects. */
export async function migrateDatabase(env: Env): Promise<void> {
  const dataSource = createDataSource({ ...env, DATABASE_POOL_SIZE: 2 });
  await dataSource.initialize().catch((error: unknown) => {
    throw new EnvError(`PostgreSQL at DATABASE_URL does not let us in: ${messageOf(error)}`);
  });
  try {
    await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A refused connection to several addresses comes as an AggregateError without a message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
