import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { RecipientCounts, RecipientState } from './delivery.types.js';
import type { BatchKey } from './recipient-outcomes.queries.js';

interface StateCount {
  readonly deliveryId: string;
  readonly batchNo: number;
  readonly state: RecipientState;
  readonly count: number;
  readonly opened: number;
  readonly mppOpened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

export const NO_COUNTS: RecipientCounts = {
  pending: 0,
  submitting: 0,
  unknown: 0,
  held: 0,
  skipped: 0,
  failed: 0,
  accepted: 0,
  delayed: 0,
  delivered: 0,
  bouncedSoft: 0,
  bouncedHard: 0,
  rejected: 0,
  complained: 0,
  opened: 0,
  mppOpened: 0,
  clicked: 0,
  unsubscribed: 0,
};

const COUNT_COLUMNS = `state, count(*)::int as count, count(opened_at)::int as opened,
  count(mpp_opened_at)::int as "mppOpened", count(clicked_at)::int as clicked, count(unsubscribed_at)::int as unsubscribed`;

export interface Settling {
  readonly now: Date;
  /** not before this the pending rest is taken up again; without: when it was due already */
  readonly retryAt?: Date;
  /** only if this claim still holds the batch; its lease ends */
  readonly leaseToken?: string;
}

/**
 * Counts batches anew and derives what follows: done when nobody is pending, in flight or in doubt; asleep (next_at
 * infinity) while only people in doubt are left; else due at retryAt. The batch rows are locked first and the counting
 * is a statement of its own: whoever changes recipients locks the batch last (markDirty), so the count sees either all
 * of a writer's changes or the writer comes after us and marks the batch dirty again.
 */
export async function settleBatches(
  tx: EntityManager,
  batches: readonly BatchKey[],
  { now, retryAt, leaseToken }: Settling,
): Promise<void> {
  const locked = await rowsOf<{ deliveryId: string; batchNo: number }>(
    tx,
    `select b.delivery_id as "deliveryId", b.batch_no as "batchNo" from delivery_batch b
       join unnest($1::bigint[], $2::integer[]) as k (delivery_id, batch_no) using (delivery_id, batch_no)
      where $3::uuid is null or b.lease_token = $3
      order by b.delivery_id, b.batch_no for no key update of b`,
    [batches.map((b) => b.deliveryId), batches.map((b) => b.batchNo), leaseToken ?? null],
  );
  if (locked.length === 0) return;
  const keys = [locked.map((b) => b.deliveryId), locked.map((b) => b.batchNo)];
  const rows = await rowsOf<StateCount>(
    tx,
    `select delivery_id as "deliveryId", batch_no as "batchNo", ${COUNT_COLUMNS}
       from unnest($1::bigint[], $2::integer[]) as k (delivery_id, batch_no)
       join delivery_recipient r using (delivery_id, batch_no) group by 1, 2, 3`,
    keys,
  );
  const byBatch = groupBy(rows, (row) => `${row.deliveryId}/${row.batchNo}`);
  const counts = locked.map((b) => sumStates(byBatch.get(`${b.deliveryId}/${b.batchNo}`) ?? []));
  await rowsOf(
    tx,
    `update delivery_batch b
        set counts = v.counts, dirty = v.in_flight > 0, lease_token = null, lease_until = null,
            done_at = case when v.pending + v.in_flight + v.in_doubt = 0 then coalesce(b.done_at, $6) end,
            next_at = case when v.pending = 0 then 'infinity'
                           else coalesce($7, case when b.next_at = 'infinity' then $6 else b.next_at end) end
       from unnest($1::bigint[], $2::integer[], $3::jsonb[], $4::integer[], $5::integer[], $8::integer[])
            as v (delivery_id, batch_no, counts, pending, in_flight, in_doubt)
      where b.delivery_id = v.delivery_id and b.batch_no = v.batch_no`,
    [
      ...keys,
      counts.map((c) => JSON.stringify(c)),
      counts.map((c) => c.pending),
      counts.map((c) => c.submitting),
      now,
      retryAt ?? null,
      counts.map((c) => c.unknown),
    ],
  );
}

/** Recounts up to `limit` batches whose counts no longer hold and that nobody works on; returns how many. */
export async function recountDirtyBatches(tx: EntityManager, limit: number, now: Date): Promise<number> {
  const dirty = await rowsOf<{ deliveryId: string; batchNo: number }>(
    tx,
    `select delivery_id as "deliveryId", batch_no as "batchNo" from delivery_batch
      where dirty and (lease_until is null or lease_until <= $2)
      order by delivery_id desc, batch_no limit $1 for no key update skip locked`,
    [limit, now],
  );
  if (dirty.length > 0) await settleBatches(tx, dirty, { now });
  return dirty.length;
}

/** The counts of deliveries from their batches; of batches at work, from their recipients, so that progress is live. */
export async function countRecipients(
  em: EntityManager,
  deliveryIds: readonly string[],
  now: Date,
): Promise<Map<string, RecipientCounts>> {
  const settled = await rowsOf<{ deliveryId: string } & RecipientCounts>(
    em,
    `select delivery_id as "deliveryId", ${Object.keys(NO_COUNTS)
      .map((key) => `coalesce(sum((counts->>'${key}')::int), 0)::int as "${key}"`)
      .join(', ')}
       from delivery_batch where delivery_id = any($1::bigint[]) and (lease_until is null or lease_until <= $2)
      group by 1`,
    [deliveryIds, now],
  );
  const live = await rowsOf<StateCount>(
    em,
    `select r.delivery_id as "deliveryId", 0 as "batchNo", ${COUNT_COLUMNS}
       from delivery_batch b join delivery_recipient r using (delivery_id, batch_no)
      where b.delivery_id = any($1::bigint[]) and b.lease_until > $2 group by 1, 3`,
    [deliveryIds, now],
  );
  const counts = new Map<string, RecipientCounts>();
  for (const { deliveryId, ...rest } of settled) counts.set(deliveryId, rest);
  for (const [deliveryId, rows] of groupBy(live, (row) => row.deliveryId))
    counts.set(deliveryId, addCounts(counts.get(deliveryId) ?? NO_COUNTS, sumStates(rows)));
  return counts;
}

const STATE_KEYS: Readonly<Record<RecipientState, keyof RecipientCounts>> = {
  pending: 'pending',
  submitting: 'submitting',
  unknown: 'unknown',
  held: 'held',
  skipped: 'skipped',
  failed: 'failed',
  accepted: 'accepted',
  delayed: 'delayed',
  delivered: 'delivered',
  bounced_soft: 'bouncedSoft',
  bounced_hard: 'bouncedHard',
  rejected: 'rejected',
  complained: 'complained',
};

function sumStates(rows: readonly StateCount[]): RecipientCounts {
  const counts: Record<keyof RecipientCounts, number> = { ...NO_COUNTS };
  for (const row of rows) {
    counts[STATE_KEYS[row.state]] += row.count;
    counts.opened += row.opened;
    counts.mppOpened += row.mppOpened;
    counts.clicked += row.clicked;
    counts.unsubscribed += row.unsubscribed;
  }
  return counts;
}

function addCounts(a: RecipientCounts, b: RecipientCounts): RecipientCounts {
  const keys = Object.keys(NO_COUNTS) as (keyof RecipientCounts)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as RecipientCounts;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
