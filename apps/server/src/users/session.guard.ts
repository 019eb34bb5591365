import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ENV, type Env } from '../platform/config/env.js';
import { isFromDashboard } from './dashboard-origin.js';
import { ACCESS, type Access, type SignedInRequest } from './requires.decorator.js';
import { sessionTokenOf } from './session-cookie.js';
import { isCsrfTokenOf } from './session-token.js';
import { SessionsService } from './sessions.service.js';
import { csrfRefused, notPermitted, notSignedIn, originRefused } from './users.errors.js';

const READING_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Stands before every route: who is it, does the request come from the dashboard, does the role have the permission. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const session = await this.sessions.find(sessionTokenOf(request, this.env));
    if (!session) throw notSignedIn();
    if (!READING_METHODS.includes(request.method)) this.refuseForgery(request, session.hash);
    // The boot check makes a route without access impossible; should one slip in, nobody may call it.
    if (access === undefined) throw notPermitted('none');
    if (access !== 'signed-in' && !session.user.permissions.includes(access)) throw notPermitted(access);
    request.user = session.user;
    request.sessionHash = session.hash;
    return true;
  }

  private refuseForgery(request: SignedInRequest, sessionHash: Buffer): void {
    if (!isFromDashboard(request.headers, this.env)) throw originRefused(this.env.DASHBOARD_URL);
    const token = request.get('x-csrf-token');
    if (token === undefined || !isCsrfTokenOf(this.env.KUBARI_SECRET, sessionHash, token)) throw csrfRefused();
  }
}

/** For changing routes before a session exists (sign-in, set-up): no other site may make a browser call them. */
@Injectable()
export class FromDashboardGuard implements CanActivate {
  constructor(@Inject(ENV) private readonly env: Env) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    if (!isFromDashboard(request.headers, this.env)) throw originRefused(this.env.DASHBOARD_URL);
    return true;
  }
}
