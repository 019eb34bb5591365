import { describe, expect, test } from '@jest/globals';
import { ApiProblem, bodyOf, createClient } from './index.js';

function clientAnswering(respond: () => Response) {
  const seen: Request[] = [];
  const client = createClient({
    baseUrl: 'https://kubari.example.jp',
    csrfToken: () => 'token',
    fetch: async (request) => {
      seen.push(request);
      return respond();
    },
  });
  return { client, seen };
}

const json = (body: object, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } });

describe('requests', () => {
  test('only a changing request carries the CSRF token', async () => {
    const reading = clientAnswering(() => json({ needed: false }));
    await reading.client.GET('/api/setup');
    expect(reading.seen[0]?.headers.get('X-CSRF-Token')).toBeNull();

    const changing = clientAnswering(() => json({ user: null, csrfToken: null }));
    await changing.client.POST('/api/session', { body: { email: 'a@example.jp', password: 'x' } });
    expect(changing.seen[0]?.headers.get('X-CSRF-Token')).toBe('token');
    expect(changing.seen[0]?.credentials).toBe('include');
  });

  test('the body of an answer is what the route documents', async () => {
    const { client } = clientAnswering(() => json({ needed: true }));
    expect((await bodyOf(client.GET('/api/setup'))).needed).toBe(true);
  });
});

describe('refusals', () => {
  test('a problem of the server is thrown with its code and its fields', async () => {
    const errors = [{ field: 'email', code: 'is-email', message: 'must be an address' }];
    const problem = { status: 422, code: 'invalid-request', title: 'email: must be an address', errors };
    const { client } = clientAnswering(() => json(problem, 422, 'application/problem+json; charset=utf-8'));
    await expect(client.GET('/api/setup')).rejects.toMatchObject({ status: 422, code: 'invalid-request', errors });
  });

  test('an answer of something in between, such as the page of a proxy, is told by its status', async () => {
    const { client } = clientAnswering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(client.GET('/api/setup')).rejects.toMatchObject({ status: 502, code: 'http-502' });
  });

  test('no answer at all is a problem with status 0', async () => {
    const { client } = clientAnswering(() => {
      throw new TypeError('fetch failed');
    });
    const problem = await client.GET('/api/setup').catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 0, code: 'network-unreachable' });
  });

  test('a request that the caller aborted stays an abort', async () => {
    const { client } = clientAnswering(() => {
      throw new DOMException('aborted', 'AbortError');
    });
    await expect(client.GET('/api/setup')).rejects.toMatchObject({ name: 'AbortError' });
  });
});
