import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SnsSigner } from '../../../ses-sandbox/src/sns-signing.js';
import { CertificateUnavailable, fetchFromSandbox, SigningCertificates } from './sns-certificates.js';
import { isSigningCertificateUrl, verifySnsMessage } from './sns-signature.js';

const TOPIC = 'arn:aws:sns:ap-northeast-1:111122223333:kubari-ses-events';
const NOW = new Date('2026-12-01T01:00:00Z');
const signer = new SnsSigner('sns.ap-northeast-1.amazonaws.com', () => NOW.getTime());

let pem: string;
let fetched: string[];
let answers: (() => { status: number; text(): Promise<string> })[];
let certificates: SigningCertificates;

beforeAll(async () => {
  pem = await signer.certificate();
});

beforeEach(() => {
  fetched = [];
  answers = [];
  certificates = new SigningCertificates(
    (url) => {
      fetched.push(url);
      return Promise.resolve(answers.shift()?.() ?? { status: 200, text: () => Promise.resolve(pem) });
    },
    () => NOW,
  );
});

type Fields = Record<string, unknown>;

const notification = (values: Fields = {}) => ({
  Type: 'Notification' as const,
  MessageId: 'message-1',
  TopicArn: TOPIC,
  Message: '{"eventType":"Send"}',
  Timestamp: '2026-12-01T00:59:59.000Z',
  ...values,
});

const confirmation = (Type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation', values: Fields = {}) => ({
  Type,
  MessageId: 'message-1',
  TopicArn: TOPIC,
  Token: 'token',
  Message: 'You have chosen …',
  SubscribeURL: 'https://sns.ap-northeast-1.amazonaws.com/?Action=ConfirmSubscription',
  Timestamp: '2026-12-01T00:59:00.000Z',
  ...values,
});

async function signed(envelope: object, version: '1' | '2' = '2', tamper: Fields = {}): Promise<string> {
  const text = await signer.signed(envelope as Parameters<SnsSigner['signed']>[0], version);
  return JSON.stringify({ ...(JSON.parse(text) as Fields), ...tamper });
}

const verify = (body: string, headers: { type?: string; id?: string } = {}, topicArns = [TOPIC]) =>
  verifySnsMessage(
    { body, typeHeader: headers.type ?? 'Notification', idHeader: headers.id ?? 'message-1' },
    { topicArns, certificates, now: NOW },
  );

describe('is this SNS message genuine? (security.md 1, sending.md §2.3)', () => {
  test.each(['1', '2'] as const)('a message with SignatureVersion %s is', async (version) => {
    const verdict = await verify(await signed(notification({ Subject: 'Amazon SES' }), version));
    expect(verdict).toMatchObject({ genuine: true, envelope: { messageId: 'message-1', topicArn: TOPIC } });
  });

  test.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const)('a genuine %s is', async (type) => {
    expect(await verify(await signed(confirmation(type)), { type })).toMatchObject({
      genuine: true,
      envelope: { type, token: 'token' },
    });
  });

  test('a rightly signed message of a topic that is not ours is refused, without a fetch', async () => {
    const foreign = await signed(notification({ TopicArn: `${TOPIC}-of-somebody-else` }));
    expect(await verify(foreign)).toMatchObject({ genuine: false, reason: expect.stringContaining('topic') });
    expect(await verify(await signed(notification()), {}, [])).toMatchObject({ genuine: false });
    expect(fetched).toEqual([]);
  });

  test.each<[string, Fields]>([
    ['another text', { Message: '{"eventType":"Bounce"}' }],
    ['another id', { MessageId: 'message-1', Timestamp: '2026-12-01T00:59:58.000Z' }],
    ['a subject put in', { Subject: 'added' }],
    ['another signature', { Signature: 'AAAA' }],
    ['a signature of another type', { Signature: 7 }],
    ['no signature', { Signature: undefined }],
    ['the other version', { SignatureVersion: '1' }],
    ['a version that does not exist', { SignatureVersion: '3' }],
    ['a version that is a number', { SignatureVersion: 2 }],
    ['a type that is an array', { Type: ['Notification'] }],
    ['a message that is an object', { Message: { eventType: 'Bounce' } }],
  ])('with %s it is refused', async (_, tamper) => {
    expect(await verify(await signed(notification(), '2', tamper))).toMatchObject({ genuine: false });
  });

  test('a stray SubscribeURL on a notification is not signed and changes nothing', async () => {
    const verdict = await verify(await signed(notification(), '2', { SubscribeURL: 'https://evil.example/' }));
    expect(verdict.genuine).toBe(true);
  });

  test('type and id must stand in the headers as well', async () => {
    const body = await signed(notification());
    expect(await verify(body, { type: 'SubscriptionConfirmation' })).toMatchObject({ genuine: false });
    expect(await verify(body, { id: 'message-2' })).toMatchObject({ genuine: false });
  });

  test.each([
    ['from the future', 'Notification', '2026-12-01T01:11:00Z'],
    ['31 days old', 'Notification', '2026-10-31T00:00:00Z'],
    ['without a time', 'Notification', 'yesterday'],
  ] as const)('a message %s is refused', async (_, __, Timestamp) => {
    expect(await verify(await signed(notification({ Timestamp })))).toMatchObject({ genuine: false });
  });

  test('a notification may be two weeks late (a redrive), a confirmation only an hour', async () => {
    expect(await verify(await signed(notification({ Timestamp: '2026-11-17T01:00:00Z' })))).toMatchObject({
      genuine: true,
    });
    const type = 'SubscriptionConfirmation';
    const late = await signed(confirmation(type, { Timestamp: '2026-11-30T23:59:00Z' }));
    expect(await verify(late, { type })).toMatchObject({ genuine: false });
  });

  test.each(['', '{', '[]', 'null', '"x"', '{"Type":"Notification"}'])('%j is no message', async (body) => {
    expect(await verify(body)).toMatchObject({ genuine: false });
  });
});

