import type { EntityManager } from 'typeorm';
import { ERASED_ADDRESS } from '../customers/eraser.types.js';
import { rowsOf } from '../platform/database/database.js';
import { RECIPIENT_OUTCOMES, type RecipientOutcome, type RecipientState } from './delivery.types.js';

// What events do to recipients. Locks are always taken in one order, so that events, answers and operators cannot
// deadlock: recipients by id, then their attempts, then batches by number.

/** A recipient as locked for an event. */
export interface LockedRecipient {
  readonly recipientId: string;
  readonly deliveryId: string;
  readonly customerId: string;
  readonly email: string;
  readonly batchNo: number | null;
  readonly state: RecipientState;
  readonly attemptCount: number;
  /** the person was erased: nothing that names them may be written down again */
  readonly isErased: boolean;
}

/** Rank of an outcome (sending.md §2.6); null for states before acceptance. Rejected and hard bounce stand equal. */
const rankOf = (column: string): string =>
  `case ${column} ${RECIPIENT_OUTCOMES.map((outcome) => `when '${outcome}' then ${RANKS[outcome]}`).join(' ')} end`;

const RANKS: Readonly<Record<RecipientOutcome, number>> = {
  accepted: 10,
  delayed: 20,
  delivered: 30,
  bounced_soft: 40,
  bounced_hard: 50,
  rejected: 50,
  complained: 60,
};

/** Locks the recipients that exist among the ids, in id order; call it before anything else that touches them. */
export function lockRecipients(tx: EntityManager, ids: readonly string[]): Promise<LockedRecipient[]> {
  return rowsOf<LockedRecipient>(
    tx,
    `select id as "recipientId", delivery_id as "deliveryId", customer_id as "customerId", email,
            batch_no as "batchNo", state, attempt_count as "attemptCount", email = $2 as "isErased"
       from delivery_recipient where id = any($1::uuid[]) order by id for no key update`,
    [ids, ERASED_ADDRESS],
  );
}

export interface ProvenAttempt {
  readonly recipientId: string;
  readonly attemptNo: number;
  readonly sesMessageId: string | null;
  readonly at: Date;
}

/** Closes attempts as accepted, whatever was thought of them; returns what they were taken for until now. */
export function acceptAttempts(
  tx: EntityManager,
  proofs: readonly ProvenAttempt[],
  now: Date,
): Promise<{ recipientId: string; attemptNo: number; was: string | null }[]> {
  return rowsOf(
    tx,
    `update send_attempt a
        set outcome = 'accepted', ses_message_id = coalesce(a.ses_message_id, p.message_id),
            resolved_by = 'event', resolved_at = $4
       from unnest($1::uuid[], $2::smallint[], $3::text[]) as p (recipient_id, attempt_no, message_id)
      where a.recipient_id = p.recipient_id and a.attempt_no = p.attempt_no and a.outcome is distinct from 'accepted'
  returning a.recipient_id as "recipientId", a.attempt_no as "attemptNo", old.outcome as was`,
    [proofs.map((p) => p.recipientId), proofs.map((p) => p.attemptNo), proofs.map((p) => p.sesMessageId), now],
  );
}

/**
 * Takes recipients that are not accepted yet to accepted. Also those without an attempt row: after a restore from a
 * backup the ledger may know less than SES does, and the event is the proof.
 */
export async function acceptRecipients(
  tx: EntityManager,
  proofs: readonly { recipientId: string; at: Date }[],
): Promise<void> {
  const changed = await rowsOf<BatchKey>(
    tx,
    `update delivery_recipient r
        set state = 'accepted', accepted_at = coalesce(r.accepted_at, p.at),
            trouble = null, skip_reason = null, error_kind = null, error_detail = null
       from unnest($1::uuid[], $2::timestamptz[]) as p (id, at)
      where r.id = p.id and r.state in ('pending', 'submitting', 'unknown', 'held', 'failed', 'skipped')
  returning r.delivery_id as "deliveryId", r.batch_no as "batchNo"`,
    [proofs.map((p) => p.recipientId), proofs.map((p) => p.at)],
  );
  await markDirty(tx, changed);
}

export interface OutcomeChange {
  readonly recipientId: string;
  readonly outcome: RecipientOutcome;
  readonly at: Date;
  /** of bounces: unknown_user, mailbox_full …; and the server's words */
  readonly errorKind?: string | null;
  readonly errorDetail?: string | null;
}

/** A recipient whose outcome moved forward. */
export interface ChangedRecipient {
  readonly recipientId: string;
  readonly deliveryId: string;
  readonly customerId: string;
  readonly batchNo: number | null;
  readonly from: RecipientOutcome;
  readonly to: RecipientOutcome;
}

