import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Permission } from './permissions.js';
import { notPermitted } from './users.errors.js';

/** Metadata key read by the guard and by the boot check: a permission, 'signed-in' or 'public'. */
export const ACCESS = 'kubari:access';

export type Access = Permission | 'signed-in' | 'public';

/** Only users whose role has the permission may call this route. */
export const Requires = (permission: Permission) => SetMetadata(ACCESS, permission satisfies Access);

/** Any signed-in user may call this route. */
export const SignedIn = () => SetMetadata(ACCESS, 'signed-in' satisfies Access);

/** Anybody may call this route; it must not tell secrets. */
export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);

/** Who makes the request; set by the session guard on every route that is not public. */
export interface CurrentUserInfo {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: 'ja' | 'en';
  readonly role: string;
  readonly permissions: readonly Permission[];
}

export type SignedInRequest = Request & { user?: CurrentUserInfo; sessionHash?: Buffer };

/** Parameter of a controller method: the signed-in user. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): CurrentUserInfo => {
  const { user } = context.switchToHttp().getRequest<SignedInRequest>();
  if (!user) throw new Error('CurrentUser on a public route');
  return user;
});

/** For what needs a permission that depends on the request, on top of the one of the route: 403 without it. */
export function assertMay(user: CurrentUserInfo, permission: Permission): void {
  if (!user.permissions.includes(permission)) throw notPermitted(permission);
}
