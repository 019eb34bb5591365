import type { PoolClient } from 'pg';
import { UpsertRaced } from '../customers/customer-upsert.service.js';

const MOST_TRIES = 8;

/** One transaction. Another import may hold the same customers, or somebody may register one just now: then it is done again. */
export async function inRetriedTx<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    await client.query('begin');
    try {
      const result = await work();
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      if (tried >= MOST_TRIES || !isRetryable(error)) throw error;
    }
  }
}

const DEADLOCK = '40P01';
const LOCK_NOT_AVAILABLE = '55P03';
/** a customer was deleted between being found and joining the group */
const FOREIGN_KEY_VIOLATION = '23503';

function isRetryable(error: unknown): boolean {
  if (error instanceof UpsertRaced) return true;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === DEADLOCK || code === LOCK_NOT_AVAILABLE || code === FOREIGN_KEY_VIOLATION;
}