describe('where the certificate may come from', () => {
  const PATH = `/SimpleNotificationService-${'a'.repeat(32)}.pem`;
  const GOOD = `https://sns.ap-northeast-1.amazonaws.com${PATH}`;

  test('SNS of the region of the topic', () => {
    expect(isSigningCertificateUrl(GOOD, TOPIC)).toBe(true);
  });

  test.each([
    `http://sns.ap-northeast-1.amazonaws.com${PATH}`,
    `https://sns.us-east-1.amazonaws.com${PATH}`,
    `https://sns.ap-northeast-1.amazonaws.com.evil.jp${PATH}`,
    `https://evil.sns.ap-northeast-1.amazonaws.com${PATH}`,
    `https://sns.ap-northeast-1.amazonaws.com:444${PATH}`,
    `https://user@sns.ap-northeast-1.amazonaws.com${PATH}`,
    `https://sns.ap-northeast-1.amazonaws.com${PATH}?x=1`,
    `https://sns.ap-northeast-1.amazonaws.com${PATH}#x`,
    `https://sns.ap-northeast-1.amazonaws.com/x/..${PATH}`,
    `https://sns.ap-northeast-1.amazonaws.com/upload${PATH}`,
    `https://sns.ap-northeast-1.amazonaws.com/SimpleNotificationService-${'a'.repeat(31)}.pem`,
    `https://sns.ap-northeast-1.amazonaws.com\\@evil.jp${PATH}`,
    `https://s3.ap-northeast-1.amazonaws.com${PATH}`,
    ` https://sns.ap-northeast-1.amazonaws.com${PATH}`,
    'not a url',
  ])('not %s', (url) => {
    expect(isSigningCertificateUrl(url, TOPIC)).toBe(false);
  });

  test('a message that names another place is refused without a fetch', async () => {
    const body = await signed(notification(), '2', { SigningCertURL: `https://evil.example${PATH}` });
    expect(await verify(body)).toMatchObject({ genuine: false, reason: expect.stringContaining('SigningCertURL') });
    expect(fetched).toEqual([]);
  });

  test('with the sandbox only the fetch goes elsewhere', async () => {
    const urls: string[] = [];
    const get = fetchFromSandbox('http://127.0.0.1:9999', (url) => {
      urls.push(url);
      return Promise.resolve({ status: 200, text: () => Promise.resolve(pem) });
    });
    await get(GOOD);
    expect(urls).toEqual([`http://127.0.0.1:9999${PATH}`]);
  });
});

describe('the certificate', () => {
  test('is fetched once for many messages at the same time', async () => {
    const body = await signed(notification());
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify(body)));
    expect(verdicts.every((v) => v.genuine)).toBe(true);
    expect(fetched).toHaveLength(1);
  });

  test.each<[string, () => { status: number; text(): Promise<string> }]>([
    ['an error page', () => ({ status: 500, text: () => Promise.resolve('oops') })],
    ['an error page that says 200', () => ({ status: 200, text: () => Promise.resolve('<html>maintenance</html>') })],
    ['something endless', () => ({ status: 200, text: () => Promise.resolve(pem + ' '.repeat(20_000)) })],
    [
      'a refused connection',
      () => {
        throw new Error('ECONNREFUSED');
      },
    ],
  ])('is never remembered when it was %s: the message is put off and the next one tries again', async (_, answer) => {
    answers = [answer];
    const body = await signed(notification());
    await expect(verify(body)).rejects.toBeInstanceOf(CertificateUnavailable);
    expect(await verify(body)).toMatchObject({ genuine: true });
    expect(fetched).toHaveLength(2);
  });

  test('of another key does not verify', async () => {
    const other = new SnsSigner('sns.ap-northeast-1.amazonaws.com', () => NOW.getTime());
    const otherPem = await other.certificate();
    answers = [() => ({ status: 200, text: () => Promise.resolve(otherPem) })];
    expect(await verify(await signed(notification()))).toMatchObject({ genuine: false });
  });

  test('that has run out is not used', async () => {
    const old = new SnsSigner('sns.ap-northeast-1.amazonaws.com', () => Date.parse('2020-01-01T00:00:00Z'));
    const oldPem = await old.certificate();
    answers = [() => ({ status: 200, text: () => Promise.resolve(oldPem) })];
    await expect(verify(await signed(notification()))).rejects.toBeInstanceOf(CertificateUnavailable);
  });

  test('is asked for again after a day', async () => {
    let now = NOW;
    const kept = new SigningCertificates(
      (url) => {
        fetched.push(url);
        return Promise.resolve({ status: 200, text: () => Promise.resolve(pem) });
      },
      () => now,
    );
    await kept.keyOf('https://a/');
    await kept.keyOf('https://a/');
    now = new Date(NOW.getTime() + 25 * 3_600_000);
    await kept.keyOf('https://a/');
    expect(fetched).toHaveLength(2);
  });
});
