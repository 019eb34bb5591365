import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, EmailField, EnumField, IdField, TextField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import type { LoginAttemptRow } from './login-attempts.queries.js';
import { PASSWORD_MAX, PASSWORD_MIN } from './passwords.js';
import { PERMISSIONS, type Permission } from './permissions.js';
import { LOCALES } from './session.dto.js';
import type { UserRow } from './users.queries.js';

const NAME_MAX = 60;

export class CreateUserRequest {
  @EmailField()
  email: string;

  @TextField({ min: 1, max: NAME_MAX })
  name: string;

  @IdField()
  roleId: string;

  @EnumField(LOCALES, { name: 'Locale', optional: true })
  locale?: (typeof LOCALES)[number];

  @TextField({ min: PASSWORD_MIN, max: PASSWORD_MAX, keepSpace: true, description: 'the first password' })
  password: string;
}

export class ChangeUserRequest {
  @TextField({ min: 1, max: NAME_MAX, optional: true })
  name?: string;

  @IdField({ optional: true, description: 'a new role ends the sessions of the user' })
  roleId?: string;

  @EnumField(LOCALES, { name: 'Locale', optional: true })
  locale?: (typeof LOCALES)[number];

  @BooleanField({ optional: true, description: 'a disabled user cannot sign in; sessions end at once' })
  disabled?: boolean;

  @TextField({
    min: PASSWORD_MIN,
    max: PASSWORD_MAX,
    keepSpace: true,
    optional: true,
    description: 'for a forgotten one',
  })
  password?: string;
}

export class UserResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ enum: LOCALES, enumName: 'Locale' })
  locale: (typeof LOCALES)[number];

  @ApiProperty({ type: String })
  roleId: string;

  @ApiProperty({ type: String })
  role: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSignInAt: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

export function toUserResponse(user: UserRow): UserResponse {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    locale: user.locale,
    roleId: user.role_id,
    role: user.role,
    disabledAt: user.disabled_at?.toISOString() ?? null,
    lastSignInAt: user.last_sign_in_at?.toISOString() ?? null,
    createdAt: user.created_at.toISOString(),
  };
}

export class RoleResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ enum: PERMISSIONS, enumName: 'Permission', isArray: true })
  permissions: Permission[];

  @ApiProperty({ type: Boolean, description: 'every installation has it and nobody can change it' })
  builtIn: boolean;
}

const RESULTS = ['succeeded', 'failed'] as const;

export class LoginHistoryQuery extends PageQuery {
  @EnumField(RESULTS, { optional: true })
  result?: (typeof RESULTS)[number];
}

export class LoginAttemptResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String, format: 'date-time' })
  attemptedAt: string;

  @ApiProperty({ type: String, description: 'as typed, in lower case; it may belong to nobody' })
  email: string;

  @ApiProperty({ type: String, nullable: true })
  userName: string | null;

  @ApiProperty({ type: Boolean })
  succeeded: boolean;

  @ApiProperty({
    enum: ['unknown-or-wrong', 'disabled', 'locked'],
    enumName: 'SignInFailure',
    nullable: true,
    description: 'null when it succeeded',
  })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  ip: string | null;

  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;
}

export function toLoginAttemptResponse(row: LoginAttemptRow): LoginAttemptResponse {
  return {
    id: row.id,
    attemptedAt: row.attempted_at.toISOString(),
    email: row.email_normalised,
    userName: row.user_name,
    succeeded: row.succeeded,
    reason: row.reason,
    ip: row.ip,
    userAgent: row.user_agent,
  };
}
