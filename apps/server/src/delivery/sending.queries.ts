import type { QueryConfig } from 'pg';
import type { FieldValues } from '../customers/field.types.js';
import type { Database } from '../platform/database/database.js';
import type { SkipReason } from './delivery.types.js';

// The statements of sending, each one transaction by itself. They are named, so that PostgreSQL parses and plans them
// once per connection: at 5,000 mails a second planning would cost more than the work.

/** A batch this process may work on until `leaseUntil`; the token fences it off from every other claim. */
export interface ClaimedBatch {
  readonly deliveryId: string;
  readonly batchNo: number;
  readonly domainGroup: string;
  readonly leaseToken: string;
  readonly pendingIds: readonly string[];
}

/**
 * Leases the batch whose turn it is, null when none is free. `skip locked`, so that workers claiming at the same
 * instant get different batches instead of waiting for each other; an expired lease counts as none. The order by
 * next_at makes domain groups take turns.
 */
export async function claimBatch(
  db: Database,
  claim: { deliveryId: string; leaseToken: string; now: Date; leaseUntil: Date },
): Promise<ClaimedBatch | null> {
  const { rows } = await db.pool.query<Omit<ClaimedBatch, 'deliveryId' | 'leaseToken'>>({
    name: 'delivery-claim-batch',
    text: `
      with free as (
        select b.batch_no from delivery_batch b
         where b.delivery_id = $1 and b.done_at is null and b.next_at <= $3
           and (b.lease_until is null or b.lease_until <= $3)
           and exists (select from delivery d where d.id = $1 and d.state = 'sending')
         order by b.next_at limit 1 for no key update skip locked
      ), leased as (
        update delivery_batch b set lease_token = $2, lease_until = $4, dirty = true
          from free where b.delivery_id = $1 and b.batch_no = free.batch_no
        returning b.batch_no, b.domain_group
      )
      select l.batch_no as "batchNo", l.domain_group as "domainGroup",
             array(select r.id::text from delivery_recipient r
                    where r.delivery_id = $1 and r.batch_no = l.batch_no and r.state = 'pending' order by r.id
             ) as "pendingIds"
        from leased l`,
    values: [claim.deliveryId, claim.leaseToken, claim.now, claim.leaseUntil],
  });
  const [batch] = rows;
  return batch ? { deliveryId: claim.deliveryId, leaseToken: claim.leaseToken, ...batch } : null;
}

/** When the next batch of a delivery may be claimed; null when none will be by waiting alone. */
export async function nextBatchAt(db: Database, deliveryId: string): Promise<Date | null> {
  const { rows } = await db.pool.query<{ nextAt: Date | null }>({
    name: 'delivery-next-batch-at',
    text: `select min(b.next_at) as "nextAt" from delivery_batch b
            where b.delivery_id = $1 and b.done_at is null and b.next_at < 'infinity' and b.lease_until is null
              and exists (select from delivery d where d.id = $1 and d.state = 'sending')`,
    values: [deliveryId],
  });
  return rows[0]?.nextAt ?? null;
}

/** Keeps a batch for longer; false when it is no longer ours. */
export async function renewLease(db: Database, batch: ClaimedBatch, now: Date, leaseUntil: Date): Promise<boolean> {
  const { rowCount } = await db.pool.query({
    name: 'delivery-renew-lease',
    text: `update delivery_batch set lease_until = $5
            where delivery_id = $1 and batch_no = $2 and lease_token = $3 and lease_until > $4`,
    values: [batch.deliveryId, batch.batchNo, batch.leaseToken, now, leaseUntil],
  });
  return rowCount === 1;
}

/** One attempt that is committed and may now be called. */
export interface BegunAttempt {
  readonly recipientId: string;
  readonly attemptNo: number;
  readonly customerId: string;
  readonly email: string;
  readonly fieldValues: FieldValues;
  readonly registeredAt: Date;
  readonly startedAt: Date;
}

interface MarkedRow {
  readonly recipientId: string;
  readonly attemptNo: number;
  readonly customerId: string;
  readonly email: string;
  readonly fieldValues: FieldValues | null;
  readonly registeredAt: Date | null;
  readonly skipReason: SkipReason | null;
}

/**
 * Commits an attempt for each of these recipients who may still be mailed, before any call is made: whatever dies from
 * here on leaves them in doubt, never lost and never mailed twice. The same statement looks again at everything that
 * may have changed since planning (D-05): the delivery still runs, the batch is still ours, the person is still in the
 * group, has not opted out, and the address is still good; who may not be mailed any more is skipped with the reason.
 * `state = 'pending'` in the update is the compare-and-set that lets only one of two senders have a recipient.
 * Returns null when the delivery or the batch is no longer ours to send.
 */
export async function beginAttempts(
  db: Database,
  batch: ClaimedBatch,
  ids: readonly string[],
  times: { now: Date; deadlineAt: Date },
): Promise<{ begun: BegunAttempt[]; skippedCount: number } | null> {
  const { rows } = await db.pool.query<MarkedRow>(beginAttemptsQuery(batch, ids, times));
  if (rows.length === 0) return null;
  const begun: BegunAttempt[] = [];
  for (const row of rows) {
    const { skipReason, fieldValues, registeredAt } = row;
    if (skipReason === null && fieldValues !== null && registeredAt !== null)
      begun.push({ ...row, fieldValues, registeredAt, startedAt: times.now });
  }
  return { begun, skippedCount: rows.length - begun.length };
}

