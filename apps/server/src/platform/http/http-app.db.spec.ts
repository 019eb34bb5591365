import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type Agent, type TestApi } from '../../../test/http.js';
import { Database } from '../database/database.js';
import { SharedMemory } from '../redis.js';

describe('answers of the API', () => {
  let api: TestApi;
  let agent: Agent;
  beforeAll(async () => {
    api = await startApi();
    agent = await api.asAdmin();
  });
  afterAll(() => api.close());

  test('a refusal is problem+json with a stable code', async () => {
    const answer = await agent.get('/api/nothing-here');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({
      type: 'urn:kubari:problem:not-found',
      status: 404,
      code: 'not-found',
      title: 'Cannot GET /api/nothing-here',
      errors: [],
    });
  });

  test('wrong fields are listed one by one', async () => {
    const answer = await agent.post('/api/sender-addresses').send({ email: 'x', displayName: '', extra: 1 });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('invalid-request');
    expect(answer.body.errors).toMatchObject([
      { field: 'extra', code: 'whitelist-validation' },
      { field: 'email', code: 'is-email' },
      { field: 'displayName', code: 'min-length' },
    ]);
  });

  test('a body that is no JSON and one that is too large are refused, not failures', async () => {
    const broken = await agent.post('/api/sender-addresses').set('Content-Type', 'application/json').send('{"email":');
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed-request']);
    const large = await agent.post('/api/sender-addresses').send({ email: 'x'.repeat(3_000_000) });
    expect([large.status, large.body.code]).toEqual([413, 'request-too-large']);
  });

  test('a failure of ours has an id and tells nothing else', async () => {
    await api.db.rows('alter table sender_address rename to sender_address_away');
    const answer = await agent.get('/api/sender-addresses');
    await api.db.rows('alter table sender_address_away rename to sender_address');
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: 'urn:kubari:problem:internal-error',
      status: 500,
      code: 'internal-error',
      title: 'Something went wrong on our side.',
      errors: [],
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('an id that cannot be one is simply not found', async () => {
    for (const id of ['0', 'x', '1; drop table customer', '9'.repeat(30)])
      expect((await agent.patch(`/api/users/${encodeURIComponent(id)}`).send({})).body.code).toBe('user-not-found');
  });

  test('every answer carries the headers of a strict dashboard', async () => {
    const { headers } = await api.anonymous().get('/api/session');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('the documentation and its document are served', async () => {
    const page = await api.anonymous().get('/docs');
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    const { body } = await api.anonymous().get('/docs-json');
    expect(body.info.title).toBe('Kubari API');
    expect(body.paths['/api/session'].post.operationId).toBe('Session_signIn');
  });
});

describe('health', () => {
  test('says what is up, to anybody', async () => {
    const api = await startApi();
    const answer = await api.anonymous().get('/health');
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok', database: 'up', redis: 'up' }]);
    api.app.get(SharedMemory).redis.disconnect();
    const degraded = await api.anonymous().get('/health');
    expect([degraded.status, degraded.body]).toEqual([200, { status: 'degraded', database: 'up', redis: 'down' }]);
    const db = api.app.get(Database);
    Object.defineProperty(db, 'rows', { value: () => Promise.reject(new Error('gone')) });
    const down = await api.anonymous().get('/health');
    expect([down.status, down.body]).toEqual([503, { status: 'down', database: 'down', redis: 'down' }]);
    await api.close();
  });
});