/** Moves outcomes forward by rank, never back; the highest of several for one recipient counts. */
export async function advanceOutcomes(
  tx: EntityManager,
  changes: readonly OutcomeChange[],
): Promise<ChangedRecipient[]> {
  const highest = new Map<string, OutcomeChange>();
  for (const change of changes) {
    const known = highest.get(change.recipientId);
    if (!known || RANKS[change.outcome] > RANKS[known.outcome]) highest.set(change.recipientId, change);
  }
  const given = [...highest.values()];
  if (given.length === 0) return [];
  const changed = await rowsOf<ChangedRecipient>(
    tx,
    `with given as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as g (id, outcome, kind, detail)
     ), locked as (
       select r.id from delivery_recipient r join given using (id) order by r.id for no key update of r
     )
     update delivery_recipient r
        set state = g.outcome,
            trouble = case when g.outcome in ('accepted', 'delayed', 'delivered') then null else g.outcome end,
            error_kind = coalesce(g.kind, r.error_kind), error_detail = coalesce(g.detail, r.error_detail)
       from given g join locked using (id)
      where r.id = g.id and ${rankOf('g.outcome')} > ${rankOf('r.state')}
  returning r.id as "recipientId", r.delivery_id as "deliveryId", r.customer_id as "customerId",
            r.batch_no as "batchNo", old.state as "from", r.state as "to"`,
    [
      given.map((c) => c.recipientId),
      given.map((c) => c.outcome),
      given.map((c) => c.errorKind ?? null),
      given.map((c) => c.errorDetail ?? null),
    ],
  );
  await markDirty(tx, changed);
  return changed;
}

const HIT_COLUMNS = {
  opened: 'opened_at',
  mppOpened: 'mpp_opened_at',
  clicked: 'clicked_at',
} as const;

/** What a recipient can do for the first time: open, open through Apple's privacy proxy, click. */
export type FirstHit = keyof typeof HIT_COLUMNS;

/**
 * The end of a statement whose CTE `hits (recipient_id, at, …)` the caller writes in front of it: notes the first hit of
 * each recipient. One statement with the caller's own insert, since at 10,000 hits a second every round trip counts.
 * Batches that are dirty already are only locked, as markDirty asks; `l.dirty` is read under that lock.
 */
export function firstHitsSql(kind: FirstHit): string {
  const column = HIT_COLUMNS[kind];
  return `first_hits as (
       select recipient_id, min(at) as at from hits group by 1
     ), locked_recipients as (
       select r.id, f.at from delivery_recipient r join first_hits f on f.recipient_id = r.id
        where r.${column} is null order by r.id for no key update of r
     ), marked as (
       update delivery_recipient r set ${column} = l.at from locked_recipients l
        where r.id = l.id and r.${column} is null
       returning r.delivery_id, r.batch_no
     ), locked_batches as (
       select b.delivery_id, b.batch_no, b.dirty from delivery_batch b
         join (select distinct delivery_id, batch_no from marked) k using (delivery_id, batch_no)
        order by b.delivery_id, b.batch_no for no key update of b
     )
     update delivery_batch b set dirty = true from locked_batches l
      where b.delivery_id = l.delivery_id and b.batch_no = l.batch_no and not l.dirty`;
}

/** Who unsubscribed by a link: such links name delivery and customer, since they outlive the recipient's row. */
export interface UnsubscribedCustomer {
  readonly deliveryId: string;
  readonly customerId: string;
  readonly at: Date;
}

/** Notes on the recipient's row, where it still exists, that its unsubscribe link was used. */
export async function markUnsubscribedRecipients(
  tx: EntityManager,
  hits: readonly UnsubscribedCustomer[],
): Promise<void> {
  const changed = await rowsOf<BatchKey>(
    tx,
    `with locked as (
       select r.id, g.at from delivery_recipient r
         join unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as g (delivery_id, customer_id, at)
           on r.customer_id = g.customer_id and r.delivery_id = g.delivery_id
        where r.unsubscribed_at is null order by r.id for no key update of r
     )
     update delivery_recipient r set unsubscribed_at = l.at
       from locked l where r.id = l.id and r.unsubscribed_at is null
  returning r.delivery_id as "deliveryId", r.batch_no as "batchNo"`,
    [hits.map((h) => h.deliveryId), hits.map((h) => h.customerId), hits.map((h) => h.at)],
  );
  await markDirty(tx, changed);
}

/** The other way round, when the recipient took the stop back: it is no unsubscription by this delivery any more. */
export async function unmarkUnsubscribedRecipient(
  tx: EntityManager,
  { deliveryId, customerId }: Omit<UnsubscribedCustomer, 'at'>,
): Promise<void> {
  const changed = await rowsOf<BatchKey>(
    tx,
    `update delivery_recipient set unsubscribed_at = null
      where customer_id = $2 and delivery_id = $1 and unsubscribed_at is not null
  returning delivery_id as "deliveryId", batch_no as "batchNo"`,
    [deliveryId, customerId],
  );
  await markDirty(tx, changed);
}

export interface BatchKey {
  readonly deliveryId: string;
  readonly batchNo: number | null;
}

/**
 * Says that the counts of these batches no longer hold. Every transaction that changes recipients calls it last, and
 * always writes: the row lock is what makes a recount wait for the writer (see recountBatch).
 */
export async function markDirty(tx: EntityManager, batches: readonly BatchKey[]): Promise<void> {
  const keys = new Map(batches.filter((b) => b.batchNo !== null).map((b) => [`${b.deliveryId}/${b.batchNo}`, b]));
  if (keys.size === 0) return;
  await rowsOf(
    tx,
    `with locked as (
       select b.delivery_id, b.batch_no from delivery_batch b
         join unnest($1::bigint[], $2::integer[]) as k (delivery_id, batch_no) using (delivery_id, batch_no)
        order by b.delivery_id, b.batch_no for no key update of b
     )
     update delivery_batch b set dirty = true from locked l
      where b.delivery_id = l.delivery_id and b.batch_no = l.batch_no`,
    [[...keys.values()].map((b) => b.deliveryId), [...keys.values()].map((b) => b.batchNo)],
  );
}
