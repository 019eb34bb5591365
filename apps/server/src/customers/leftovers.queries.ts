import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** Tables above this are left to their eraser, which looked where an index or a plan of its own leads. */
const MOST_BYTES = 4_000_000_000;

/** The table after `after` by name that can be read from end to end; the erasure itself still says the address. */
export async function nextTableToLookThrough(em: EntityManager, after: string | null): Promise<string | null> {
  const [row] = await rowsOf<{ name: string }>(
    em,
    `select relname as name from pg_class
      where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace and relname <> 'erasure'
        and pg_table_size(oid) <= $1 and ($2::text is null or relname::text collate "C" > $2)
      order by relname::text collate "C" limit 1`,
    [MOST_BYTES, after],
  );
  return row?.name ?? null;
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
