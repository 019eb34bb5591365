import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE, TestClock } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCreator, anAdmin, PASSWORD } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { SharedMemory } from '../platform/redis.js';
import { LoginAttempt } from './login-attempt.entity.js';
import { Session } from './session.entity.js';
import { SIGN_IN_LIMIT } from './sign-in.service.js';

describe('sign-in', () => {
  const clock = new TestClock();
  let api: TestApi;
  let ip = 0;

  beforeAll(async () => {
    api = await startApi({ clock });
  });
  afterAll(() => api.close());
  beforeEach(() => {
    ip += 1; // every test is another caller: the limit per address of the caller has a test of its own
  });

  const signIn = (email: string, password = PASSWORD) =>
    api.anonymous().post('/api/session').set('X-Forwarded-For', `192.0.2.${ip}`).send({ email, password });
  const attemptsOf = (emailNormalised: string) =>
    api.db.manager.find(LoginAttempt, { where: { emailNormalised }, order: { id: 'ASC' } });

  test('the right password opens a session, and case of the address does not matter', async () => {
    const user = await aCreator(api.db, { email: 'Hanako.Case@example.jp' });
    const answer = await signIn('hanako.case@EXAMPLE.jp');
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ id: user.id, email: 'Hanako.Case@example.jp', role: 'creator' });
    expect(answer.body.user.permissions).toContain('mailing.write');
    const cookie = answer.get('Set-Cookie')?.[0] ?? '';
    expect(cookie).toMatch(/^kubari_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const session = await api.anonymous().get('/api/session').set('Cookie', cookie);
    expect(session.body).toEqual(answer.body);
    expect(session.headers['cache-control']).toBe('no-store');
  });

  test('the token is stored only as its hash', async () => {
    const user = await aCreator(api.db);
    const cookie = (await signIn(user.email)).get('Set-Cookie')?.[0] ?? '';
    const token = /kubari_session=([^;]+)/.exec(cookie)?.[1] ?? '';
    const rows = await api.db.rows<{ row: string }>('select s::text as row from user_session s');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
    expect(rows.some(({ row }) => row.includes(Buffer.from(token).toString('hex')))).toBe(false);
  });

  test('signing in again gives a new token and ends the old session of that browser', async () => {
    const user = await aCreator(api.db);
    const first = await signIn(user.email);
    const cookie = first.get('Set-Cookie')?.[0] ?? '';
    const second = await signIn(user.email).set('Cookie', cookie);
    expect(second.get('Set-Cookie')?.[0]).not.toBe(cookie);
    expect((await api.anonymous().get('/api/session').set('Cookie', cookie)).body.user).toBeNull();
    expect(second.body.csrfToken).not.toBe(first.body.csrfToken);
  });

  test('an unknown address, a wrong password and a disabled account get the same answer', async () => {
    const user = await aCreator(api.db);
    const disabled = await aCreator(api.db, { disabledAt: clock.now() });
    const answers = [
      await signIn('nobody@example.jp'),
      await signIn(user.email, 'wrong'),
      await signIn(disabled.email),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0]?.body);
      expect(answer.get('Set-Cookie')).toBeUndefined();
    }
    expect(answers[0]?.body.code).toBe('sign-in-failed');
  });

  test('every attempt is a row of the login history, with its reason', async () => {
    const user = await aCreator(api.db, { email: 'History@example.jp' });
    await signIn(user.email, 'wrong').set('User-Agent', 'Test browser');
    await signIn(user.email);
    await signIn('ghost@example.jp');
    const [failure, success] = await attemptsOf('history@example.jp');
    expect(failure).toMatchObject({
      userId: user.id,
      succeeded: false,
      reason: 'unknown-or-wrong',
      ip: `192.0.2.${ip}`,
      userAgent: 'Test browser',
    });
    expect(success).toMatchObject({ userId: user.id, succeeded: true, reason: null });
    expect(await attemptsOf('ghost@example.jp')).toMatchObject([{ userId: null, succeeded: false }]);

    const admin = await api.asAdmin();
    const list = await admin.get('/api/login-history?limit=2');
    expect(list.body.items.map((item: { email: string }) => item.email)).toEqual([
      'ghost@example.jp',
      'history@example.jp',
    ]);
    const next = await admin.get(`/api/login-history?limit=1&cursor=${list.body.nextCursor}`);
    expect(next.body.items[0]).toMatchObject({ email: 'history@example.jp', reason: 'unknown-or-wrong' });
    const failed = await admin.get('/api/login-history?result=succeeded');
    expect(failed.body.items.every((item: { succeeded: boolean }) => item.succeeded)).toBe(true);
  });

  test('S-08 five failures in 30 minutes lock the address, known or not, also for the right password', async () => {
    const user = await aCreator(api.db);
    for (const email of [user.email, 'stranger@example.jp']) {
      for (let i = 0; i < 5; i++) expect((await signIn(email, 'wrong')).status).toBe(401);
      const locked = await signIn(email);
      expect(locked.status).toBe(429);
      expect(locked.body.code).toBe('sign-in-locked');
      expect(locked.headers['retry-after']).toBe('1800');
      expect((await attemptsOf(email)).at(-1)?.reason).toBe('locked');
    }
    clock.advance(29 * MINUTE);
    expect((await signIn(user.email)).status).toBe(429);
    clock.advance(MINUTE);
    expect((await signIn(user.email)).status).toBe(200);
  });

  test('parallel guesses count each other', async () => {
    const user = await aCreator(api.db);
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(user.email, 'wrong')));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(7);
  });

  test('a success starts the count of failures again', async () => {
    const user = await aCreator(api.db);
    for (let i = 0; i < 4; i++) await signIn(user.email, 'wrong');
    expect((await signIn(user.email)).status).toBe(200);
    for (let i = 0; i < 4; i++) expect((await signIn(user.email, 'wrong')).status).toBe(401);
    expect((await signIn(user.email)).status).toBe(200);
  });

  test('one caller who fails for many addresses is asked to wait', async () => {
    for (let i = 0; i < SIGN_IN_LIMIT.times; i++) await signIn(`spray-${i}@example.jp`, 'wrong');
    const user = await aCreator(api.db);
    const refused = await signIn(user.email);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await attemptsOf(user.email)).toHaveLength(0);
  });

  test('successes do not use up the limit of a caller', async () => {
    const user = await aCreator(api.db);
    for (let i = 0; i <= SIGN_IN_LIMIT.times; i++) expect((await signIn(user.email)).status).toBe(200);
  });

  test('a session ends 24 hours after it was last used', async () => {
    const agent = await api.as(await anAdmin(api.db));
    clock.advance(23 * HOUR);
    expect((await agent.get('/api/session')).body.user).not.toBeNull();
    clock.advance(23 * HOUR);
    expect((await agent.get('/api/users')).status).toBe(200);
    clock.advance(24 * HOUR);
    expect((await agent.get('/api/users')).status).toBe(401);
  });

  test('using a session writes its row at most once a minute', async () => {
    const user = await anAdmin(api.db);
    const agent = await api.as(user);
    const lastSeen = async () =>
      (await api.db.manager.findOneByOrFail(Session, { user: { id: user.id } })).lastSeenAt.getTime();
    const start = clock.now().getTime();
    clock.advance(59_000);
    await agent.get('/api/session');
    expect(await lastSeen()).toBe(start);
    clock.advance(1_000);
    await agent.get('/api/session');
    expect(await lastSeen()).toBe(start + MINUTE);
  });

  test('signing out ends the session', async () => {
    const agent = await api.asCreator();
    expect((await agent.delete('/api/session')).status).toBe(204);
    expect((await agent.get('/api/home')).status).toBe(401);
  });
});

describe('the session cookie', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  test('is Secure where the dashboard is https', async () => {
    const api = await startApi({ database, env: { DASHBOARD_URL: 'https://mail.example.jp' } });
    const user = await aCreator(api.db);
    const answer = await api.anonymous().post('/api/session').send({ email: user.email, password: PASSWORD });
    expect(answer.get('Set-Cookie')?.[0]).toMatch(/HttpOnly; Secure; SameSite=Lax/);
    expect(answer.headers['strict-transport-security']).toBeDefined();
    await api.close();
  });

  test('without Redis sign-in works, and the lock of the address still holds', async () => {
    const api = await startApi({ database });
    api.app.get(SharedMemory).redis.disconnect();
    const user = await aCreator(api.db);
    const signIn = (password: string) => api.anonymous().post('/api/session').send({ email: user.email, password });
    expect((await signIn(PASSWORD)).status).toBe(200);
    for (let i = 0; i < 5; i++) await signIn('wrong');
    expect((await signIn(PASSWORD)).status).toBe(429);
    await api.close();
  });
});
