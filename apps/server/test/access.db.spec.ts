import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routesOf, type Route } from '../src/platform/http/guarded-routes.js';
import { RawRoutes } from '../src/platform/http/raw-routes.js';
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from '../src/users/permissions.js';
import type { User } from '../src/users/user.entity.js';
import { aCreator, aCustomer, anAdmin } from './factories.js';
import { startApi, type TestApi } from './http.js';

/** Routes that anybody may call. A new one belongs here only if it tells no secrets (security.md 10). */
const PUBLIC_ROUTES = [
  'GET /api/session',
  'GET /api/setup',
  'GET /health',
  'GET /u/:token',
  'POST /api/session',
  'POST /api/setup',
  'POST /u/:token',
];

describe('who may call what', () => {
  let api: TestApi;
  let routes: Route[];
  let creator: User;
  let admin: User;

  beforeAll(async () => {
    api = await startApi();
    routes = routesOf(api.app);
    creator = await aCreator(api.db);
    admin = await anAdmin(api.db);
    await aCustomer(api.db); // the demo is not loaded into an installation that is in use
  });
  afterAll(() => api.close());

  /** Status and code of a route called with ids of nothing and an empty body; streams are left after their headers. */
  async function call(route: Route, headers: Record<string, string> = {}): Promise<{ status: number; code: string }> {
    const path = route.path.replaceAll(/:\w+/g, '999999');
    const leave = new AbortController();
    const hasBody = !['GET', 'DELETE'].includes(route.method);
    const answer = await fetch(api.url + path, {
      method: route.method,
      headers: { ...headers, ...(hasBody ? { 'Content-Type': 'application/json' } : {}) },
      ...(hasBody ? { body: '{}' } : {}),
      signal: leave.signal,
      redirect: 'manual',
    });
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    const code = isProblem ? ((await answer.json()) as { code: string }).code : '';
    leave.abort();
    return { status: answer.status, code };
  }

  const outcomes = async (chosen: readonly Route[], user?: User): Promise<string[]> => {
    const lines: string[] = [];
    for (const route of chosen) {
      const { status, code } = await call(route, user ? await api.headersOf(user) : {});
      const outcome = code === 'not-permitted' || code === 'not-signed-in' ? `${status} ${code}` : 'let in';
      lines.push(`${route.method} ${route.path}: ${outcome}`);
    }
    return lines;
  };
  const expected = (chosen: readonly Route[], outcome: string): string[] =>
    chosen.map((route) => `${route.method} ${route.path}: ${outcome}`);
  const asked = (isAsked: (access: string | undefined) => boolean): Route[] =>
    routes.filter((route) => isAsked(route.access));
  const isPermission = (access: string | undefined): access is Permission =>
    (PERMISSIONS as readonly (string | undefined)[]).includes(access);

  test('the public routes are the known ones', () => {
    const found = asked((access) => access === 'public').map((route) => `${route.method} ${route.path}`);
    expect(PUBLIC_ROUTES).toEqual(expect.arrayContaining(found));
    expect(found).toEqual(expect.arrayContaining(['GET /api/session', 'POST /api/setup']));
    expect(['/o/', '/c/', '/hooks/']).toEqual(expect.arrayContaining([...api.app.get(RawRoutes).prefixes()]));
  });

  test('every other route asks for a permission that exists, or for somebody signed in', () => {
    const others = asked((access) => access !== 'public');
    expect(others.length).toBeGreaterThan(10);
    for (const route of others)
      expect(`${route.name} ${route.access === 'signed-in' || isPermission(route.access)}`).toBe(`${route.name} true`);
  });

  test('every route of the OpenAPI document is one of those walked here', async () => {
    const { paths } = (await (await fetch(`${api.url}/docs-json`)).json()) as { paths: Record<string, object> };
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const walked = routes.map((route) => `${route.method} ${route.path}`);
    expect(documented.filter((route) => !walked.includes(route))).toEqual([]);
  });

  test('nobody is let in to what is not public', async () => {
    const closed = asked((access) => access !== 'public');
    expect(await outcomes(closed)).toEqual(expected(closed, '401 not-signed-in'));
  });

  test('a creator is let in where the role allows it, and nowhere else', async () => {
    const may = (access: string | undefined): boolean =>
      access === 'signed-in' || (BUILT_IN_ROLES.creator as readonly (string | undefined)[]).includes(access);
    const open = asked(may);
    const closed = asked((access) => access !== 'public' && !may(access));
    expect(closed.length).toBeGreaterThan(5);
    expect(await outcomes(open, creator)).toEqual(expected(open, 'let in'));
    expect(await outcomes(closed, creator)).toEqual(expected(closed, '403 not-permitted'));
  });

  test('an administrator is let in everywhere', async () => {
    const all = asked((access) => access !== 'public');
    expect(await outcomes(all, admin)).toEqual(expected(all, 'let in'));
  });
});
