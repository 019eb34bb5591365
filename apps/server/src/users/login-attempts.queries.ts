import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { RequestOrigin } from './sessions.service.js';

/** Failures of one address within this time lock it (product.md S-08). */
export const LOCK_WINDOW_MS = 30 * 60_000;
/** … and this many of them do. */
export const LOCK_AFTER = 5;

export interface StartedAttempt {
  readonly id: string;
  /** milliseconds until the address may try again; 0: it may now */
  readonly lockedForMs: number;
}

/**
 * Records an attempt as failed and tells whether its address is locked. Written before the password is checked and
 * under a lock per address, so that parallel guesses count each other. Refused attempts do not prolong the lock.
 */
export async function startAttempt(
  tx: EntityManager,
  emailNormalised: string,
  from: RequestOrigin,
  now: Date,
): Promise<StartedAttempt> {
  await rowsOf(tx, `select pg_advisory_xact_lock(4928, hashtext($1))`, [emailNormalised]);
  const failures = await rowsOf<{ attempted_at: Date }>(
    tx,
    `select attempted_at from login_attempt
      where email_normalised = $1 and attempted_at > $2 and not succeeded and reason <> 'locked'
        and id > coalesce((select max(id) from login_attempt
                            where email_normalised = $1 and attempted_at > $2 and succeeded), 0)
      order by id desc limit $3`,
    [emailNormalised, new Date(now.getTime() - LOCK_WINDOW_MS), LOCK_AFTER],
  );
  const oldest = failures.length < LOCK_AFTER ? undefined : failures.at(-1);
  const [row] = await rowsOf<{ id: string }>(
    tx,
    `insert into login_attempt (attempted_at, email_normalised, succeeded, reason, ip, user_agent)
     values ($1, $2, false, $3, $4, $5) returning id`,
    [now, emailNormalised, oldest ? 'locked' : 'unknown-or-wrong', from.ip, from.userAgent],
  );
  if (!row) throw new Error('insert returned no row');
  const lockedForMs = oldest ? Math.max(1, oldest.attempted_at.getTime() + LOCK_WINDOW_MS - now.getTime()) : 0;
  return { id: row.id, lockedForMs };
}

/** Completes the row of an attempt; `reason` null: it succeeded. */
export async function finishAttempt(
  em: EntityManager,
  id: string,
  outcome: { userId: string | null; reason: 'unknown-or-wrong' | 'disabled' | 'locked' | null },
): Promise<void> {
  await rowsOf(em, `update login_attempt set user_id = $2, succeeded = $3::text is null, reason = $3 where id = $1`, [
    id,
    outcome.userId,
    outcome.reason,
  ]);
}

export interface LoginAttemptRow {
  readonly id: string;
  readonly attempted_at: Date;
  readonly email_normalised: string;
  readonly user_name: string | null;
  readonly succeeded: boolean;
  readonly reason: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

/** Newest first by id, the primary key; ids grow with time, so the month is cut off at the end of the walk. */
export function listAttempts(
  em: EntityManager,
  page: { beforeId: string | null; since: Date; succeeded: boolean | null; limit: number },
): Promise<LoginAttemptRow[]> {
  return rowsOf<LoginAttemptRow>(
    em,
    `select a.id, a.attempted_at, a.email_normalised, u.name as user_name, a.succeeded, a.reason, a.ip, a.user_agent
       from login_attempt a left join app_user u on u.id = a.user_id
      where ($1::bigint is null or a.id < $1) and a.attempted_at > $2 and ($3::boolean is null or a.succeeded = $3)
      order by a.id desc limit $4`,
    [page.beforeId, page.since, page.succeeded, page.limit],
  );
}
