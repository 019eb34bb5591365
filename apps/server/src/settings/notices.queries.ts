import type { EntityManager } from 'typeorm';
import { rowsIn, rowsOf, type RunsIn } from '../platform/database/database.js';
import type { NoticeState } from './notice.types.js';

/** A mail to be put into the outbox. */
export interface NewNotice {
  readonly key: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Puts mails into the outbox; what was told under the same key before is left out. Returns how many are new. */
export async function insertNotices(where: RunsIn, notices: readonly NewNotice[], now: Date): Promise<number> {
  const rows = await rowsIn(
    where,
    `insert into notice (dedupe_key, to_address, subject, body, next_try_at, created_at)
     select *, $5::timestamptz, $5::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[])
     on conflict do nothing returning id`,
    [
      notices.map((notice) => notice.key),
      notices.map((notice) => notice.to),
      notices.map((notice) => notice.subject),
      notices.map((notice) => notice.text),
      now,
    ],
  );
  return rows.length;
}

/** A notice taken for sending. */
export interface ClaimedNotice {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attempts: number;
  readonly createdAt: Date;
}

/**
 * Takes the next notice that is due, until `leaseEndsAt`; one that a dead worker left in sending is due when its lease
 * ends. By the index on what is due; locked rows are passed over, so that two workers never take the same.
 */
export async function claimNotice(em: EntityManager, now: Date, leaseEndsAt: Date): Promise<ClaimedNotice | null> {
  const [row] = await rowsOf<ClaimedNotice>(
    em,
    `update notice n set state = 'sending', attempts = n.attempts + 1, next_try_at = $2
       from (select id from notice where state in ('waiting', 'sending') and next_try_at <= $1
              order by next_try_at, id limit 1 for update skip locked) due
      where n.id = due.id
     returning n.id, n.to_address as "to", n.subject, n.body as text, n.attempts, n.created_at as "createdAt"`,
    [now, leaseEndsAt],
  );
  return row ?? null;
}

/** What became of a claimed notice; nothing when another worker has taken it over since. */
export async function settleNotice(
  em: EntityManager,
  { id, attempts }: ClaimedNotice,
  result: { readonly state: NoticeState; readonly trouble: string | null; readonly nextTryAt: Date },
): Promise<void> {
  await rowsOf(
    em,
    `update notice set state = $3::text, trouble = $4, next_try_at = $5::timestamptz, sent_at = case when $3 = 'sent' then $5 end
      where id = $1 and attempts = $2 and state = 'sending'`,
    [id, attempts, result.state, result.trouble, result.nextTryAt],
  );
}

/** Whether anything is due; by the index. */
export async function hasDueNotice(em: EntityManager, now: Date): Promise<boolean> {
  const rows = await rowsOf(
    em,
    `select from notice where state in ('waiting', 'sending') and next_try_at <= $1 limit 1`,
    [now],
  );
  return rows.length > 0;
}

export interface NoticeRow {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: NoticeState;
  readonly trouble: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** The latest notices, by the primary key. */
export function readLatestNotices(em: EntityManager, limit: number): Promise<NoticeRow[]> {
  return rowsOf(
    em,
    `select id, to_address as "to", subject, state, trouble, created_at as "createdAt", sent_at as "sentAt"
       from notice order by id desc limit $1`,
    [limit],
  );
}

/** Removes up to `limit` notices that are settled and older than `before`; the table stays small, so it is simply read. */
export async function removeOldNotices(em: EntityManager, before: Date, limit: number): Promise<number> {
  const rows = await rowsOf(
    em,
    `delete from notice where id in (
       select id from notice where state in ('sent', 'failed') and created_at < $1 order by id limit $2) returning id`,
    [before, limit],
  );
  return rows.length;
}

/** The From address of notices: the one chosen, else the oldest of the list; null when there is none. */
export async function findNoticeSender(
  em: EntityManager,
  chosenId: string | null,
): Promise<{ readonly email: string; readonly name: string; readonly replyTo: string | null } | null> {
  const [row] = await rowsOf<{ email: string; name: string; replyTo: string | null }>(
    em,
    `select email, display_name as name, reply_to as "replyTo" from sender_address
      order by id = coalesce($1::bigint, 0) desc, id limit 1`,
    [chosenId],
  );
  return row ?? null;
}
