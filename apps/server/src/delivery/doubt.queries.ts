import type { EntityManager } from 'typeorm';
import { rowsOf, type Database } from '../platform/database/database.js';
import type { PipelineHealth } from './doubt.js';
import { markDirty, type BatchKey } from './recipient-outcomes.queries.js';

/** An attempt in doubt that is its recipient's latest. */
export interface UnknownAttempt {
  readonly recipientId: string;
  readonly attemptNo: number;
  readonly deliveryId: string;
  readonly deadlineAt: Date;
  readonly absentCount: number;
}

/** The oldest attempts in doubt. The index holds the few open attempts only. */
export function findUnknownAttempts(db: Database, now: Date, limit: number): Promise<UnknownAttempt[]> {
  return db.rows(
    `select a.recipient_id as "recipientId", a.attempt_no as "attemptNo", r.delivery_id as "deliveryId",
            a.deadline_at as "deadlineAt",
            (select count(*)::int from send_attempt e where e.recipient_id = a.recipient_id and e.outcome = 'absent')
              as "absentCount"
       from send_attempt a join delivery_recipient r on r.id = a.recipient_id
      where a.outcome = 'unknown' and a.deadline_at <= $1 and r.state = 'unknown' and r.attempt_count = a.attempt_no
      order by a.deadline_at limit $2`,
    [now, limit],
  );
}

/**
 * How far events have arrived. Reads the inbox of the tracking module, which stands above us: a read-only look, since
 * only there is it known what still waits to be applied.
 */
export async function pipelineHealth(db: Database): Promise<PipelineHealth> {
  const [health] = await db.rows<PipelineHealth>(
    `select p.newest_mail_at as "newestMailAt", p.queue_empty_at as "queueEmptyAt",
            (select min(received_at) from ses_notification where state = 'new') as "oldestWaitingAt"
       from event_pipeline p where p.id = 1`,
  );
  return health ?? { newestMailAt: null, oldestWaitingAt: null, queueEmptyAt: null };
}

/** Takes the turn to send a canary; false when another was sent since `before`. */
export async function takeCanaryTurn(db: Database, before: Date, now: Date): Promise<boolean> {
  const rows = await db.rows(
    `update event_pipeline set canary_sent_at = $2
      where id = 1 and (canary_sent_at is null or canary_sent_at <= $1) returning id`,
    [before, now],
  );
  return rows.length === 1;
}

/** The From address of a delivery, for its canary. */
export async function senderOf(db: Database, deliveryId: string): Promise<string | null> {
  const [row] = await db.rows<{ email: string }>(
    'select sender_email as email from delivery_content where delivery_id = $1',
    [deliveryId],
  );
  return row?.email ?? null;
}

/**
 * Concludes that SES never had these attempts: the person waits again, or is skipped where the delivery was canceled
 * meanwhile. Guarded by the state, since an event may settle it at the same instant. Returns how many were concluded.
 */
export async function concludeAbsent(
  tx: EntityManager,
  attempts: readonly UnknownAttempt[],
  now: Date,
): Promise<number> {
  const moved = await rowsOf<BatchKey & { recipientId: string; attemptNo: number }>(
    tx,
    `with locked as (${lockUnknown}
     )
     update delivery_recipient r
        set state = case when d.state = 'canceled' then 'skipped' else 'pending' end,
            skip_reason = case when d.state = 'canceled' then 'canceled' end, trouble = null
       from locked l join delivery d on d.id = l.delivery_id
      where r.id = l.id and r.state = 'unknown'
  returning r.id as "recipientId", r.attempt_count as "attemptNo", r.delivery_id as "deliveryId",
            r.batch_no as "batchNo"`,
    keysOf(attempts),
  );
  await rowsOf(
    tx,
    `update send_attempt s set outcome = 'absent', resolved_by = 'absence', resolved_at = $3
       from unnest($1::uuid[], $2::smallint[]) as a (id, no)
      where s.recipient_id = a.id and s.attempt_no = a.no and s.outcome = 'unknown'`,
    [...keysOf(moved), now],
  );
  await markDirty(tx, moved);
  return moved.length;
}

/** Leaves these people to an operator: whether they got the mail cannot be known. Returns how many. */
export async function holdUnknown(tx: EntityManager, attempts: readonly UnknownAttempt[]): Promise<number> {
  const moved = await rowsOf<BatchKey>(
    tx,
    `with locked as (${lockUnknown}
     )
     update delivery_recipient r set state = 'held', trouble = 'held' from locked l
      where r.id = l.id and r.state = 'unknown'
  returning r.delivery_id as "deliveryId", r.batch_no as "batchNo"`,
    keysOf(attempts),
  );
  await markDirty(tx, moved);
  return moved.length;
}

const lockUnknown = `
       select r.id, r.delivery_id from delivery_recipient r
         join unnest($1::uuid[], $2::smallint[]) as a (id, no) on r.id = a.id and r.attempt_count = a.no
        where r.state = 'unknown' order by r.id for no key update of r`;

function keysOf(attempts: readonly { recipientId: string; attemptNo: number }[]): [string[], number[]] {
  return [attempts.map((a) => a.recipientId), attempts.map((a) => a.attemptNo)];
}