function beginAttemptsQuery(
  batch: ClaimedBatch,
  ids: readonly string[],
  { now, deadlineAt }: { now: Date; deadlineAt: Date },
): QueryConfig {
  return {
    name: 'delivery-begin-attempts',
    text: `
      with due as (
        select r.id, r.customer_id, c.field_values, c.created_at,
               case when c.id is null then 'customer_deleted'
                    when m.delivery_state is null then 'left_group'
                    when m.delivery_state <> 'active' then m.delivery_state
                    when c.status <> 'ok' then 'customer_error' end as skip_reason
          from unnest($4::uuid[]) as given (id)
          join delivery_recipient r on r.id = given.id and r.state = 'pending'
          join delivery d on d.id = $1 and d.state = 'sending'
          join delivery_batch b on b.delivery_id = $1 and b.batch_no = $2 and b.lease_token = $3 and b.lease_until > $5
          left join customer c on c.id = r.customer_id
          left join group_membership m on m.group_id = d.group_id and m.customer_id = r.customer_id
      ), marked as (
        update delivery_recipient r
           set state = case when due.skip_reason is null then 'submitting' else 'skipped' end,
               skip_reason = due.skip_reason,
               attempt_count = r.attempt_count + case when due.skip_reason is null then 1 else 0 end
          from due where r.id = due.id and r.state = 'pending'
        returning r.id, r.attempt_count, r.customer_id, r.email, r.skip_reason, due.field_values, due.created_at
      ), attempt as (
        insert into send_attempt (recipient_id, attempt_no, started_at, deadline_at)
        select id, attempt_count, $5, $6 from marked where skip_reason is null
      )
      select id::text as "recipientId", attempt_count as "attemptNo", customer_id as "customerId", email,
             field_values as "fieldValues", created_at as "registeredAt", skip_reason as "skipReason"
        from marked`,
    values: [batch.deliveryId, batch.batchNo, batch.leaseToken, plainArray(ids), now, deadlineAt],
  };
}

/** What one answer makes of an attempt and of its recipient. */
export interface RecordedAnswer {
  readonly recipientId: string;
  readonly attemptNo: number;
  readonly outcome: 'accepted' | 'not_sent' | 'rejected' | 'unknown';
  readonly sesMessageId: string | null;
  readonly httpStatus: number | null;
  readonly detail: string | null;
  readonly errorKind: string | null;
}

/** A recipient that an answer found no longer in flight: its batch may already have been counted without it. */
export interface LateAnswer {
  readonly deliveryId: string;
  readonly batchNo: number;
  readonly state: string;
}

/**
 * Records answers of many recipients at once; give them sorted by recipient id, which is the order in which everybody
 * locks recipients. A recipient that an event has already taken further is left alone: the event is the better witness.
 * One that was given up as unknown meanwhile takes the answer: late, but definite.
 */
export async function recordAnswers(
  db: Database,
  answers: readonly RecordedAnswer[],
  now: Date,
): Promise<LateAnswer[]> {
  const { rows } = await db.pool.query<LateAnswer>({
    name: 'delivery-record-answers',
    text: `
      with answer as (
        select * from unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[])
          as a (id, no, outcome, message_id, http_status, detail, error_kind)
      ), changed as (
        update delivery_recipient r
           set state = case a.outcome when 'not_sent' then 'pending' when 'rejected' then 'failed' else a.outcome end,
               trouble = case a.outcome when 'unknown' then 'unknown' when 'rejected' then 'failed' end,
               accepted_at = case when a.outcome = 'accepted' then $8::timestamptz else r.accepted_at end,
               error_kind = case when a.outcome = 'rejected' then a.error_kind end,
               error_detail = case when a.outcome = 'rejected' then a.detail end
          from answer a
         where r.id = a.id and r.attempt_count = a.no and r.state in ('submitting', 'unknown')
        returning r.id, r.attempt_count as no, r.delivery_id, r.batch_no, r.state, old.state as was,
                  a.outcome, a.message_id, a.http_status, a.detail
      ), closed as (
        update send_attempt s
           set outcome = c.outcome, ses_message_id = c.message_id, http_status = c.http_status, detail = c.detail,
               resolved_by = case when c.outcome <> 'unknown' then 'response' end,
               resolved_at = case when c.outcome <> 'unknown' then $8::timestamptz end
          from changed c
         where s.recipient_id = c.id and s.attempt_no = c.no and coalesce(s.outcome, 'unknown') = 'unknown'
      )
      select delivery_id as "deliveryId", batch_no as "batchNo", state from changed where was = 'unknown'`,
    values: [
      plainArray(answers.map((a) => a.recipientId)),
      plainArray(answers.map((a) => a.attemptNo)),
      plainArray(answers.map((a) => a.outcome)),
      arrayUnlessEmpty(answers.map((a) => a.sesMessageId)),
      arrayUnlessEmpty(answers.map((a) => a.httpStatus)),
      arrayUnlessEmpty(answers.map((a) => a.detail)),
      arrayUnlessEmpty(answers.map((a) => a.errorKind)),
      now,
    ],
  });
  return rows;
}

/** PostgreSQL's form of an array whose elements are uuids, numbers or our own words: nothing to escape, so no escaping. */
function plainArray(elements: readonly (string | number)[]): string {
  return `{${elements.join(',')}}`;
}

/** unnest() of several arrays fills a missing one up with nulls: a column of nulls need not be sent and read. */
function arrayUnlessEmpty<T>(elements: readonly (T | null)[]): readonly (T | null)[] | null {
  return elements.some((element) => element !== null) ? elements : null;
}
