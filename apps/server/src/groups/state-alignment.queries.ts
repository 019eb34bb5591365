import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** How far an alignment has come. */
export interface AlignmentRow {
  readonly requestedAt: Date;
  readonly requestedBy: string | null;
  readonly lastCustomerId: string;
  readonly alignedCount: number;
  readonly finishedAt: Date | null;
}

const COLUMNS = `requested_at as "requestedAt", requested_by as "requestedBy", last_customer_id as "lastCustomerId",
  aligned_count as "alignedCount", finished_at as "finishedAt"`;

/** The last request, or null; with `lock` it is kept from other workers until the transaction ends. */
export async function readAlignment(em: EntityManager, lock = false): Promise<AlignmentRow | null> {
  const [row] = await rowsOf<AlignmentRow>(
    em,
    `select ${COLUMNS} from state_alignment where id = 1 ${lock ? 'for update' : ''}`,
  );
  return row ?? null;
}

/** Asks for an alignment from the first customer on; one that is under way goes on instead. */
export async function requestAlignment(em: EntityManager, userId: string | null, now: Date): Promise<void> {
  await rowsOf(
    em,
    `insert into state_alignment as a (id, requested_at, requested_by) values (1, $1, $2)
     on conflict (id) do update
        set requested_at = excluded.requested_at, requested_by = excluded.requested_by, last_customer_id = 0,
            aligned_count = 0, finished_at = null
      where a.finished_at is not null`,
    [now, userId],
  );
}

/** Moves the cursor, in the transaction that aligned the customers up to it. */
export async function moveAlignment(
  tx: EntityManager,
  { lastCustomerId, aligned, finishedAt }: { lastCustomerId: string; aligned: number; finishedAt: Date | null },
): Promise<void> {
  await rowsOf(
    tx,
    `update state_alignment set last_customer_id = $1, aligned_count = aligned_count + $2, finished_at = $3 where id = 1`,
    [lastCustomerId, aligned, finishedAt],
  );
}

/** The next customers above `afterId` with a stop or ban in some group; by the index on restricted memberships, in order. */
export async function findRestrictedCustomers(tx: EntityManager, afterId: string, limit: number): Promise<string[]> {
  const rows = await rowsOf<{ customerId: string }>(
    tx,
    `select distinct customer_id as "customerId" from group_membership
      where delivery_state <> 'active' and customer_id > $1 order by customer_id limit $2`,
    [afterId, limit],
  );
  return rows.map((row) => row.customerId);
}

/** How many customers have different states in different groups; only those with a stop or ban are looked at. */
export async function countMixedCustomers(em: EntityManager): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    em,
    `select count(*)::int as count
       from (select customer_id, min(delivery_state) as state from group_membership
              where delivery_state <> 'active' group by customer_id) restricted
      where exists (select from group_membership m
                     where m.customer_id = restricted.customer_id and m.delivery_state <> restricted.state)`,
  );
  return row?.count ?? 0;
}
