import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCreator, PASSWORD } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import type { User } from './user.entity.js';

describe('forged requests', () => {
  let api: TestApi;
  let user: User;
  beforeAll(async () => {
    api = await startApi();
    user = await aCreator(api.db);
  });
  afterAll(() => api.close());

  const change = (headers: Record<string, string>) =>
    api.anonymous().patch('/api/session/locale').set(headers).send({ locale: 'en' });

  test('a change needs the CSRF token of the very session', async () => {
    const mine = await api.headersOf(user);
    const other = await api.headersOf(user);
    expect((await change(mine)).status).toBe(204);
    for (const token of [undefined, '', 'x', other['X-CSRF-Token'], `${mine['X-CSRF-Token']}x`]) {
      const refused = await change({ Cookie: mine.Cookie, ...(token === undefined ? {} : { 'X-CSRF-Token': token }) });
      expect(refused.status).toBe(403);
      expect(refused.body.code).toBe('csrf-refused');
    }
  });

  test('a change from another site is refused even with the token', async () => {
    const headers = await api.headersOf(user);
    expect((await change({ ...headers, Origin: 'https://evil.example' })).body.code).toBe('origin-refused');
    expect((await change({ ...headers, 'Sec-Fetch-Site': 'cross-site' })).body.code).toBe('origin-refused');
    expect((await change({ ...headers, Origin: 'http://localhost:3000' })).status).toBe(204);
    expect((await change({ ...headers, Origin: 'http://127.0.0.1:3000' })).status).toBe(204);
  });

  test('reading needs no token', async () => {
    const { Cookie } = await api.headersOf(user);
    expect((await api.anonymous().get('/api/home').set({ Cookie })).status).toBe(200);
  });

  test('another site cannot make a browser sign in or set up', async () => {
    const body = { email: user.email, password: PASSWORD };
    const signIn = api.anonymous().post('/api/session');
    expect((await signIn.set('Origin', 'https://evil.example').send(body)).body.code).toBe('origin-refused');
    const setUp = await api
      .anonymous()
      .post('/api/setup')
      .set('Origin', 'https://evil.example')
      .send({ token: 'x', name: 'x', email: 'x@example.jp', password: PASSWORD });
    expect(setUp.body.code).toBe('origin-refused');
  });

  test('a cookie that is not ours is nobody', async () => {
    for (const value of ['', 'x', 'a'.repeat(43), '%00', 'a'.repeat(4000)]) {
      const answer = await api.anonymous().get('/api/home').set('Cookie', `kubari_session=${value}`);
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('not-signed-in');
    }
  });
});
