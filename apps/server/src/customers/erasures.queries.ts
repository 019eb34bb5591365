import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { EraserStep, Kept } from './eraser.types.js';

/** An erasure as pages show it. */
export interface ErasureRow {
  readonly id: string;
  readonly address_hash: Buffer;
  readonly customer_ids: readonly string[];
  readonly refuse_mail: boolean;
  readonly remove_import_files: boolean;
  readonly note: string;
  readonly requested_by_name: string | null;
  readonly requested_at: Date;
  readonly step: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly kept: readonly Kept[];
  readonly leftovers: Readonly<Record<string, number>>;
  readonly unsearched_tables: readonly string[];
  readonly finished_at: Date | null;
}

const SELECT_ERASURES = `select e.id, e.address_hash, e.customer_ids, e.refuse_mail, e.remove_import_files, e.note,
    u.name as requested_by_name, e.requested_at, e.step, e.counts, e.kept, e.leftovers, e.unsearched_tables, e.finished_at
  from erasure e left join app_user u on u.id = e.requested_by`;

/** Newest first, below an id. */
export function readErasures(em: EntityManager, belowId: string | null, limit: number): Promise<ErasureRow[]> {
  return rowsOf(em, `${SELECT_ERASURES} where ($1::bigint is null or e.id < $1) order by e.id desc limit $2`, [
    belowId,
    limit,
  ]);
}

export async function findErasure(em: EntityManager, id: string): Promise<ErasureRow | null> {
  const [row] = await rowsOf<ErasureRow>(em, `${SELECT_ERASURES} where e.id = $1`, [id]);
  return row ?? null;
}

/** The newest erasures of an address, by the index on its hash. */
export function readErasuresOf(em: EntityManager, hash: Buffer, limit: number): Promise<ErasureRow[]> {
  return rowsOf(em, `${SELECT_ERASURES} where e.address_hash = $1 order by e.id desc limit $2`, [hash, limit]);
}

/** Erasures that are not finished, by their partial index; there are few at any time. */
export async function findOpenErasures(em: EntityManager, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    em,
    'select id from erasure where finished_at is null order by id limit $1',
    [limit],
  );
  return rows.map((row) => row.id);
}

/** An erasure whose next step is to be done. */
export interface OpenErasure {
  readonly id: string;
  readonly customerIds: readonly string[];
  readonly emailNormalised: string;
  readonly addressHash: Buffer;
  readonly refuseMail: boolean;
  readonly removeImportFiles: boolean;
  readonly step: string;
  readonly stepFrom: string | null;
}

/** Locks an erasure until the end of the transaction, so that no other worker does the same step; null: finished. */
export async function lockErasure(tx: EntityManager, id: string): Promise<OpenErasure | null> {
  const [row] = await rowsOf<OpenErasure>(
    tx,
    `select id, customer_ids as "customerIds", email_normalised as "emailNormalised", address_hash as "addressHash",
            refuse_mail as "refuseMail", remove_import_files as "removeImportFiles", step, step_from as "stepFrom"
       from erasure where id = $1 and finished_at is null for update`,
    [id],
  );
  return row ?? null;
}

/** Adds what a step did and says where to go on, in the step's own transaction. */
export async function noteStep(
  tx: EntityManager,
  id: string,
  done: Pick<EraserStep, 'counts' | 'kept' | 'formerCustomerIds'>,
  at: { readonly step: string; readonly from: string | null },
): Promise<void> {
  await rowsOf(
    tx,
    `update erasure e
        set step = $2, step_from = $3, kept = e.kept || $5::jsonb,
            customer_ids = e.customer_ids || array(select unnest($6::bigint[]) except select unnest(e.customer_ids)),
            counts = e.counts || (
              select coalesce(jsonb_object_agg(key, value::bigint + coalesce((e.counts->>key)::bigint, 0)), '{}')
                from jsonb_each_text($4::jsonb))
      where id = $1`,
    [id, at.step, at.from, JSON.stringify(done.counts), JSON.stringify(done.kept ?? []), done.formerCustomerIds ?? []],
  );
}

/** Notes in how many rows of a table the address is still found, and that the table was looked through. */
export async function noteLeftover(tx: EntityManager, id: string, table: string, count: number): Promise<void> {
  const found = count > 0 ? { [table]: count } : {};
  await rowsOf(tx, 'update erasure set step_from = $2, leftovers = leftovers || $3::jsonb where id = $1', [
    id,
    table,
    JSON.stringify(found),
  ]);
}

/** The end: the address is forgotten in the transaction that says so. */
export async function finishErasure(
  tx: EntityManager,
  id: string,
  now: Date,
  unsearchedTables: readonly string[],
): Promise<void> {
  await rowsOf(
    tx,
    `update erasure
        set step = null, step_from = null, finished_at = $2, email_normalised = null, unsearched_tables = $3
      where id = $1`,
    [id, now, unsearchedTables],
  );
}
