import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aCreator, anAdmin, aRole, PASSWORD } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { User } from './user.entity.js';

describe('users', () => {
  let api: TestApi;
  let boss: User;
  let agent: Agent;

  beforeEach(async () => {
    api = await startApi();
    boss = await anAdmin(api.db);
    agent = await api.as(boss);
  });
  afterEach(() => api.close());

  const isSignedIn = async (session: Agent): Promise<boolean> => (await session.get('/api/session')).body.user !== null;

  test('an administrator makes a user, who can sign in with the first password', async () => {
    const role = await aRole(api.db, 'creator');
    const user = { email: 'Taro@Example.jp', name: '作成 太郎', roleId: role.id, password: 'first password' };
    const created = await agent.post('/api/users').send(user);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ email: 'Taro@Example.jp', role: 'creator', locale: 'ja', disabledAt: null });
    expect(JSON.stringify(created.body)).not.toContain('argon2');
    const signIn = await api
      .anonymous()
      .post('/api/session')
      .send({ email: 'taro@example.jp', password: 'first password' });
    expect(signIn.status).toBe(200);
    const again = await agent.post('/api/users').send({ ...user, email: 'TARO@example.jp' });
    expect(again.status).toBe(422);
    expect(again.body.errors).toMatchObject([{ field: 'email', code: 'email-taken' }]);
  });

  test('passwords are kept as argon2id', async () => {
    const role = await aRole(api.db, 'creator');
    const { body } = await agent
      .post('/api/users')
      .send({ email: 'hash@example.jp', name: '作成', roleId: role.id, password: 'first password' });
    const user = await api.db.manager.findOneByOrFail(User, { id: body.id });
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('a short password, a role that is none and unknown fields are refused beside their fields', async () => {
    const base = { email: 'x@example.jp', name: 'x', roleId: '1', password: 'long enough password' };
    const short = await agent.post('/api/users').send({ ...base, password: 'short' });
    expect(short.body.errors).toMatchObject([{ field: 'password', code: 'min-length' }]);
    const role = await agent.post('/api/users').send({ ...base, roleId: '999' });
    expect(role.body.errors).toMatchObject([{ field: 'roleId', code: 'role-not-found' }]);
    const extra = await agent.post('/api/users').send({ ...base, disabledAt: null });
    expect(extra.body.errors).toMatchObject([{ field: 'disabledAt', code: 'whitelist-validation' }]);
  });

  test('a new role and a disabled account end the sessions of the user', async () => {
    const user = await anAdmin(api.db);
    const creator = await aRole(api.db, 'creator');
    const first = await api.as(user);
    expect((await agent.patch(`/api/users/${user.id}`).send({ roleId: creator.id })).body.role).toBe('creator');
    expect(await isSignedIn(first)).toBe(false);
    const second = await api.as(user);
    expect((await agent.patch(`/api/users/${user.id}`).send({ name: '新しい 名前' })).status).toBe(200);
    expect(await isSignedIn(second)).toBe(true);
    await agent.patch(`/api/users/${user.id}`).send({ disabled: true });
    expect(await isSignedIn(second)).toBe(false);
    expect((await agent.patch(`/api/users/${user.id}`).send({ disabled: false })).body.disabledAt).toBeNull();
  });

  test('a password set by an administrator replaces the old one and ends the sessions', async () => {
    const user = await aCreator(api.db);
    const session = await api.as(user);
    await agent.patch(`/api/users/${user.id}`).send({ password: 'a new one from the boss' });
    expect(await isSignedIn(session)).toBe(false);
    const signIn = (password: string) => api.anonymous().post('/api/session').send({ email: user.email, password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn('a new one from the boss')).status).toBe(200);
  });

  test('the last active administrator can neither be disabled nor lose the role', async () => {
    const creator = await aRole(api.db, 'creator');
    await anAdmin(api.db, { disabledAt: new Date() });
    for (const change of [{ disabled: true }, { roleId: creator.id }]) {
      const refused = await agent.patch(`/api/users/${boss.id}`).send(change);
      expect(refused.status).toBe(409);
      expect(refused.body.code).toBe('last-administrator');
    }
    expect(await isSignedIn(agent)).toBe(true);
  });

  test('two administrators who disable each other at the same time: one stays', async () => {
    const other = await anAdmin(api.db);
    const otherAgent = await api.as(other);
    const answers = await Promise.all([
      agent.patch(`/api/users/${other.id}`).send({ disabled: true }),
      otherAgent.patch(`/api/users/${boss.id}`).send({ disabled: true }),
    ]);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const [row] = await api.db.rows<{ active: number }>(
      'select count(*)::int as active from app_user where disabled_at is null',
    );
    expect(row?.active).toBe(1);
  });

  test('a changed password ends every other session of the user and keeps this one', async () => {
    const here = await api.as(boss);
    const elsewhere = await api.as(boss);
    const wrong = await here
      .put('/api/session/password')
      .send({ currentPassword: 'not it', newPassword: 'the next password' });
    expect(wrong.body.errors).toMatchObject([{ field: 'currentPassword', code: 'wrong-password' }]);
    expect(await isSignedIn(elsewhere)).toBe(true);
    const changed = await here
      .put('/api/session/password')
      .send({ currentPassword: PASSWORD, newPassword: 'the next password' });
    expect(changed.status).toBe(204);
    expect(await isSignedIn(here)).toBe(true);
    expect(await isSignedIn(elsewhere)).toBe(false);
  });

  test('guessing the current password is limited', async () => {
    const guess = () =>
      agent.put('/api/session/password').send({ currentPassword: 'not it', newPassword: 'the next password' });
    for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(422);
    expect((await guess()).status).toBe(429);
  });

  test('the language is remembered with the account', async () => {
    expect((await agent.patch('/api/session/locale').send({ locale: 'en' })).status).toBe(204);
    expect((await agent.get('/api/session')).body.user.locale).toBe('en');
    expect((await agent.patch('/api/session/locale').send({ locale: 'fr' })).status).toBe(422);
  });

  test('the list goes by pages and roles can be chosen from', async () => {
    for (let i = 0; i < 3; i++) await aCreator(api.db);
    const first = await agent.get('/api/users?limit=3');
    expect(first.body.items).toHaveLength(3);
    const second = await agent.get(`/api/users?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.nextCursor).toBeNull();
    expect((await agent.get('/api/users?cursor=WyJ4Il0')).body.code).toBe('malformed-cursor');
    const roles = await agent.get('/api/roles');
    expect(roles.body.map((role: { name: string }) => role.name)).toEqual(['admin', 'creator']);
  });
});
