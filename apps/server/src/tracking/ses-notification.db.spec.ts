import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { SnsSigner } from '../../../ses-sandbox/src/sns-signing.js';
import { TestClock } from '../../test/clock.js';
import { startApi, type TestApi } from '../../test/http.js';
import { SesNotification } from './ses-notification.entity.js';

const TOPIC = 'arn:aws:sns:ap-northeast-1:111122223333:kubari-ses-events';
const clock = new TestClock();
const signer = new SnsSigner('sns.ap-northeast-1.amazonaws.com', () => clock.now().getTime());

/** Stands for SNS: hands out the certificate, takes ConfirmSubscription, and says what it was asked. */
const asked: string[] = [];
const amazon = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    asked.push(`${request.method} ${request.url} ${body}`);
    void signer.certificate().then((pem) => {
      response.statusCode = 200;
      response.end(request.method === 'GET' ? pem : CONFIRMED);
    });
  });
});
const CONFIRMED =
  '<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult>' +
  `<SubscriptionArn>${TOPIC}:1</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>`;

let api: TestApi;

beforeAll(async () => {
  await new Promise<void>((resolve) => amazon.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(amazon.address() as AddressInfo).port}`;
  const env = { SES_EVENTS_TOPIC_ARNS: [TOPIC], SES_CERTIFICATE_ORIGIN: origin, SNS_ENDPOINT: origin };
  api = await startApi({ clock, env });
});

afterAll(async () => {
  await api.close();
  await new Promise((resolve) => amazon.close(resolve));
});

let serial = 0;
const envelope = (values: object = {}) => ({
  Type: 'Notification' as const,
  MessageId: `message-${++serial}`,
  TopicArn: TOPIC,
  Message: '{"eventType":"Send"}',
  Timestamp: clock.now().toISOString(),
  ...values,
});

async function post(given: ReturnType<typeof envelope>, body?: string) {
  return supertest(api.url)
    .post('/hooks/ses')
    .set('Content-Type', 'text/plain; charset=UTF-8')
    .set('x-amz-sns-message-type', given.Type)
    .set('x-amz-sns-message-id', given.MessageId)
    .send(body ?? (await signer.signed(given, '2')));
}

const stored = (messageKey: string) => api.db.manager.getRepository(SesNotification).findOneBy({ messageKey });

describe('POST /hooks/ses', () => {
  test('a genuine event is stored before it is acknowledged, and once', async () => {
    const message = envelope();
    expect((await post(message)).status).toBe(200);
    expect((await post(message)).status).toBe(200);
    expect(await stored(message.MessageId)).toMatchObject({ payload: '{"eventType":"Send"}', state: 'new' });
  });

  test('posted as application/json it is understood as well', async () => {
    const message = envelope();
    const answer = await supertest(api.url)
      .post('/hooks/ses')
      .set('Content-Type', 'application/json')
      .set('x-amz-sns-message-type', message.Type)
      .set('x-amz-sns-message-id', message.MessageId)
      .send(await signer.signed(message, '1'));
    expect(answer.status).toBe(200);
    expect(await stored(message.MessageId)).not.toBeNull();
  });

  test('a forged one is refused with 403 and not stored', async () => {
    const message = envelope();
    const forged = JSON.stringify({ ...(JSON.parse(await signer.signed(message, '2')) as object), Message: '{}' });
    expect((await post(message, forged)).status).toBe(403);
    expect(await stored(message.MessageId)).toBeNull();
  });

  test('a rightly signed one of somebody else’s topic is refused with 403', async () => {
    const message = envelope({ TopicArn: TOPIC.replace('111122223333', '999999999999') });
    expect((await post(message)).status).toBe(403);
    expect(await stored(message.MessageId)).toBeNull();
  });

  test('a subscription is confirmed by ConfirmSubscription; SubscribeURL is never fetched', async () => {
    asked.length = 0;
    const message = envelope({
      Type: 'SubscriptionConfirmation',
      Token: 'the-token',
      SubscribeURL: `http://127.0.0.1:${(amazon.address() as AddressInfo).port}/subscribe-me`,
    });
    expect((await post(message)).status).toBe(200);
    const calls = asked.filter((call) => !call.includes('SimpleNotificationService-'));
    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain('Action=ConfirmSubscription');
    expect(calls[0]).toContain('Token=the-token');
    expect(calls[0]).toContain('AuthenticateOnUnsubscribe=true');
  });

  test('the end of a subscription is acknowledged and never undone', async () => {
    asked.length = 0;
    const given = { Type: 'UnsubscribeConfirmation', Token: 't', SubscribeURL: 'https://sns.example/' };
    expect((await post(envelope(given))).status).toBe(200);
    expect(asked.filter((call) => call.startsWith('POST'))).toEqual([]);
  });

  test('the greeting of a new event destination is acknowledged and not stored', async () => {
    const message = envelope({ Message: 'Successfully validated SNS topic for Amazon SES event publishing.' });
    expect((await post(message)).status).toBe(200);
    expect(await stored(message.MessageId)).toBeNull();
  });

  test('more than a megabyte is refused', async () => {
    expect((await post(envelope(), 'x'.repeat(1_100_000))).status).toBe(413);
  });

  test('while the event cannot be stored the answer is 503, so that SNS sends it again', async () => {
    const message = envelope();
    await api.db.rows('alter table ses_notification rename to ses_notification_away');
    expect((await post(message)).status).toBe(503);
    await api.db.rows('alter table ses_notification_away rename to ses_notification');
    expect((await post(message)).status).toBe(200);
  });

  test('while the certificate cannot be had the answer is 503', async () => {
    const other = await startApi({
      clock,
      env: { ...api.env, DATABASE_URL: api.env.DATABASE_URL, SES_CERTIFICATE_ORIGIN: 'http://127.0.0.1:9' },
    });
    try {
      const message = envelope();
      const answer = await supertest(other.url)
        .post('/hooks/ses')
        .set('Content-Type', 'text/plain')
        .set('x-amz-sns-message-type', message.Type)
        .set('x-amz-sns-message-id', message.MessageId)
        .send(await signer.signed(message, '2'));
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBe('5');
    } finally {
      await other.close();
    }
  });
});
