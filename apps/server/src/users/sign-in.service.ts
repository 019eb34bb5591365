import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { RateLimit, type Limit } from '../platform/http/rate-limit.js';
import { finishAttempt, startAttempt } from './login-attempts.queries.js';
import { verifyPassword } from './passwords.js';
import { SessionsService, type RequestOrigin } from './sessions.service.js';
import { signInFailed, signInLocked } from './users.errors.js';

/** Failures of one IP address; the lock per account (startAttempt) stands behind it. */
export const SIGN_IN_LIMIT: Limit = { name: 'sign-in', times: 30, windowMs: 5 * 60_000 };

/** Checks address and password. Every try becomes a row of the login history. */
@Injectable()
export class SignInService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly limit: RateLimit,
  ) {}

  /**
   * Returns the token of a new session. Refuses with one and the same answer, after the same work, an unknown address, a
   * wrong password and a disabled account; and with another one every address that failed too often, known or not.
   */
  async signIn(email: string, password: string, from: RequestOrigin): Promise<string> {
    const subject = from.ip ?? 'unknown';
    await this.limit.take(SIGN_IN_LIMIT, subject);
    const emailNormalised = email.toLowerCase();
    const attempt = await this.db.tx((tx) => startAttempt(tx, emailNormalised, from, this.clock.now()));
    const user = await this.userOf(emailNormalised);
    const matches = await verifyPassword(user?.password_hash ?? null, password);
    const userId = user?.id ?? null;
    if (attempt.lockedForMs > 0) {
      await finishAttempt(this.db.manager, attempt.id, { userId, reason: 'locked' });
      throw signInLocked(attempt.lockedForMs);
    }
    if (!user || !matches || user.disabled) {
      const reason = user?.disabled && matches ? 'disabled' : 'unknown-or-wrong';
      await finishAttempt(this.db.manager, attempt.id, { userId, reason });
      throw signInFailed();
    }
    const token = await this.db.tx(async (tx) => {
      await finishAttempt(tx, attempt.id, { userId: user.id, reason: null });
      return this.sessions.open(tx, user.id, from);
    });
    await this.limit.giveBack(SIGN_IN_LIMIT, subject);
    return token;
  }

  private async userOf(
    emailNormalised: string,
  ): Promise<{ id: string; password_hash: string; disabled: boolean } | undefined> {
    const [user] = await this.db.rows<{ id: string; password_hash: string; disabled: boolean }>(
      'select id, password_hash, disabled_at is not null as disabled from app_user where email_normalised = $1',
      [emailNormalised],
    );
    return user;
  }
}
