// A double of the server for component tests: answers what a test tells it to, and fails the test on anything else.

export interface SentRequest {
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: unknown;
}

type Answer = (request: SentRequest) => unknown;

let answers = new Map<string, Answer>();
let sent: (SentRequest & { readonly key: string })[] = [];
let unexpected: string[] = [];

/** What `answer` gives back for a refusal: problem+json with this status and code. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly errors: readonly object[] = [],
  ) {}
}

/** `answer('GET /api/groups', () => ({ items: [], nextCursor: null }))`; path parameters are written out. */
export function answer(key: string, make: Answer): void {
  answers.set(key, make);
}

/** The requests of this key so far, oldest first. */
export function requests(key: string): readonly SentRequest[] {
  return sent.filter((request) => request.key === key);
}

export const unexpectedRequests = (): readonly string[] => unexpected;

/** Puts the double in the place of fetch, with nothing to answer. */
export function installApi(): void {
  answers = new Map();
  sent = [];
  unexpected = [];
  globalThis.fetch = async (input) => respond(input as Request);
}

async function respond(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const key = `${request.method} ${url.pathname}`;
  const text = await request.text();
  const seen = {
    key,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === '' ? null : (JSON.parse(text) as unknown),
  };
  sent.push(seen);
  const make = answers.get(key);
  if (!make) {
    unexpected.push(key);
    return problem(new Refusal(404, 'not-found'));
  }
  const body = make(seen);
  if (body instanceof Refusal) return problem(body);
  return body === undefined
    ? new Response(null, { status: 204 })
    : new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
}

function problem({ status, code, errors }: Refusal): Response {
  const body = JSON.stringify({ status, code, title: `title of ${code}`, errors });
  return new Response(body, { status, headers: { 'Content-Type': 'application/problem+json' } });
}
