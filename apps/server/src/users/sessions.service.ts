import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database, rowsOf } from '../platform/database/database.js';
import type { Permission } from './permissions.js';
import type { CurrentUserInfo } from './requires.decorator.js';
import { csrfTokenOf, hashToken, newToken } from './session-token.js';

/** A session ends this long after it was last used. */
export const IDLE_MS = 24 * 3_600_000;
/** `last_seen_at` is written at most this often, so that reading pages does not write rows. */
const TOUCH_MS = 60_000;

/** Where a request comes from, for the session list and the login history. */
export interface RequestOrigin {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** A session that holds, with its user. */
export interface LiveSession {
  readonly hash: Buffer;
  readonly csrfToken: string;
  readonly user: CurrentUserInfo;
}

interface SessionRow {
  last_seen_at: Date;
  id: string;
  email: string;
  name: string;
  locale: 'ja' | 'en';
  role: string;
  permissions: Permission[];
}

/** Opaque tokens: 256 bits in the cookie, their SHA-256 in the table. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Starts a session and returns its token, which is stored nowhere; ended sessions are swept away meanwhile. */
  async open(tx: EntityManager, userId: string, from: RequestOrigin): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    await tx.query('delete from user_session where expires_at <= $1', [now]);
    await tx.query(
      `insert into user_session (token_hash, user_id, created_at, last_seen_at, expires_at, ip, user_agent)
       values ($1, $2, $3, $3, $4, $5, $6)`,
      [hashToken(token), userId, now, after(now, IDLE_MS), from.ip, from.userAgent?.slice(0, 300) ?? null],
    );
    return token;
  }

  /** The session of a token, or null when it ended, was revoked, or its user was disabled. Using it prolongs it. */
  async find(token: string | undefined): Promise<LiveSession | null> {
    if (!token) return null;
    const hash = hashToken(token);
    const now = this.clock.now();
    const [row] = await this.db.rows<SessionRow>(
      `select s.last_seen_at, u.id, u.email, u.name, u.locale, r.name as role, r.permissions
         from user_session s
         join app_user u on u.id = s.user_id
         join user_role r on r.id = u.role_id
        where s.token_hash = $1 and s.expires_at > $2 and u.disabled_at is null`,
      [hash, now],
    );
    if (!row) return null;
    if (now.getTime() - row.last_seen_at.getTime() >= TOUCH_MS) await this.touch(hash, now);
    const { last_seen_at: _, ...user } = row;
    return { hash, csrfToken: csrfTokenOf(this.env.KUBARI_SECRET, hash), user };
  }

  async end(hash: Buffer): Promise<void> {
    await this.db.rows('delete from user_session where token_hash = $1', [hash]);
  }

  /** Ends every session of a user, but the one of `keep`; for a changed password, role or a disabled account. */
  async revokeAll(tx: EntityManager, userId: string, keep: Buffer | null = null): Promise<void> {
    await rowsOf(tx, 'delete from user_session where user_id = $1 and ($2::bytea is null or token_hash <> $2)', [
      userId,
      keep,
    ]);
  }

  private async touch(hash: Buffer, now: Date): Promise<void> {
    await this.db.rows('update user_session set last_seen_at = $2, expires_at = $3 where token_hash = $1', [
      hash,
      now,
      after(now, IDLE_MS),
    ]);
  }
}

const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);
