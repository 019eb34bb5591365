import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { InMemoryMailer, type Answer } from '@kubari/mailer';
import { PinoLogger } from 'nestjs-pino';
import { DAY, HOUR, MINUTE, TestClock } from '../../test/clock.js';
import { aSender } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { FreeRate } from '../../test/sending.js';
import type { SendRate } from '../platform/ses/send-rate.js';
import { NoticeSender } from './notice-sender.js';
import { NoticesService } from './notices.service.js';
import { SettingsService } from './settings.service.js';

const clock = new TestClock();
const NOTICE = {
  key: 'test/1',
  subject: { ja: 'お知らせ', en: 'News' },
  text: { ja: '本文です。\n', en: 'A text.\n' },
};

let api: TestApi;
let admin: Agent;
let notices: NoticesService;
let settings: SettingsService;
let mailer: InMemoryMailer;
let sender: NoticeSender;

beforeAll(async () => {
  api = await startApi({ clock });
  notices = api.app.get(NoticesService);
  settings = api.app.get(SettingsService);
});
afterAll(() => api.close());
beforeEach(async () => {
  admin = await api.asAdmin();
  await api.db.rows('delete from notice');
  await api.db.rows('delete from sender_address');
  await aSender(api.db, { email: 'shop@example.jp', displayName: '見本商店' });
  await settings.change({ noticeRecipients: ['ops@example.jp'], noticeSenderAddressId: null, noticeLocale: 'ja' });
  mailer = new InMemoryMailer();
  sender = newSender();
});

function newSender(rate = new FreeRate()): NoticeSender {
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  return new NoticeSender(api.db, clock, api.env, mailer, rate as unknown as SendRate, settings, logger);
}
const path = '/api/settings/notices';
const latest = () => notices.latest();
const sent = (): { from: string; to: string }[] => mailer.offered.map(({ from, to }) => ({ from, to }));
const answer = (reply: Answer): void => mailer.answerNext(reply);

describe('telling operators', () => {
  test('mails every recipient in the chosen language, from the oldest sender address', async () => {
    await settings.change({ noticeRecipients: ['ops@example.jp', 'boss@example.jp'], noticeLocale: 'en' });
    await notices.notifyOperators(NOTICE);
    await sender.sendDue();
    expect(sent()).toEqual([
      { from: 'shop@example.jp', to: 'ops@example.jp' },
      { from: 'shop@example.jp', to: 'boss@example.jp' },
    ]);
    expect(mailer.offered[0]?.raw.toString()).toContain('Subject: News');
    expect(mailer.offered[0]?.tags).toEqual([['k', 'notice']]);
    expect((await latest())[0]).toMatchObject({ to: 'boss@example.jp', state: 'sent', trouble: null });
  });

  test('says the same thing once, whoever says it again', async () => {
    await Promise.all([notices.notifyOperators(NOTICE), notices.notifyOperators(NOTICE)]);
    await sender.sendDue();
    await notices.notifyOperators(NOTICE);
    await sender.sendDue();
    expect(sent()).toHaveLength(1);
  });

  test('says nothing while nobody wants to know, and nothing when the transaction is rolled back', async () => {
    await expect(
      api.db.tx(async (tx) => {
        await notices.notifyOperators(NOTICE, tx);
        throw new Error('later trouble');
      }),
    ).rejects.toThrow('later trouble');
    await settings.change({ noticeRecipients: [] });
    await notices.notifyOperators(NOTICE);
    expect(await latest()).toEqual([]);
  });

  test('mails one user in the words given', async () => {
    await notices.mailUser({ to: 'user@example.jp', subject: '一括登録が完了しました', text: '10件\n' });
    await sender.sendDue();
    expect(sent()).toEqual([{ from: 'shop@example.jp', to: 'user@example.jp' }]);
  });
});

