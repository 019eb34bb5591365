import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSesSandbox, type SesSandbox } from '../../../ses-sandbox/src/index.js';
import { aCustomer, aField, aGroup, aMailing, aMembership, aSender } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';

let sandbox: SesSandbox;
let api: TestApi;
let admin: Agent;

beforeAll(async () => {
  sandbox = await createSesSandbox();
  api = await startApi({ env: { SES_ENDPOINT: sandbox.url, SES_CONFIGURATION_SET: sandbox.configurationSet } });
  admin = await api.asAdmin();
});
afterAll(async () => {
  await api.close();
  await sandbox.close();
});

const HTML = '<p>{{name}} 様</p><a href="https://shop.example.jp/">店</a><a href="{{unsubscribe_url}}">配信停止</a>';
const codesOf = (checks: { code: string; severity: string }[], severity: string): string[] =>
  checks.filter((check) => check.severity === severity).map(({ code }) => code);

describe('composing', () => {
  test('a mailing is made, found, changed, copied and removed', async () => {
    const group = await aGroup(api.db);
    const sender = await aSender(api.db);
    const made = await admin
      .post('/api/mailings')
      .send({ groupId: group.id, senderAddressId: sender.id, format: 'html', subject: '春のご案内', htmlBody: HTML })
      .expect(201);
    expect(made.body).toMatchObject({
      subject: '春のご案内',
      format: 'html',
      groupName: group.name,
      sender: { email: sender.email },
      trackLinks: true,
      version: 1,
    });
    const { id } = made.body as { id: string };
    const changed = await admin.patch(`/api/mailings/${id}`).send({ version: 1, subject: '夏のご案内' }).expect(200);
    expect(changed.body).toMatchObject({ subject: '夏のご案内', htmlBody: HTML, version: 2 });
    const found = await admin.get('/api/mailings?q=夏のご').expect(200);
    expect(found.body.items).toMatchObject([{ id, subject: '夏のご案内' }]);
    const copy = await admin.post(`/api/mailings/${id}/copy`).expect(201);
    expect(copy.body).toMatchObject({ subject: '夏のご案内', htmlBody: HTML, version: 1 });
    expect(copy.body.id).not.toBe(id);
    await admin.delete(`/api/mailings/${id}`).expect(204);
    await admin.get(`/api/mailings/${id}`).expect(404);
    await admin.get('/api/mailings/abc').expect(404);
  });

  test('an edit that started from an older version is refused, so that nobody overwrites unseen', async () => {
    const { id } = await aMailing(api.db);
    await admin.patch(`/api/mailings/${id}`).send({ version: 1, subject: 'a' }).expect(200);
    const refused = await admin.patch(`/api/mailings/${id}`).send({ version: 1, subject: 'b' }).expect(409);
    expect(refused.body).toMatchObject({ code: 'mailing-changed-meanwhile' });
    expect((await admin.get(`/api/mailings/${id}`)).body).toMatchObject({ subject: 'a' });
  });

  test('what acts in the HTML is gone once it is saved (security.md 4)', async () => {
    const { id } = await aMailing(api.db, { format: 'html' });
    const { body } = await admin
      .patch(`/api/mailings/${id}`)
      .send({ version: 1, htmlBody: '<p onclick="x()">a</p><script>x()</script><a href="javascript:x()">b</a>' })
      .expect(200);
    expect(body.htmlBody).toBe('<p>a</p><a>b</a>');
  });

  test('the group’s sender is used where the mailing has none', async () => {
    const sender = await aSender(api.db);
    const group = await aGroup(api.db, { senderAddress: sender });
    const { body } = await admin.post('/api/mailings').send({ groupId: group.id }).expect(201);
    expect(body).toMatchObject({ senderAddressId: null, sender: { email: sender.email }, format: 'text' });
  });

  test('what a mailing points at must exist', async () => {
    const refused = await admin.post('/api/mailings').send({ groupId: '999999', format: 'text' }).expect(422);
    expect(refused.body.errors).toMatchObject([{ field: 'groupId', code: 'not-found' }]);
  });

  test('pages go on where the last one ended', async () => {
    for (let i = 0; i < 3; i++) await aMailing(api.db, { subject: `頁 ${i}` });
    const first = await admin.get('/api/mailings?q=頁&limit=2').expect(200);
    expect(first.body.items.map((item: { subject: string }) => item.subject)).toEqual(['頁 2', '頁 1']);
    const second = await admin.get(`/api/mailings?q=頁&limit=2&cursor=${first.body.nextCursor}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ subject: '頁 0' }], nextCursor: null });
  });
});

describe('preview', () => {
  test('shows the mail as a chosen customer would get it; links lead where the author wrote', async () => {
    const field = await aField(api.db, { mergeKey: 'name', mergeDefault: 'お客様' });
    const customer = await aCustomer(api.db, { fieldValues: { [field.id]: '山田 <花子>' } });
    const { id } = await aMailing(api.db, { format: 'html', subject: '{{name}}様へ', htmlBody: HTML, textBody: '' });
    const { body } = await admin.post(`/api/mailings/${id}/preview`).send({ customerId: customer.id }).expect(200);
    expect(body.subject).toBe('山田 <花子>様へ');
    expect(body.html).toContain('<p>山田 &lt;花子&gt; 様</p>');
    expect(body.html).toContain('href="https://shop.example.jp/"');
    expect(body.html).not.toMatch(/\/c\/|\/o\//);
    expect(body.text).toContain('山田 <花子> 様');
    const nobody = await admin.post(`/api/mailings/${id}/preview`).send({}).expect(200);
    expect(nobody.body.subject).toBe('お客様様へ');
  });

  test('shows edits that are not saved yet, and what is wrong with them', async () => {
    const { id } = await aMailing(api.db);
    const { body } = await admin
      .post(`/api/mailings/${id}/preview`)
      .send({ draft: { subject: '{{nmae}}', textBody: 'a' } })
      .expect(200);
    expect(body).toMatchObject({ subject: '', text: 'a', html: null });
    expect(codesOf(body.problems, 'error')).toEqual(['unsubscribe-link-missing', 'unknown-merge-tag']);
    expect((await admin.get(`/api/mailings/${id}`)).body.subject).toBe('秋の新商品のご案内');
  });

  test('an unknown customer is refused', async () => {
    const { id } = await aMailing(api.db);
    await admin.post(`/api/mailings/${id}/preview`).send({ customerId: '999999' }).expect(422);
  });
});

describe('checks (M-81)', () => {
  const checks = async (values: Parameters<typeof aMailing>[1]): Promise<{ code: string; severity: string }[]> => {
    const { id } = await aMailing(api.db, { group: await aGroup(api.db, { with: 1 }), ...values });
    return (await admin.get(`/api/mailings/${id}/checks`).expect(200)).body as { code: string; severity: string }[];
  };

  test('a mailing that can be delivered has no error', async () => {
    expect(codesOf(await checks({}), 'error')).toEqual([]);
  });

  test.each([
    ['subject-missing', { subject: ' ' }],
    ['body-missing', { textBody: '' }],
    ['sender-missing', { senderAddress: null }],
    ['unsubscribe-link-missing', { textBody: 'a' }],
    ['unknown-merge-tag', { subject: '{{nobody_knows}}' }],
    ['full-width-merge-tag', { subject: '｛｛email｝｝' }],
    ['unsubscribe-link-missing', { format: 'html' as const, htmlBody: '<p>a</p>' }],
    ['link-scheme-not-allowed', { format: 'html' as const, htmlBody: `${HTML}<a href="ftp://a.example/">a</a>` }],
  ])('%s is an error', async (code, values) => {
    expect(codesOf(await checks(values as Parameters<typeof aMailing>[1]), 'error')).toContain(code);
  });

  test('nobody to mail is an error: stopped members and broken addresses do not count', async () => {
    const group = await aGroup(api.db, { with: [await aCustomer(api.db, { status: 'error' })] });
    const stopped = await aCustomer(api.db);
    await aMembership(api.db, { groupId: group.id, customerId: stopped.id, deliveryState: 'stopped' });
    expect(codesOf(await checks({ group }), 'error')).toEqual(['no-recipients']);
  });

  test.each([
    ['html-large', { format: 'html' as const, htmlBody: `${HTML}<p>${'あ'.repeat(40_000)}</p>` }],
    ['image-without-alt', { format: 'html' as const, htmlBody: `${HTML}<img src="https://a.example/a.png">` }],
    ['link-not-encrypted', { format: 'html' as const, htmlBody: `${HTML}<a href="http://a.example/">a</a>` }],
    ['subject-long', { subject: 'あ'.repeat(51) }],
    ['sender-display-unset', {}],
    ['not-tested', {}],
  ])('%s is a warning', async (code, values) => {
    expect(codesOf(await checks(values), 'warning')).toContain(code);
  });

  test('the sender’s name is looked for once it is set (特定電子メール法)', async () => {
    await admin.patch('/api/settings').send({ organisationName: '株式会社くばり' }).expect(200);
    expect(codesOf(await checks({}), 'warning')).toContain('sender-display-missing');
    const named = { textBody: '株式会社くばり\n{{unsubscribe_url}}' };
    expect(codesOf(await checks(named), 'warning')).not.toContain('sender-display-missing');
  });
});

describe('test mails (M-13)', () => {
  test('go to each address with the values of the chosen customer, marked as a test, and leave no trace in the ledger', async () => {
    const customer = await aCustomer(api.db, { email: 'hanako@example.jp' });
    const { id } = await aMailing(api.db, {
      textBody: '{{email}} さま\nhttps://shop.example.jp/\n{{unsubscribe_url}}',
    });
    const to = ['boss@example.com', 'me@example.com'];
    const { body } = await admin
      .post(`/api/mailings/${id}/test-send`)
      .send({ to, customerId: customer.id })
      .expect(200);
    expect(body.results).toEqual(
      to.map((address) => ({ to: address, outcome: 'accepted', reason: null, detail: null })),
    );
    const [kept] = sandbox.messages({ to: 'boss@example.com' });
    const mail = sandbox.message(kept?.id ?? '');
    expect(mail?.subject).toBe('[TEST] 秋の新商品のご案内');
    expect(mail?.text).toContain('hanako@example.jp さま');
    expect(mail?.text).toContain('https://shop.example.jp/');
    expect(await api.db.rows('select from delivery_recipient')).toEqual([]);
    expect(await api.db.rows('select from send_attempt')).toEqual([]);
    const after = await admin.get(`/api/mailings/${id}`);
    expect(after.body.testSentAt).not.toBeNull();
  });

  test('a refusal is told per address, in the words of SES for the administrator', async () => {
    sandbox.addFault({
      match: { to: 'refused@example.com' },
      action: { type: 'http', status: 400, errorType: 'MessageRejected', message: 'Spam.' },
    });
    const { id } = await aMailing(api.db);
    const { body } = await admin
      .post(`/api/mailings/${id}/test-send`)
      .send({ to: ['refused@example.com', 'fine@example.com'] })
      .expect(200);
    expect(body.results).toMatchObject([
      { to: 'refused@example.com', outcome: 'rejected', reason: 'content', detail: expect.stringContaining('Spam.') },
      { to: 'fine@example.com', outcome: 'accepted' },
    ]);
    sandbox.clearFaults();
  });

  test('at most five addresses, and only real ones', async () => {
    const { id } = await aMailing(api.db);
    const six = Array.from({ length: 6 }, (_, i) => `a${i}@example.com`);
    await admin.post(`/api/mailings/${id}/test-send`).send({ to: six }).expect(422);
    const refused = await admin
      .post(`/api/mailings/${id}/test-send`)
      .send({ to: ['ok@example.com', 'not one'] })
      .expect(422);
    expect(refused.body.errors).toMatchObject([{ field: 'to.1', code: 'malformed-address' }]);
    await admin.post(`/api/mailings/${id}/test-send`).send({ to: [] }).expect(422);
  });
});

test('merge tags are the system’s and those of the fields in use', async () => {
  await aField(api.db, { mergeKey: 'city', label: '市区町村', mergeDefault: '未登録' });
  await aField(api.db, { mergeKey: 'gone', retiredAt: new Date() });
  const { body } = await admin.get('/api/merge-tags').expect(200);
  expect(body).toContainEqual({ key: 'unsubscribe_url', kind: 'system', label: null, fieldId: null, defaultValue: '' });
  expect(body).toContainEqual(
    expect.objectContaining({ key: 'city', kind: 'field', label: '市区町村', defaultValue: '未登録' }),
  );
  expect(body.map((tag: { key: string }) => tag.key)).not.toContain('gone');
});
