import type { IncomingHttpHeaders } from 'node:http';
import type { Env } from '../platform/config/env.js';

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a changing request may come from where its headers say (OWASP: verifying origin with standard headers).
 * Origin decides; without it Sec-Fetch-Site does; a client that sends neither is no browser and needs the CSRF token.
 */
export function isFromDashboard(headers: IncomingHttpHeaders, env: Pick<Env, 'DASHBOARD_URL' | 'NODE_ENV'>): boolean {
  if (headers.origin !== undefined) return isDashboardOrigin(headers.origin, env);
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** A local dashboard may be opened by any name of this machine; its development server has a port of its own. */
function isDashboardOrigin(origin: string, env: Pick<Env, 'DASHBOARD_URL' | 'NODE_ENV'>): boolean {
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  const dashboard = new URL(env.DASHBOARD_URL);
  if (given.origin === dashboard.origin) return true;
  const bothLocal = LOCAL_HOSTS.includes(given.hostname) && LOCAL_HOSTS.includes(dashboard.hostname);
  if (!bothLocal || given.protocol !== dashboard.protocol) return false;
  return given.port === dashboard.port || env.NODE_ENV === 'development';
}
