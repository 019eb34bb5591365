import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { notFound, invalidField } from '../platform/http/app-error.js';
import { RateLimit, type Limit } from '../platform/http/rate-limit.js';
import { hashPassword, verifyPassword } from './passwords.js';
import { SessionsService } from './sessions.service.js';
import { lastAdministrator, wrongPassword } from './users.errors.js';
import { findUser, insertUser, listRoles, listUsers, lockAdministrators, type UserRow } from './users.queries.js';

const PASSWORD_LIMIT: Limit = { name: 'password', times: 10, windowMs: 30 * 60_000 };

/** What an administrator may change about a user; absent: as it is. */
export interface UserChanges {
  readonly name?: string;
  readonly roleId?: string;
  readonly locale?: 'ja' | 'en';
  readonly disabled?: boolean;
  readonly password?: string;
}

/** Accounts. Somebody who may manage users is always left. */
@Injectable()
export class UsersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    private readonly limit: RateLimit,
  ) {}

  list(afterId: string | null, limit: number): Promise<UserRow[]> {
    return listUsers(this.db.manager, afterId, limit);
  }

  roles() {
    return listRoles(this.db.manager);
  }

  /** The administrator tells the new user the password; an address in use is refused. */
  async create(user: {
    email: string;
    name: string;
    roleId: string;
    locale?: 'ja' | 'en';
    password: string;
  }): Promise<UserRow> {
    const passwordHash = await hashPassword(user.password);
    return this.db.tx(async (tx) => {
      await this.requireRole(tx, user.roleId);
      const { id } = await insertUser(tx, {
        email: user.email,
        name: user.name,
        roleId: user.roleId,
        locale: user.locale ?? 'ja',
        passwordHash,
      });
      return this.find(tx, id);
    });
  }

  /** A new role, a new password and a disabled account end the user's sessions. */
  async change(id: string, changes: UserChanges): Promise<UserRow> {
    const passwordHash = changes.password === undefined ? null : await hashPassword(changes.password);
    return this.db.tx(async (tx) => {
      const administrators = await lockAdministrators(tx);
      const before = await this.find(tx, id);
      if (changes.roleId !== undefined) await this.requireRole(tx, changes.roleId);
      await rowsOf(
        tx,
        `update app_user set name = coalesce($2, name), role_id = coalesce($3, role_id), locale = coalesce($4, locale),
                password_hash = coalesce($5, password_hash),
                disabled_at = case when $6::boolean is null then disabled_at when $6 then coalesce(disabled_at, $7) end
          where id = $1`,
        [
          id,
          changes.name ?? null,
          changes.roleId ?? null,
          changes.locale ?? null,
          passwordHash,
          changes.disabled ?? null,
          this.clock.now(),
        ],
      );
      if (administrators.includes(id) && (await lockAdministrators(tx)).length === 0) throw lastAdministrator();
      const after = await this.find(tx, id);
      if (after.role_id !== before.role_id || after.disabled_at !== null || passwordHash !== null)
        await this.sessions.revokeAll(tx, id);
      return after;
    });
  }

  /** For the user: the old password is asked again, and every other session ends. */
  async changeOwnPassword(
    id: string,
    sessionHash: Buffer,
    passwords: { current: string; next: string },
  ): Promise<void> {
    await this.limit.take(PASSWORD_LIMIT, id);
    const [user] = await this.db.rows<{ password_hash: string }>('select password_hash from app_user where id = $1', [
      id,
    ]);
    if (!(await verifyPassword(user?.password_hash ?? null, passwords.current))) throw wrongPassword();
    const passwordHash = await hashPassword(passwords.next);
    await this.db.tx(async (tx) => {
      await rowsOf(tx, 'update app_user set password_hash = $2 where id = $1', [id, passwordHash]);
      await this.sessions.revokeAll(tx, id, sessionHash);
    });
  }

  async changeOwnLocale(id: string, locale: 'ja' | 'en'): Promise<void> {
    await this.db.rows('update app_user set locale = $2 where id = $1', [id, locale]);
  }

  private async find(tx: EntityManager, id: string): Promise<UserRow> {
    const user = await findUser(tx, id);
    if (!user) throw notFound('user');
    return user;
  }

  private async requireRole(tx: EntityManager, roleId: string): Promise<void> {
    const roles = await rowsOf(tx, 'select from user_role where id = $1', [roleId]);
    if (roles.length === 0) throw invalidField('roleId', 'role-not-found', 'is not a role');
  }
}
