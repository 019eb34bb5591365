import type { EntityManager } from 'typeorm';
import { rowsOf } from '../../platform/database/database.js';
import type { FieldValues } from '../field.types.js';
import type { SearchEntry } from './grams.js';

/** Arbitrary key of the advisory lock under which one process indexes at a time. */
const INDEXER_LOCK = 4_927_002;

/**
 * Takes up to `limit` notes of changed customers; null when another process is indexing. One at a time, because a slow
 * indexer could otherwise overwrite what a quicker one made of a later change. The lock ends with the transaction.
 */
export async function takeStaleIds(tx: EntityManager, limit: number): Promise<string[] | null> {
  const [lock] = await rowsOf<{ locked: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as locked', [
    INDEXER_LOCK,
  ]);
  if (!lock?.locked) return null;
  const rows = await rowsOf<{ customer_id: string }>(
    tx,
    `delete from customer_search_stale
      where ctid = any (array(select ctid from customer_search_stale limit $1))
     returning customer_id`,
    [limit],
  );
  return rows.map((row) => row.customer_id);
}

/** A customer as it is now, to be indexed. */
export interface StaleCustomer {
  readonly id: string;
  readonly email_normalised: string;
  readonly field_values: FieldValues;
}

/** The rows of those ids that still exist, kept from deletion until the transaction ends (their search rows refer to them). */
export function readCustomersToIndex(tx: EntityManager, ids: readonly string[]): Promise<StaleCustomer[]> {
  return rowsOf<StaleCustomer>(
    tx,
    `select id, email_normalised, field_values from customer where id = any ($1::bigint[]) order by id for key share`,
    [ids],
  );
}

/** Writes search rows; rows that would not change are left alone, since a GIN entry is dear. */
export async function upsertSearchRows(
  tx: EntityManager,
  entries: readonly (readonly [id: string, entry: SearchEntry])[],
): Promise<void> {
  await rowsOf(
    tx,
    `insert into customer_search as s (customer_id, grams, texts)
     select id, tokens::integer[], texts from unnest($1::bigint[], $2::text[], $3::text[]) as entry (id, tokens, texts)
     on conflict (customer_id) do update set grams = excluded.grams, texts = excluded.texts
      where s.texts <> excluded.texts or s.grams <> excluded.grams`,
    [
      entries.map(([id]) => id),
      entries.map(([, entry]) => `{${[...entry.tokens].join(',')}}`),
      entries.map(([, entry]) => entry.texts),
    ],
  );
}

/** Notes every customer for indexing; after the set of searchable fields changed. */
export async function noteAllCustomers(tx: EntityManager): Promise<void> {
  await rowsOf(tx, 'insert into customer_search_stale select id from customer');
}

/** True when there is something to index. */
export async function hasStaleCustomers(em: EntityManager): Promise<boolean> {
  const [row] = await rowsOf<{ any: boolean }>(em, 'select exists (select from customer_search_stale) as any');
  return row?.any ?? false;
}

/**
 * Tidies up after a run: entries that wait in the index's pending list would be read one by one by every search, and
 * the emptied note table by every look at it.
 */
export async function tidySearchIndex(em: EntityManager, afterMany: boolean): Promise<void> {
  await rowsOf(em, `select gin_clean_pending_list('customer_search_grams_idx')`);
  if (!afterMany) return;
  await rowsOf(em, 'vacuum customer_search_stale');
  await rowsOf(em, 'analyze customer_search');
}
