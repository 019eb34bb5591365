import QueryStream from 'pg-query-stream';
import type { Database } from './database.js';

/** Rows fetched at a time. */
const BATCH = 1_000;

/**
 * The rows of a statement by a cursor, so that memory does not grow with the result: for downloads. Holds a connection
 * of its own for as long as it is read, and gives it back when the reader goes away, too.
 */
export async function* streamRows<Row>(db: Database, sql: string, params: readonly unknown[]): AsyncGenerator<Row> {
  const client = await db.pool.connect();
  const stream = client.query(new QueryStream(sql, [...params], { batchSize: BATCH }));
  let failed = true;
  try {
    for await (const row of stream) yield row as Row;
    failed = false;
  } finally {
    stream.destroy();
    client.release(failed);
  }
}
