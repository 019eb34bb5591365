import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.js';

/** Request and response classes of the API by name, e.g. Schemas['GroupResponse']. Generated; never written by hand. */
export type Schemas = components['schemas'];
export type { paths } from './schema.js';

/** One wrong field of a request: dotted path, stable code, English sentence for developers. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Every refused or failed request (RFC 9457). Status 0 with code `network-unreachable` means no answer came at all. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly instance: string | null = null,
  ) {
    super(title);
    this.name = 'ApiProblem';
  }
}

export type KubariClient = Client<paths>;

/**
 * A typed client of the Kubari API. The session is a cookie; changing requests carry what `csrfToken` returns.
 * Every answer that is not 2xx is thrown as ApiProblem.
 */
export function createClient(options: {
  readonly baseUrl: string;
  readonly csrfToken?: () => string | null;
  readonly fetch?: (request: Request) => Promise<Response>;
}): KubariClient {
  const client = createFetchClient<paths>({
    baseUrl: options.baseUrl,
    credentials: 'include',
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  client.use({ onRequest: withCsrf(options.csrfToken), onResponse: refuseFailures, onError: unreachable });
  return client;
}

/** The body of an answer; throws what the client throws. Use: `await bodyOf(client.GET('/api/groups'))`. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<Exclude<T, undefined>> {
  const { data } = await answer;
  return data as Exclude<T, undefined>;
}

/** Reads problem+json, or says what the status says when the answer is something else (a proxy's HTML page, say). */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const body = isProblem ? ((await response.json().catch(() => null)) as Partial<ApiProblem> | null) : null;
  if (body && typeof body.code === 'string')
    return new ApiProblem(
      response.status,
      body.code,
      body.title ?? body.code,
      body.errors ?? [],
      body.instance ?? null,
    );
  return new ApiProblem(response.status, `http-${response.status}`, `The server answered ${response.status}.`);
}

const withCsrf =
  (token: (() => string | null) | undefined): NonNullable<Middleware['onRequest']> =>
  ({ request }) => {
    const value = request.method === 'GET' || request.method === 'HEAD' ? null : (token?.() ?? null);
    if (value !== null) request.headers.set('X-CSRF-Token', value);
  };

const refuseFailures: NonNullable<Middleware['onResponse']> = async ({ response }) => {
  if (!response.ok) throw await problemOf(response);
};

/** An abort is the caller's own doing and stays as it is. */
const unreachable: NonNullable<Middleware['onError']> = ({ error }) =>
  error instanceof DOMException && error.name === 'AbortError'
    ? undefined
    : new ApiProblem(0, 'network-unreachable', 'The server cannot be reached.');
