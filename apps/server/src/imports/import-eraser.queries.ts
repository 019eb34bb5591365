import type { CsvEncoding } from '@kubari/csv';
import type { EntityManager } from 'typeorm';
import type { ErasedPerson } from '../customers/eraser.types.js';
import { rowsOf } from '../platform/database/database.js';

/** An import whose uploaded file is still there. */
export interface KeptFile {
  readonly id: string;
  readonly fileKey: string;
  readonly fileName: string;
  readonly encoding: CsvEncoding;
  /** it has ended, one way or another */
  readonly isOver: boolean;
  /** when file and results go by themselves; of one still to run, at the earliest */
  readonly expiresAt: Date;
}

/** The next import above an id with a file; imports are few, and their rows are small. */
export async function nextFile(em: EntityManager, afterId: string): Promise<KeptFile | null> {
  const [row] = await rowsOf<KeptFile>(
    em,
    `select id, file_key as "fileKey", file_name as "fileName", encoding, state in ('finished', 'failed', 'canceled', 'undone') as "isOver",
            coalesce(expires_at, created_at + interval '10 days') as "expiresAt"
       from import_job where id > $1 and file_key is not null order by id limit 1`,
    [afterId],
  );
  return row ?? null;
}

/** The counts of an import stay; that it has a file, and what became of each row, is forgotten. */
export async function forgetFile(tx: EntityManager, importId: string): Promise<void> {
  await rowsOf(tx, 'delete from import_chunk where import_id = $1', [importId]);
  await rowsOf(tx, 'update import_job set file_bytes = 0, file_key = null where id = $1', [importId]);
}

/**
 * Takes a person out of what imports of the last day could still take back: old values, and the row of somebody whom an
 * import deleted, so that no undo brings them back. Some hundred rows at most are read. Returns how many named them.
 */
export async function forgetUndo(tx: EntityManager, person: ErasedPerson): Promise<number> {
  const isThem = (customer: string): string =>
    `((${customer} ->> 'id')::bigint = any ($1::bigint[]) or ${customer} ->> 'email_normalised' = $2)`;
  const rows = await rowsOf(
    tx,
    `update import_undo u
        set (overwritten, old_values, old_updated_at, overwritten_count) = (
              select coalesce(array_agg(o.id order by o.n), '{}'), coalesce(array_agg(o.value order by o.n), '{}'),
                     coalesce(array_agg(o.at order by o.n), '{}'), count(*)
                from unnest(u.overwritten, u.old_values, u.old_updated_at) with ordinality as o (id, value, at, n)
               where o.id <> all ($1::bigint[])),
            before = case when u.before is not null then jsonb_build_object(
              'people', (select coalesce(jsonb_agg(p.it order by p.n), '[]')
                           from jsonb_array_elements(u.before -> 'people') with ordinality as p (it, n)
                          where (p.it ->> 'customerId')::bigint <> all ($1::bigint[])),
              'customers', (select coalesce(jsonb_agg(c.it order by c.n), '[]')
                              from jsonb_array_elements(u.before -> 'customers') with ordinality as c (it, n)
                             where not ${isThem(`(c.it -> 'customer')`)})) end,
            changed_count = (select count(*) from jsonb_array_elements(u.before -> 'people') as p (it)
                              where (p.it ->> 'customerId')::bigint <> all ($1::bigint[])),
            deleted_count = (select count(*) from jsonb_array_elements(u.before -> 'customers') as c (it)
                              where not ${isThem(`(c.it -> 'customer')`)})
      where u.overwritten && $1::bigint[]
         or exists (select from jsonb_array_elements(u.before -> 'people') as p (it)
                     where (p.it ->> 'customerId')::bigint = any ($1::bigint[]))
         or exists (select from jsonb_array_elements(u.before -> 'customers') as c (it)
                     where ${isThem(`(c.it -> 'customer')`)})
     returning u.chunk_no`,
    [person.customerIds, person.emailNormalised],
  );
  return rows.length;
}
