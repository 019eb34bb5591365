import type { CookieOptions, Request, Response } from 'express';
import type { Env } from '../platform/config/env.js';
import type { RequestOrigin } from './sessions.service.js';

/** Cookies ignore ports (RFC 6265 §8.5), so installations beside each other on one host need names of their own. */
export function sessionCookieName(env: Pick<Env, 'DASHBOARD_URL'>): string {
  const { port } = new URL(env.DASHBOARD_URL);
  return port === '' || port === '3000' ? 'kubari_session' : `kubari_session_${port}`;
}

/** The session token a request carries, if any. */
export function sessionTokenOf(request: Request, env: Env): string | undefined {
  const token: unknown = (request.cookies as Record<string, unknown> | undefined)?.[sessionCookieName(env)];
  return typeof token === 'string' ? token : undefined;
}

/** Hands the token to the browser until it is closed; the server ends idle sessions by itself. */
export function setSessionCookie(response: Response, env: Env, token: string): void {
  response.cookie(sessionCookieName(env), token, cookieOptions(env));
}

/** Takes the cookie away; the attributes must be those it was set with. */
export function clearSessionCookie(response: Response, env: Env): void {
  response.clearCookie(sessionCookieName(env), cookieOptions(env));
}

/** Address and browser of a request, for sessions and the login history. */
export function originOf(request: Request): RequestOrigin {
  return { ip: request.ip ?? null, userAgent: request.get('user-agent')?.slice(0, 300) ?? null };
}

/** Secure exactly when the dashboard is https: a Secure cookie would not come back over http. */
function cookieOptions(env: Env): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', secure: env.DASHBOARD_URL.startsWith('https:'), path: '/' };
}
