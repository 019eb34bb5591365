import { createClient } from '@kubari/api-client';

export { ApiProblem, bodyOf, type FieldProblem, type Schemas } from '@kubari/api-client';

let token: string | null = null;

/** Keeps the CSRF token of the session; the session query calls it whenever the session changes. */
export function rememberCsrfToken(value: string | null): void {
  token = value;
}

/** For the one request that openapi-fetch cannot make: an upload that reports its progress. */
export function csrfToken(): string | null {
  return token;
}

/** The only way to the server. `fetch` is looked up at each call, so that tests can put theirs in its place. */
export const api = createClient({
  baseUrl: globalThis.location.origin,
  csrfToken,
  fetch: (request) => globalThis.fetch(request),
});
