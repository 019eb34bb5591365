import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** Rows of customers in a table that goes along with them; by the table's index on customers. */
export async function countOf(
  em: EntityManager,
  table: 'group_membership' | 'customer_error',
  customerIds: readonly string[],
): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    em,
    `select count(*)::int as count from ${table} where customer_id = any ($1::bigint[])`,
    [customerIds],
  );
  return row?.count ?? 0;
}

/** SQL: a text without the address that a parameter names, whatever its case (`***=`: a literal text). */
const withoutAddress = (text: string, parameter: string): string =>
  `regexp_replace(${text}, '***=' || ${parameter}, '***', 'gi')`;

/** Takes the address out of the free texts of consents kept under a hash. */
export async function redactConsents(tx: EntityManager, hash: Buffer, address: string): Promise<void> {
  const redacted = (column: string): string => withoutAddress(column, '$2');
  await rowsOf(
    tx,
    `update consent_record
        set purpose = ${redacted('purpose')}, source_label = ${redacted('source_label')}, note = ${redacted('note')}
      where address_hash = $1 and strpos(lower(concat_ws(' ', purpose, source_label, note)), $2) > 0`,
    [hash, address],
  );
}

/**
 * Takes the address out of conditions that people saved and of searches they once made; what is left finds nobody. There
 * are some hundred segments, and some thousand operations and exports; those that still run need what they search for.
 */
export async function redactSearches(tx: EntityManager, address: string): Promise<void> {
  const redacted = (column: string): string =>
    `${column} = ${withoutAddress(`${column}::text`, '$1')}::jsonb
      where strpos(lower(${column}::text), $1) > 0`;
  await rowsOf(tx, `update segment set ${redacted('conditions')}`, [address]);
  for (const table of ['bulk_operation', 'customer_export'])
    await rowsOf(tx, `update ${table} set ${redacted('query')} and state not in ('queued', 'running')`, [address]);
}

/** Takes the address out of the sample that notices laundering (G-10). */
export async function forgetSample(tx: EntityManager, hash: Buffer): Promise<void> {
  await rowsOf(tx, 'delete from deleted_address_sample where address_hash = $1', [hash]);
}

/** How many consents are kept under a hash, and until when the last of them. */
export async function keptConsents(em: EntityManager, hash: Buffer): Promise<{ count: number; until: Date | null }> {
  const [row] = await rowsOf<{ count: number; until: Date | null }>(
    em,
    'select count(*)::int as count, max(purge_after) as until from consent_record where address_hash = $1',
    [hash],
  );
  return row ?? { count: 0, until: null };
}

/** How many refusals the ledger holds of a hash. */
export async function keptOptOuts(em: EntityManager, hash: Buffer): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    em,
    'select count(*)::int as count from opt_out where address_hash = $1',
    [hash],
  );
  return row?.count ?? 0;
}

/** Exported files that are still there: at most a day old, they may hold the person and go by themselves. */
export async function keptExports(em: EntityManager): Promise<{ count: number; until: Date | null }> {
  const [row] = await rowsOf<{ count: number; until: Date | null }>(
    em,
    `select count(*)::int as count, max(expires_at) as until from customer_export where file_key is not null`,
  );
  return row ?? { count: 0, until: null };
}
