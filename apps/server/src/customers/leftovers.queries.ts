import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** The table after `after` by name of at most so many bytes; the erasure itself still says the address. */
export async function nextTableToLookThrough(
  em: EntityManager,
  after: string | null,
  mostBytes: number,
): Promise<string | null> {
  const [row] = await rowsOf<{ name: string }>(
    em,
    `select relname as name from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'erasure'
        and pg_table_size(oid) <= $1 and ($2::text is null or relname::text collate "C" > $2)
      order by relname::text collate "C" limit 1`,
    [mostBytes, after],
  );
  return row?.name ?? null;
}

/** Names of the tables above that size, which no look went through. */
export async function tablesTooLarge(em: EntityManager, mostBytes: number): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    em,
    `select relname::text as name from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'erasure'
        and pg_table_size(oid) > $1 order by 1`,
    [mostBytes],
  );
  return rows.map((row) => row.name);
}

/** Rows of a table that contain the text in any column, whatever its case: one pass over the table. */
export async function countRowsWith(em: EntityManager, table: string, text: string): Promise<number> {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  const [row] = await rowsOf<{ count: number }>(
    em,
    `select count(*)::int as count from ${quoted} t where strpos(lower(t::text), $1) > 0`,
    [text],
  );
  return row?.count ?? 0;
}
