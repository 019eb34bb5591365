import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { finishAttempt, startAttempt } from './login-attempts.queries.js';
import { hashPassword } from './passwords.js';
import { ensureBuiltInRoles, insertUser } from './users.queries.js';
import { hashToken, newToken } from './session-token.js';
import { SessionsService, type RequestOrigin } from './sessions.service.js';
import { setupDone, setupTokenRefused } from './users.errors.js';

/** How the person in front of a new installation gets in; the API tells it at its start. */
export type SignInInvitation = { readonly setupUrl: string } | { readonly signInHint: string };

/** Makes the first administrator, with a one-time token that only the log of the server shows (security.md 16). */
@Injectable()
export class SetupService implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The built-in roles have the permissions of this version from the first moment on. */
  async onApplicationBootstrap(): Promise<void> {
    await ensureBuiltInRoles(this.db.manager);
  }

  async isNeeded(): Promise<boolean> {
    const [row] = await this.db.rows<{ needed: boolean }>('select not exists (select from app_user) as needed');
    return row?.needed ?? false;
  }

  /** While there is no user: a new token, which makes earlier ones worthless, printed to the log once. */
  async invite(): Promise<SignInInvitation> {
    if (!(await this.isNeeded())) return { signInHint: await this.administrator() };
    const token = newToken();
    await this.db.rows(
      `insert into setup_token (id, token_hash, created_at) values (1, $1, $2)
       on conflict (id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at`,
      [hashToken(token), this.clock.now()],
    );
    const setupUrl = `${this.env.DASHBOARD_URL}/setup?token=${token}`;
    this.logger.info(`No user exists yet. Make the first administrator, once, at ${setupUrl}`);
    return { setupUrl };
  }

  /** Uses up the token; of two at the same time one is refused. Returns the token of the administrator's session. */
  async setUp(
    person: { token: string; name: string; email: string; password: string },
    from: RequestOrigin,
  ): Promise<string> {
    if (!(await this.isNeeded())) throw setupDone();
    const passwordHash = await hashPassword(person.password);
    return this.db.tx(async (tx) => {
      const used = await rowsOf(tx, 'delete from setup_token where id = 1 and token_hash = $1 returning id', [
        hashToken(person.token),
      ]);
      if (used.length === 0) throw setupTokenRefused();
      const roles = await ensureBuiltInRoles(tx);
      const { id } = await insertUser(tx, { ...person, passwordHash, roleId: roles.admin, locale: 'ja' });
      const attempt = await startAttempt(tx, person.email.toLowerCase(), from, this.clock.now());
      await finishAttempt(tx, attempt.id, { userId: id, reason: null });
      return this.sessions.open(tx, id, from);
    });
  }

  /** For the command line: null when there is a user already. Open set-up links are worthless from then on. */
  async makeFirstAdministrator(person: {
    name: string;
    email: string;
    password: string;
  }): Promise<{ id: string } | null> {
    const passwordHash = await hashPassword(person.password);
    return this.db.tx(async (tx) => {
      await rowsOf(tx, 'delete from setup_token');
      const users = await rowsOf(tx, 'select id from app_user limit 1');
      if (users.length > 0) return null;
      const roles = await ensureBuiltInRoles(tx);
      return insertUser(tx, { ...person, passwordHash, roleId: roles.admin, locale: 'ja' });
    });
  }

  private async administrator(): Promise<string> {
    const [row] = await this.db.rows<{ email: string }>(
      `select u.email from app_user u join user_role r on r.id = u.role_id
        where u.disabled_at is null and 'user.manage' = any (r.permissions) order by u.id limit 1`,
    );
    return row?.email ?? '';
  }
}
