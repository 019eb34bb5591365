import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import { mailKey, type CountedErrors, type NotedError, type NotedMail } from './count-errors.js';
import type { ErrorKind, ErrorWeight } from './customer-error.types.js';

/** Locks the customers that exist, in the order of ids, so that two batches never wait for each other in a circle. */
export async function lockForErrors(tx: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ id: string; email: string }>(
    tx,
    `select id, email_normalised as email from customer where id = any ($1::bigint[]) order by id for no key update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.email]));
}

/** What is noted of these mails already; by the unique index of errors. Call it under the customers' locks. */
export async function readNotedMails(
  tx: EntityManager,
  mails: readonly { readonly customerId: string; readonly recipientId: string }[],
): Promise<Map<string, NotedMail>> {
  const rows = await rowsOf<{
    customerId: string;
    recipientId: string;
    kinds: string[];
    countedAs: ErrorWeight | null;
  }>(
    tx,
    `select customer_id as "customerId", recipient_id as "recipientId", array_agg(e.kind) as kinds,
            min(e.counts_as) as "countedAs"
       from unnest($1::bigint[], $2::uuid[]) as m (customer_id, recipient_id)
       join customer_error e using (customer_id, recipient_id)
      group by 1, 2`, // 'hard' sorts before 'soft'
    [mails.map((mail) => mail.customerId), mails.map((mail) => mail.recipientId)],
  );
  return new Map(rows.map((row) => [mailKey(row), { kinds: new Set(row.kinds), countedAs: row.countedAs }]));
}

/** Writes the history of errors; the unique index keeps one of each kind for a mail. */
export async function insertErrors(tx: EntityManager, errors: readonly NotedError[]): Promise<void> {
  await rowsOf(
    tx,
    `insert into customer_error (customer_id, recipient_id, delivery_id, kind, counts_as, answer, occurred_at)
     select * from unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
     on conflict (customer_id, recipient_id, kind) do nothing`,
    [
      errors.map((error) => error.customerId),
      errors.map((error) => error.recipientId),
      errors.map((error) => error.deliveryId),
      errors.map((error) => error.kind),
      errors.map((error) => error.countsAs),
      errors.map((error) => error.answer),
      errors.map((error) => error.at),
    ],
  );
}

/** Earlier errors of these mails no longer count: a heavier one takes their place. */
export async function outweighErrors(
  tx: EntityManager,
  mails: readonly { readonly customerId: string; readonly recipientId: string }[],
): Promise<void> {
  await rowsOf(
    tx,
    `update customer_error e set counts_as = null
       from unnest($1::bigint[], $2::uuid[]) as m (customer_id, recipient_id)
      where e.customer_id = m.customer_id and e.recipient_id = m.recipient_id`,
    [mails.map((mail) => mail.customerId), mails.map((mail) => mail.recipientId)],
  );
}

/** The limits of C-50 and C-58. */
export interface ErrorLimits {
  readonly hardErrorLimit: number;
  readonly softErrorLimit: number;
}

/**
 * Adds errors and turns the status where a limit is reached, in one statement. A hard error whose mail had counted
 * before a reset counts again: it is never more than all. Call it under the customers' locks.
 */
export async function addErrors(
  tx: EntityManager,
  errors: readonly CountedErrors[],
  { hardErrorLimit, softErrorLimit }: ErrorLimits,
  now: Date,
): Promise<void> {
  await rowsOf(
    tx,
    `update customer c
        set error_count = n.total, hard_error_count = n.hard,
            status = case when n.turns then 'error' else c.status end,
            status_changed_at = case when n.turns and c.status = 'ok' then $6::timestamptz else c.status_changed_at end
       from (select o.id, hard, total, hard >= $4 or total >= $5 as turns
               from unnest($1::bigint[], $2::integer[], $3::integer[]) as e (customer_id, count, hard_count)
               join customer o on o.id = e.customer_id
              cross join lateral (select o.hard_error_count + e.hard_count as hard) h
              cross join lateral (select greatest(o.error_count + e.count, hard) as total) t) n
      where c.id = n.id`,
    [
      errors.map((error) => error.customerId),
      errors.map((error) => error.count),
      errors.map((error) => error.hardCount),
      hardErrorLimit,
      softErrorLimit,
      now,
    ],
  );
}

/** An error as the history shows it. */
export interface ErrorRow {
  readonly id: string;
  readonly kind: ErrorKind;
  readonly counts_as: ErrorWeight | null;
  readonly answer: string | null;
  readonly occurred_at: Date;
  readonly delivery_id: string;
  /** null: the delivery is gone */
  readonly subject: string | null;
}

/** Errors of one customer, the last noted first; all of a customer's are found by the unique index, and they are few. */
export function readErrors(
  em: EntityManager,
  customerId: string,
  belowId: string | null,
  limit: number,
): Promise<ErrorRow[]> {
  return rowsOf(
    em,
    `select e.id, e.kind, e.counts_as, e.answer, e.occurred_at, e.delivery_id, content.subject
       from customer_error e left join delivery_content content on content.delivery_id = e.delivery_id
      where e.customer_id = $1 and ($2::bigint is null or e.id < $2)
      order by e.id desc limit $3`,
    [customerId, belowId, limit],
  );
}
