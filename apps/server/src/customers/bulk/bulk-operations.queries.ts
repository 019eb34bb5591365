import type { EntityManager } from 'typeorm';
import { rowsOf, type Database } from '../../platform/database/database.js';
import type { BulkOperationKindName, BulkOperationState, BulkParams, BulkResult } from '../bulk-operation.types.js';
import type { CustomerQuery } from '../customer-search.service.js';
import { toTarget, type CustomerTarget } from '../customer-targets.js';

/** How long a worker may go without a sign of life before another one takes over. */
export const BULK_LEASE_MS = 60_000;

/** An operation under our lease. */
export interface ClaimedOperation {
  readonly id: string;
  readonly leaseToken: string;
  readonly kind: BulkOperationKindName;
  readonly params: BulkParams;
  readonly target: CustomerTarget;
  readonly cursorId: string;
  /** starts without a batch that succeeded, this one included */
  readonly tryCount: number;
  readonly createdBy: string | null;
}

interface ClaimRow {
  readonly id: string;
  readonly kind: BulkOperationKindName;
  readonly params: BulkParams;
  readonly query: CustomerQuery | null;
  readonly customer_ids: readonly string[] | null;
  readonly cursor_id: string;
  readonly try_count: number;
  readonly created_by: string | null;
}

/** An operation as it is ordered. */
export interface OrderedOperation {
  readonly kind: BulkOperationKindName;
  readonly params: BulkParams;
  readonly target: CustomerTarget;
  readonly totalCount: number;
  readonly cursorId: string;
  readonly createdBy: string;
}

/** Queues an operation; returns its id. */
export async function insertOperation(db: Database, ordered: OrderedOperation, now: Date): Promise<string> {
  const { kind, params, target, totalCount, cursorId, createdBy } = ordered;
  const [row] = await db.rows<{ id: string }>(
    `insert into bulk_operation (kind, params, query, customer_ids, total_count, cursor_id, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      kind,
      JSON.stringify(params),
      'query' in target ? JSON.stringify(target.query) : null,
      'query' in target ? null : JSON.stringify(target.customerIds),
      totalCount,
      cursorId,
      createdBy,
      now,
    ],
  );
  return String(row?.id);
}

/** Takes the operation if it waits or its worker is gone; the guarded update makes a second runner come away empty. */
export async function claimOperation(
  db: Database,
  id: string,
  token: string,
  now: Date,
): Promise<ClaimedOperation | null> {
  const [row] = await db.rows<ClaimRow>(
    `update bulk_operation
        set state = 'running', lease_token = $2, lease_until = $4, started_at = coalesce(started_at, $3), try_count = try_count + 1
      where id = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
     returning id, kind, params, query, customer_ids, cursor_id, try_count, created_by`,
    [id, token, now, leaseEnd(now)],
  );
  if (!row) return null;
  return {
    id: row.id,
    leaseToken: token,
    kind: row.kind,
    params: row.params,
    target: toTarget(row.query, row.customer_ids),
    cursorId: row.cursor_id,
    tryCount: row.try_count,
    createdBy: row.created_by,
  };
}

const leaseEnd = (now: Date): Date => new Date(now.getTime() + BULK_LEASE_MS);

type Leased = Pick<ClaimedOperation, 'id' | 'leaseToken'>;

/** Keeps the lease while a batch takes long. */
export async function renewLease(db: Database, { id, leaseToken }: Leased, now: Date): Promise<void> {
  await db.rows(`update bulk_operation set lease_until = $3 where id = $1 and lease_token = $2 and state = 'running'`, [
    id,
    leaseToken,
    leaseEnd(now),
  ]);
}

/** Gives the lease back, so that the next worker need not wait for its end. */
export async function releaseLease(db: Database, { id, leaseToken }: Leased): Promise<void> {
  await db.rows(
    `update bulk_operation set state = 'queued', lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and state = 'running'`,
    [id, leaseToken],
  );
}

/**
 * Moves the cursor and adds up the results, in the transaction that did the batch; false when the lease is no longer
 * ours or the operation was canceled, upon which the caller rolls back.
 */
export async function recordBatch(
  tx: EntityManager,
  { id, leaseToken }: Leased,
  batch: BulkResult & { readonly cursorId: string; readonly doneCount: number },
  now: Date,
): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    `update bulk_operation
        set cursor_id = $3, done_count = done_count + $4, changed_count = changed_count + $5,
            already_count = already_count + $6, held_back_count = held_back_count + $7, lease_until = $8, try_count = 0
      where id = $1 and lease_token = $2 and state = 'running' returning id`,
    [
      id,
      leaseToken,
      batch.cursorId,
      batch.doneCount,
      batch.changedCount,
      batch.alreadyCount,
      batch.heldBackCount ?? 0,
      leaseEnd(now),
    ],
  );
  return rows.length > 0;
}

export type OperationEnd = { readonly state: 'finished' } | { readonly state: 'failed'; readonly failure: string };

/** Ends the operation, if the lease is still ours. */
export async function endOperation(
  db: Database,
  { id, leaseToken }: Leased,
  end: OperationEnd,
  now: Date,
): Promise<void> {
  await db.rows(
    `update bulk_operation set state = $3, failure = $4, finished_at = $5, lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and state = 'running'`,
    [id, leaseToken, end.state, end.state === 'failed' ? end.failure : null, now],
  );
}

/** Stops an operation at its next batch; false when it has ended already. */
export async function cancelOperation(db: Database, id: string, now: Date): Promise<boolean> {
  const rows = await db.rows(
    `update bulk_operation set state = 'canceled', finished_at = $2, lease_token = null, lease_until = null
      where id = $1 and state in ('queued', 'running') returning id`,
    [id, now],
  );
  return rows.length > 0;
}

/** Operations that should be running but that nobody works on. */
export async function abandonedOperations(db: Database, now: Date): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select id from bulk_operation
      where state in ('queued', 'running') and (state = 'queued' or lease_until < $1) order by id limit 50`,
    [now],
  );
  return rows.map((row) => row.id);
}

/** An operation as lists and pages show it. */
export interface OperationRow {
  readonly id: string;
  readonly kind: BulkOperationKindName;
  readonly params: BulkParams;
  readonly query: CustomerQuery | null;
  readonly customer_ids: readonly string[] | null;
  readonly state: BulkOperationState;
  readonly total_count: number;
  readonly done_count: number;
  readonly changed_count: number;
  readonly already_count: number;
  readonly held_back_count: number;
  readonly failure: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly created_by_name: string | null;
  readonly group_name: string | null;
}

/** Operations below `below`, newest first; `id` picks one. By the primary key. Reads users and groups for their names. */
export function readOperations(
  db: Database,
  { id, below, limit }: { id?: string; below?: string | null; limit: number },
): Promise<OperationRow[]> {
  return db.rows<OperationRow>(
    `select o.id, o.kind, o.params, o.query, o.customer_ids, o.state, o.total_count, o.done_count, o.changed_count,
            o.already_count, o.held_back_count, o.failure, o.created_at, o.started_at, o.finished_at, u.name as created_by_name,
            g.name as group_name
       from bulk_operation o
       left join app_user u on u.id = o.created_by
       left join delivery_group g on g.id = (o.params->>'groupId')::bigint
      where ($1::bigint is null or o.id = $1) and ($2::bigint is null or o.id < $2)
      order by o.id desc limit $3`,
    [id ?? null, below ?? null, limit],
  );
}