describe('an outbox that survives', () => {
  beforeEach(() => notices.notifyOperators(NOTICE));

  test('a refusal that may pass is tried again later, an account of it is kept', async () => {
    answer({ kind: 'not_sent', reason: 'connect', scope: 'message', detail: '' });
    await sender.sendDue();
    expect((await latest())[0]).toMatchObject({ state: 'waiting', trouble: 'connect', sentAt: null });
    await sender.sendDue();
    expect(sent()).toHaveLength(1);
    clock.advance(MINUTE);
    await sender.sendDue();
    expect(sent()).toHaveLength(2);
    expect((await latest())[0]).toMatchObject({ state: 'sent', trouble: null, sentAt: clock.now() });
  });

  test('after an unclear answer it is offered again: at least once, with the same Message-ID', async () => {
    answer({ kind: 'unknown', reason: 'timeout', detail: '' });
    await sender.sendDue();
    clock.advance(HOUR);
    await sender.sendDue();
    const [first, second] = mailer.offered.map(({ raw }) => /^Message-ID: .*$/m.exec(raw.toString())?.[0]);
    expect(first).toBeDefined();
    expect(second).toBe(first);
  });

  test('a mail that SES will never take is given up at once, any other after three days', async () => {
    answer({ kind: 'rejected', reason: 'invalid_address', detail: '' });
    await sender.sendDue();
    expect((await latest())[0]).toMatchObject({ state: 'failed', trouble: 'invalid-address' });
    await notices.notifyOperators({ ...NOTICE, key: 'test/2' });
    answer({ kind: 'not_sent', reason: 'connect', scope: 'message', detail: '' });
    clock.advance(3 * DAY);
    await sender.sendDue();
    expect((await latest())[0]).toMatchObject({ state: 'failed', trouble: 'connect' });
    clock.advance(DAY);
    await sender.sendDue();
    expect(sent()).toHaveLength(2);
  });

  test('one that a killed worker has taken goes out when its time is over, and no sooner', async () => {
    mailer.answerBy(() => {
      throw new Error('killed');
    });
    await expect(sender.sendDue()).rejects.toThrow('killed');
    mailer.answerBy(() => undefined);
    await sender.sendDue();
    expect((await latest())[0]?.state).toBe('sending');
    clock.advance(5 * MINUTE);
    await sender.sendDue();
    expect((await latest())[0]?.state).toBe('sent');
  });

  test('two workers at once send it once', async () => {
    await Promise.all([sender.sendDue(), newSender().sendDue()]);
    expect(sent()).toHaveLength(1);
  });

  test('without a sender address it waits and says so', async () => {
    await api.db.rows('delete from sender_address');
    await sender.sendDue();
    expect((await latest())[0]).toMatchObject({ state: 'waiting', trouble: 'sender-missing' });
  });
});

describe('settings of notices', () => {
  test('are kept by what is given; an address named twice is kept once', async () => {
    const other = await aSender(api.db);
    const changed = await admin
      .patch(path)
      .send({ recipients: [' a@example.jp ', 'b@example.jp', 'A@example.jp'], senderAddressId: other.id })
      .expect(200);
    expect(changed.body).toEqual({
      recipients: ['A@example.jp', 'b@example.jp'],
      senderAddressId: other.id,
      locale: 'ja',
    });
    await admin.patch(path).send({ locale: 'en' }).expect(200);
    expect((await admin.get(path).expect(200)).body).toMatchObject({ locale: 'en', senderAddressId: other.id });
    await notices.notifyOperators(NOTICE);
    await sender.sendDue();
    expect(sent()[0]?.from).toBe(other.email);
  });

  test.each([
    [{ recipients: ['a@example.jp', 'nobody'] }],
    [{ recipients: 'a@example.jp' }],
    [{ recipients: Array.from({ length: 21 }, (_, i) => `a${i}@example.jp`) }],
    [{ recipients: ['a@example.jp\r\nBcc: b@example.jp'] }],
    [{ locale: 'fr' }],
    [{ senderAddressId: '999999' }],
  ])('%j is refused', async (body) => {
    await admin.patch(path).send(body).expect(422);
  });

  test('a test notice goes to everybody who gets notices; with nobody there it is refused', async () => {
    await admin.post(`${path}/test`).expect(204);
    await sender.sendDue();
    expect(sent()).toEqual([{ from: 'shop@example.jp', to: 'ops@example.jp' }]);
    await settings.change({ noticeRecipients: [] });
    const refused = await admin.post(`${path}/test`).expect(409);
    expect((refused.body as { code: string }).code).toBe('notice-recipients-missing');
  });

  test('the latest notices are listed with what became of them', async () => {
    await notices.notifyOperators(NOTICE);
    await sender.sendDue();
    const at = clock.now().toISOString();
    const { body } = await admin.get(`${path}/latest`).expect(200);
    expect(body).toMatchObject({
      items: [{ to: 'ops@example.jp', subject: 'お知らせ', state: 'sent', trouble: null, createdAt: at, sentAt: at }],
    });
  });

  test('are the administrator’s', async () => {
    const creator = await api.asCreator();
    await creator.get(path).expect(403);
    await creator.get(`${path}/latest`).expect(403);
    await creator.patch(path).send({ locale: 'en' }).expect(403);
    await creator.post(`${path}/test`).expect(403);
  });
});
