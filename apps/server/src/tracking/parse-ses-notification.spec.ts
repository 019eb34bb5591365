import { describe, expect, test } from '@jest/globals';
import { decideEvent } from './decide-event.js';
import { parseSesNotification } from './parse-ses-notification.js';
import { EVENT_FIXTURES, mailFixture, RECIPIENT_ID } from './ses-events.fixture.js';

const parse = (event: object) => parseSesNotification(JSON.stringify(event));

describe('reading events of SES', () => {
  test.each(Object.entries(EVENT_FIXTURES))('%s is read with recipient and attempt from the tags', (_, event) => {
    expect(parse(event)?.mail).toMatchObject({
      recipientId: RECIPIENT_ID,
      attemptNo: 2,
      sesMessageId: '0106019a-0000-000000',
      destination: ['taro@example.jp'],
      isOutsideDeliveries: false,
    });
  });

  test.each([
    ['send', { type: 'send' }],
    ['delivery', { type: 'delivery', smtpResponse: '250 OK' }],
    ['delay', { type: 'delay', delayType: 'MailboxFull' }],
    ['bounce', { type: 'bounce', bounceType: 'Permanent', bounceSubType: 'General', feedbackId: 'feedback-1' }],
    ['complaint', { type: 'complaint', feedbackType: 'abuse', feedbackId: 'feedback-2' }],
    ['reject', { type: 'reject', reason: 'Bad content' }],
  ] as const)('%s becomes what happened', (name, happening) => {
    expect(parse(EVENT_FIXTURES[name])?.happening).toMatchObject(happening);
  });

  test('notifications of an identity say notificationType and are read alike', () => {
    const { eventType, ...rest } = EVENT_FIXTURES.bounce;
    expect(parse({ ...rest, notificationType: eventType })?.happening.type).toBe('bounce');
  });

  test('without tags the X-Kubari-Recipient and Message-ID headers tell the recipient and the attempt', () => {
    const headers = [{ name: 'message-id', value: `<${RECIPIENT_ID}.3@example.jp>` }];
    const { tags: _, ...mail } = mailFixture;
    expect(parse({ eventType: 'Send', mail: { ...mail, headers }, send: {} })?.mail).toMatchObject({
      recipientId: RECIPIENT_ID,
      attemptNo: 3,
    });
    const own = [{ name: 'X-Kubari-Recipient', value: RECIPIENT_ID.toUpperCase() }];
    expect(parse({ eventType: 'Send', mail: { ...mail, headers: own } })?.mail).toMatchObject({
      recipientId: RECIPIENT_ID,
      attemptNo: null,
    });
  });

  test('a tag that is no recipient of ours is no recipient', () => {
    const tags = { d: ["'; drop table customer; --"], a: ['0'] };
    const { headers: _, ...mail } = mailFixture;
    expect(parse({ eventType: 'Send', mail: { ...mail, tags } })?.mail).toMatchObject({
      recipientId: null,
      attemptNo: null,
    });
  });

  test('a test mail is told by its tag', () => {
    expect(
      parse({ eventType: 'Send', mail: { ...mailFixture, tags: { k: ['test'] } } })?.mail.isOutsideDeliveries,
    ).toBe(true);
  });

  test('a canary is told by its tag', () => {
    expect(
      parse({ eventType: 'Send', mail: { ...mailFixture, tags: { k: ['canary'] } } })?.mail.isOutsideDeliveries,
    ).toBe(true);
  });

  test.each(['Open', 'Click', 'Subscription', 'Rendering Failure', 'AmazonSnsSubscriptionSucceeded', 'Something New'])(
    '%s is none that we act on',
    (eventType) => {
      expect(parse({ eventType, mail: mailFixture })).toBeNull();
    },
  );

  test.each(['', 'Successfully validated SNS topic for Amazon SES event publishing.', '[]', 'null', '"text"', '{}'])(
    'plain text and other JSON is no event: %s',
    (payload) => {
      expect(parseSesNotification(payload)).toBeNull();
    },
  );

  test('unknown fields are tolerated', () => {
    const event = { ...EVENT_FIXTURES.delivery, future: { a: [1] }, mail: { ...mailFixture, novelty: true } };
    expect(parse(event)?.happening.type).toBe('delivery');
  });

  test('a NUL in the words of a server is left out, since PostgreSQL does not take it', () => {
    const delivery = { ...EVENT_FIXTURES.delivery.delivery, smtpResponse: '250 a\0b' };
    expect(parse({ ...EVENT_FIXTURES.delivery, delivery })?.happening).toMatchObject({ smtpResponse: '250 ab' });
  });

  test('deleting or spoiling any field, at any depth, never throws', () => {
    let variants = 0;
    for (const event of Object.values(EVENT_FIXTURES)) {
      for (const path of pathsOf(event)) {
        for (const value of [undefined, null, 7, 'x', [], {}, [null], true]) {
          const spoiled = changed(event, path, value);
          const read = parse(spoiled as object);
          if (read) decideEvent(read);
          variants++;
        }
      }
    }
    expect(variants).toBeGreaterThan(1_000);
  });
});

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsOf(inner, [...path, key])]);
}

function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const target = copy as Record<string, unknown>;
  if (key === undefined) return to;
  if (rest.length > 0) target[key] = changed(target[key], rest, to);
  else if (to === undefined) delete target[key];
  else target[key] = to;
  return copy;
}
