import { ApiProperty } from '@nestjs/swagger';
import { EmailField, EnumField, TextField } from '../platform/http/fields.js';
import { PASSWORD_MAX, PASSWORD_MIN } from './passwords.js';
import { PERMISSIONS, type Permission } from './permissions.js';
import type { LiveSession } from './sessions.service.js';

export const LOCALES = ['ja', 'en'] as const;

export class SignInRequest {
  @TextField({ min: 1, max: 254 })
  email: string;

  @TextField({ min: 1, max: PASSWORD_MAX, keepSpace: true })
  password: string;
}

export class SetupRequest {
  @TextField({ min: 1, max: 100, description: 'the one-time token of the set-up link' })
  token: string;

  @TextField({ min: 1, max: 60 })
  name: string;

  @EmailField()
  email: string;

  @TextField({ min: PASSWORD_MIN, max: PASSWORD_MAX, keepSpace: true })
  password: string;
}

export class SetupResponse {
  @ApiProperty({ type: Boolean, description: 'true while no user exists' })
  needed: boolean;
}

export class ChangePasswordRequest {
  @TextField({ min: 1, max: PASSWORD_MAX, keepSpace: true })
  currentPassword: string;

  @TextField({ min: PASSWORD_MIN, max: PASSWORD_MAX, keepSpace: true })
  newPassword: string;
}

export class ChangeLocaleRequest {
  @EnumField(LOCALES, { name: 'Locale' })
  locale: (typeof LOCALES)[number];
}

export class SessionUser {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ enum: LOCALES, enumName: 'Locale' })
  locale: (typeof LOCALES)[number];

  @ApiProperty({ type: String, description: 'name of the role: admin, creator or one of your own' })
  role: string;

  @ApiProperty({ enum: PERMISSIONS, enumName: 'Permission', isArray: true })
  permissions: readonly Permission[];
}

export class SessionResponse {
  @ApiProperty({ type: SessionUser, nullable: true, description: 'null: nobody is signed in' })
  user: SessionUser | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'goes into the header X-CSRF-Token of every POST, PUT, PATCH and DELETE',
  })
  csrfToken: string | null;
}

export function toSessionResponse(session: LiveSession | null): SessionResponse {
  if (!session) return { user: null, csrfToken: null };
  const { id, name, email, locale, role, permissions } = session.user;
  return { user: { id, name, email, locale, role, permissions }, csrfToken: session.csrfToken };
}
