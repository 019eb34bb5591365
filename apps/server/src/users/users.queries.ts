import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import { BUILT_IN_ROLES, type Permission } from './permissions.js';
import { emailTaken } from './users.errors.js';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: 'ja' | 'en';
  readonly disabled_at: Date | null;
  readonly created_at: Date;
  readonly role_id: string;
  readonly role: string;
  readonly last_sign_in_at: Date | null;
}

const SELECT_USER = `select u.id, u.email, u.name, u.locale, u.disabled_at, u.created_at, u.role_id, r.name as role,
    (select max(a.attempted_at) from login_attempt a
      where a.email_normalised = u.email_normalised and a.succeeded) as last_sign_in_at
  from app_user u join user_role r on r.id = u.role_id`;

/** Oldest first by id; an installation has tens of users. */
export function listUsers(em: EntityManager, afterId: string | null, limit: number): Promise<UserRow[]> {
  return rowsOf<UserRow>(em, `${SELECT_USER} where ($1::bigint is null or u.id > $1) order by u.id limit $2`, [
    afterId,
    limit,
  ]);
}

/** One user with role and last sign-in. */
export async function findUser(em: EntityManager, id: string): Promise<UserRow | undefined> {
  const [user] = await rowsOf<UserRow>(em, `${SELECT_USER} where u.id = $1`, [id]);
  return user;
}

/** Makes a user; an address that somebody has is refused, also when two come at once (unique key). */
export async function insertUser(
  tx: EntityManager,
  user: { email: string; name: string; passwordHash: string; roleId: string; locale: 'ja' | 'en' },
): Promise<{ id: string }> {
  const [row] = await rowsOf<{ id: string }>(
    tx,
    `insert into app_user (email, email_normalised, name, password_hash, role_id, locale)
     values ($1, lower($1), $2, $3, $4, $5) on conflict (email_normalised) do nothing returning id`,
    [user.email, user.name, user.passwordHash, user.roleId, user.locale],
  );
  if (!row) throw emailTaken();
  return row;
}

/**
 * Active users who may manage users, locked until the transaction ends: two administrators who demote each other
 * at the same time wait for each other here, and the second sees what the first did.
 */
export async function lockAdministrators(tx: EntityManager): Promise<string[]> {
  await rowsOf(tx, 'select pg_advisory_xact_lock(4929)');
  const rows = await rowsOf<{ id: string }>(
    tx,
    `select u.id from app_user u join user_role r on r.id = u.role_id
      where u.disabled_at is null and 'user.manage' = any (r.permissions)`,
  );
  return rows.map((row) => row.id);
}

/** The ids of the roles every installation has, made or brought up to this version's permissions. */
export async function ensureBuiltInRoles(em: EntityManager): Promise<Record<keyof typeof BUILT_IN_ROLES, string>> {
  const names = Object.keys(BUILT_IN_ROLES) as (keyof typeof BUILT_IN_ROLES)[];
  for (const name of names)
    await rowsOf(
      em,
      `insert into user_role (name, permissions, built_in) values ($1, $2, true)
       on conflict (name) do update set permissions = excluded.permissions, built_in = true
         where user_role.permissions is distinct from excluded.permissions`,
      [name, BUILT_IN_ROLES[name]],
    );
  const rows = await rowsOf<{ id: string; name: keyof typeof BUILT_IN_ROLES }>(
    em,
    'select id, name from user_role where name = any ($1)',
    [names],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.id])) as Record<keyof typeof BUILT_IN_ROLES, string>;
}

/** Every role, the built-in ones first. */
export function listRoles(
  em: EntityManager,
): Promise<{ id: string; name: string; permissions: Permission[]; built_in: boolean }[]> {
  return rowsOf(em, 'select id, name, permissions, built_in from user_role order by id');
}
