import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anAdmin } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { BUILT_IN_ROLES } from './permissions.js';
import { Role } from './role.entity.js';
import { SetupService } from './setup.service.js';
import { User } from './user.entity.js';

describe('the first administrator', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  const invite = async (): Promise<string> => {
    const invitation = await api.app.get(SetupService).invite();
    if (!('setupUrl' in invitation)) throw new Error('already set up');
    expect(invitation.setupUrl).toMatch(/^http:\/\/localhost:3000\/setup\?token=[A-Za-z0-9_-]{43}$/);
    return new URL(invitation.setupUrl).searchParams.get('token') ?? '';
  };
  const setUp = (token: string, email = 'admin@example.jp') =>
    api.anonymous().post('/api/setup').send({ token, email, name: '管理 太郎', password: 'correct horse battery' });

  test('is made with the token, is signed in, and may do everything', async () => {
    expect((await api.anonymous().get('/api/setup')).body).toEqual({ needed: true });
    const answer = await setUp(await invite());
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ email: 'admin@example.jp', role: 'admin', locale: 'ja' });
    expect(answer.body.user.permissions).toEqual(BUILT_IN_ROLES.admin);
    const users = await api
      .anonymous()
      .get('/api/users')
      .set('Cookie', answer.get('Set-Cookie') ?? []);
    expect(users.body.items).toHaveLength(1);
    expect((await api.anonymous().get('/api/setup')).body).toEqual({ needed: false });
    expect(await api.app.get(SetupService).invite()).toEqual({ signInHint: 'admin@example.jp' });
  });

  test('a token works once: of two at the same time one makes an administrator', async () => {
    const token = await invite();
    const answers = await Promise.all([setUp(token, 'one@example.jp'), setUp(token, 'two@example.jp')]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 403]);
    expect(await api.db.manager.count(User)).toBe(1);
    expect((await setUp(token, 'three@example.jp')).body.code).toBe('setup-done');
  });

  test('a new start makes a new token, and the old one is worthless', async () => {
    const old = await invite();
    const token = await invite();
    expect((await setUp(old)).body.code).toBe('setup-token-refused');
    expect((await setUp(token)).status).toBe(200);
  });

  test('a guessed token is refused', async () => {
    await invite();
    const answer = await setUp('a'.repeat(43));
    expect(answer.status).toBe(403);
    expect(await api.db.manager.count(User)).toBe(0);
  });

  test('the token is stored only as its hash', async () => {
    const token = await invite();
    const [row] = await api.db.rows<{ row: string }>('select s::text as row from setup_token s');
    expect(row?.row).toBeDefined();
    expect(row?.row).not.toContain(token);
    expect(row?.row).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('once there is a user no token is made', async () => {
    await anAdmin(api.db, { email: 'boss@example.jp' });
    expect(await api.app.get(SetupService).invite()).toEqual({ signInHint: 'boss@example.jp' });
  });

  test('built-in roles are there from the first start, with the permissions of this version', async () => {
    await api.db.rows(`update user_role set permissions = '{customer.read}' where name = 'admin'`);
    await api.app.get(SetupService).onApplicationBootstrap();
    const roles = await api.db.manager.find(Role, { order: { id: 'ASC' } });
    expect(roles.map(({ name, permissions, builtIn }) => ({ name, permissions, builtIn }))).toEqual([
      { name: 'admin', permissions: BUILT_IN_ROLES.admin, builtIn: true },
      { name: 'creator', permissions: BUILT_IN_ROLES.creator, builtIn: true },
    ]);
  });
});
