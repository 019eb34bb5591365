import type { EntityManager } from 'typeorm';
import { rowsOf, type Database } from '../platform/database/database.js';
import { settleBatches } from './counts.queries.js';
import { markDirty, type BatchKey } from './recipient-outcomes.queries.js';

/** Moves deliveries whose time has come to planning; returns them and those whose planning was lost. */
export async function startDueDeliveries(db: Database, now: Date): Promise<string[]> {
  await db.rows(`update delivery set state = 'planning' where state = 'scheduled' and starts_at <= $1`, [now]);
  const rows = await db.rows<{ id: string }>(`select id from delivery where state = 'planning' order by starts_at, id`);
  return rows.map(({ id }) => id);
}

/** Deliveries in sending with batches that could be claimed now, and how many such batches (at most `limit` each). */
export function findClaimableDeliveries(
  db: Database,
  now: Date,
  limit: number,
): Promise<{ deliveryId: string; batchCount: number }[]> {
  return db.rows(
    `select d.id as "deliveryId", b.count as "batchCount"
       from delivery d cross join lateral (
              select count(*)::int as count from (
                select from delivery_batch b
                 where b.delivery_id = d.id and b.done_at is null and b.next_at <= $1
                   and (b.lease_until is null or b.lease_until <= $1) limit $2) open) b
      where d.state = 'sending' and b.count > 0 order by d.starts_at, d.id`,
    [now, limit],
  );
}

/** Deliveries without an open batch have sent everything they could; returns those that ended by this. */
export async function finishDeliveries(db: Database, now: Date): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `update delivery d set state = 'sent', finished_at = $1
      where d.state = 'sending'
        and not exists (select from delivery_batch b where b.delivery_id = d.id and b.done_at is null)
  returning d.id`,
    [now],
  );
  return rows.map(({ id }) => id);
}

/**
 * Attempts without an answer past their deadline are in doubt, whatever became of the worker. It never makes anybody
 * pending: only proven absence does (sending.md §1.7). Recipients first, then attempts, as everywhere.
 */
export async function declareUnknown(tx: EntityManager, now: Date, limit: number): Promise<number> {
  const expired = await rowsOf<{ recipientId: string; attemptNo: number }>(
    tx,
    `select recipient_id as "recipientId", attempt_no as "attemptNo" from send_attempt
      where outcome is null and deadline_at <= $1 order by deadline_at limit $2`,
    [now, limit],
  );
  if (expired.length === 0) return 0;
  const keys = [expired.map((a) => a.recipientId), expired.map((a) => a.attemptNo)];
  const batches = await rowsOf<BatchKey>(
    tx,
    `with locked as (
       select r.id from delivery_recipient r
         join unnest($1::uuid[], $2::smallint[]) as a (id, no) on r.id = a.id and r.attempt_count = a.no
        where r.state = 'submitting' order by r.id for no key update of r
     )
     update delivery_recipient r set state = 'unknown', trouble = 'unknown' from locked l
      where r.id = l.id and r.state = 'submitting'
  returning r.delivery_id as "deliveryId", r.batch_no as "batchNo"`,
    keys,
  );
  await rowsOf(
    tx,
    `update send_attempt s set outcome = 'unknown', detail = 'no answer on record by the deadline'
       from unnest($1::uuid[], $2::smallint[]) as a (id, no)
      where s.recipient_id = a.id and s.attempt_no = a.no and s.outcome is null`,
    keys,
  );
  await markDirty(tx, batches);
  return expired.length;
}

/**
 * Takes people who are still waiting out of a canceled delivery, some batches at a time; false when none is left. Also
 * run by the sweep: an answer "not sent" that came after the cancel makes somebody wait again.
 */
export async function skipRestOfCanceled(tx: EntityManager, batchLimit: number, now: Date): Promise<boolean> {
  const batches = await rowsOf<{ deliveryId: string; batchNo: number }>(
    tx,
    `select b.delivery_id as "deliveryId", b.batch_no as "batchNo"
       from delivery d join delivery_batch b on b.delivery_id = d.id and b.done_at is null and b.next_at < 'infinity'
      where d.state = 'canceled' order by 1, 2 limit $1`,
    [batchLimit],
  );
  if (batches.length === 0) return false;
  await rowsOf(
    tx,
    `with locked as (
       select r.id from delivery_recipient r
         join unnest($1::bigint[], $2::integer[]) as k (delivery_id, batch_no) using (delivery_id, batch_no)
        where r.state = 'pending' order by r.id for no key update of r
     )
     update delivery_recipient r set state = 'skipped', skip_reason = 'canceled' from locked l
      where r.id = l.id and r.state = 'pending'`,
    [batches.map((b) => b.deliveryId), batches.map((b) => b.batchNo)],
  );
  await settleBatches(tx, batches, { now });
  return true;
}
