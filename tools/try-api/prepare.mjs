// Signing in, and what must be there before a mail can go out.
import { randomBytes } from 'node:crypto';
import { Refusal } from '../bootstrap.mjs';
import { KubariClient } from './client.mjs';
import { run } from './people.mjs';
import { chapter, check, refused, step } from './steps.mjs';

export async function signIn(api, setupUrl) {
  chapter('Sign in');
  const { needed } = await step(
    'whether the first administrator is missing',
    () => api.get('/api/setup'),
    (r) => (r.needed ? 'yes' : 'no'),
  );
  const email = process.env.KUBARI_EMAIL || 'admin@example.jp';
  const password = process.env.KUBARI_PASSWORD || randomBytes(12).toString('base64url');
  if (!needed && !(process.env.KUBARI_EMAIL && process.env.KUBARI_PASSWORD))
    throw new Refusal('This installation has users: name an administrator with KUBARI_EMAIL and KUBARI_PASSWORD.');
  if (needed) {
    const token = new URL(setupUrl).searchParams.get('token');
    await step(
      'make the first administrator with the one-time token',
      () => api.openSession('/api/setup', { token, name: '管理者', email, password }),
      () => (process.env.KUBARI_PASSWORD ? email : `KUBARI_EMAIL=${email} KUBARI_PASSWORD=${password}`),
    );
  }
  await check('a wrong password is refused', () =>
    refused(401, 'sign-in-failed', () =>
      new KubariClient(api.url).openSession('/api/session', { email, password: 'not the password' }),
    ),
  );
  await step(
    'sign in',
    () => api.openSession('/api/session', { email, password }),
    (user) => `${user.email}, role ${user.role}`,
  );
  await check('without the CSRF token nothing changes', () =>
    refused(403, 'csrf-refused', () => api.withoutCsrfToken().post('/api/groups', { name: 'never' })),
  );
}

/** Settings, sender, fields and group: made once, but for the group, which every run has of its own. */
export async function prepare(api) {
  chapter('Prepare');
  const settings = await api.get('/api/settings');
  const organisationName = settings.organisationName || 'くばり商店';
  await step(
    'say who sends',
    () => api.patch('/api/settings', { organisationName }),
    (s) => s.organisationName,
  );
  const senders = await api.all('/api/sender-addresses');
  const sender = await step(
    'a sender address',
    async () =>
      senders.find(({ email }) => email === 'news@example.co.jp') ??
      api.post('/api/sender-addresses', { email: 'news@example.co.jp', displayName: 'くばり商店' }),
    (s) => `${s.displayName} <${s.email}>`,
  );
  const { items } = await api.get('/api/customer-fields');
  const field = (label, rest) =>
    items.find((one) => one.label === label) ?? api.post('/api/customer-fields', { label, ...rest });
  const fields = await step(
    'custom fields',
    async () => ({
      name: await field('お名前', { type: 'text', searchable: true, mergeDefault: 'お客さま' }),
      company: await field('会社名', { type: 'text' }),
      rank: await field('会員ランク', { type: 'single_choice', choices: [{ label: 'ゴールド' }, { label: '一般' }] }),
      visited: await field('最終来店日', { type: 'date' }),
    }),
    (f) =>
      Object.values(f)
        .map(({ label }) => label)
        .join(', '),
  );
  const group = await step(
    'a delivery group',
    () => api.post('/api/groups', { name: `API ${run}`, senderAddressId: sender.id }),
    (g) => g.name,
  );
  return { organisationName, sender, fields, group };
}
