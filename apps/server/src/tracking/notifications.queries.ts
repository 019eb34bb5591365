import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** A stored SES event that is to be applied. */
export interface DueNotification {
  readonly id: string;
  readonly payload: string;
  readonly receivedAt: Date;
  readonly tryCount: number;
}

/**
 * Locks the next events, oldest first, so that no other worker applies them meanwhile; `skip locked` gives two workers
 * different ones. The partial index holds only what is still open.
 */
export function claimNotifications(tx: EntityManager, now: Date, limit: number): Promise<DueNotification[]> {
  return rowsOf<DueNotification>(
    tx,
    `select id, payload, received_at as "receivedAt", try_count as "tryCount" from ses_notification
      where state in ('new', 'orphan') and next_try_at <= $1
      order by next_try_at, id limit $2 for update skip locked`,
    [now, limit],
  );
}

/**
 * Says what became of events. Of one that was applied only the key stays, which makes a repeated message a no-op: what
 * it said is a tracking_event now, and at 2 kB for each of millions the words would be most of the database. One that
 * was ignored keeps them for questions.
 */
export async function finishNotifications(
  tx: EntityManager,
  ids: readonly string[],
  state: 'applied' | 'ignored',
): Promise<void> {
  if (ids.length === 0) return;
  await rowsOf(
    tx,
    `update ses_notification set state = $2, payload = case when $2 = 'applied' then '' else payload end
      where id = any($1::bigint[])`,
    [ids, state],
  );
}

/** Forgets what events said whose recipients were erased: that they came stays, against a second copy. */
export async function emptyNotifications(tx: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await rowsOf(tx, `update ses_notification set payload = '{}' where id = any($1::bigint[])`, [ids]);
}

/** Puts events off to be tried again at `nextTryAt`; with null they are given up. */
export async function postponeNotifications(
  em: EntityManager,
  given: readonly { id: string; nextTryAt: Date | null }[],
): Promise<void> {
  if (given.length === 0) return;
  await rowsOf(
    em,
    `update ses_notification n
        set state = case when p.at is null then 'ignored' else 'orphan' end,
            try_count = n.try_count + 1, next_try_at = coalesce(p.at, n.next_try_at)
       from unnest($1::bigint[], $2::timestamptz[]) as p (id, at) where n.id = p.id`,
    [given.map((g) => g.id), given.map((g) => g.nextTryAt)],
  );
}

/**
 * Puts an event off that failed for a reason of ours. It stays new, however often: as long as it waits, the absence of
 * the mail it may speak of is not concluded (see pipelineHealth of delivery).
 */
export async function keepForLater(em: EntityManager, id: string, nextTryAt: Date): Promise<void> {
  await rowsOf(
    em,
    `update ses_notification set state = 'new', try_count = try_count + 1, next_try_at = $2 where id = $1`,
    [id, nextTryAt],
  );
}

/** Removes events received before `before`, at most `limit`; returns how many. By id, which ascends with the time. */
export async function removeOldNotifications(em: EntityManager, before: Date, limit: number): Promise<number> {
  const removed = await rowsOf(
    em,
    `delete from ses_notification where id in (
       select id from (select id, received_at, state from ses_notification order by id limit $2) oldest
        where received_at < $1 and state in ('applied', 'ignored')) returning id`,
    [before, limit],
  );
  return removed.length;
}
