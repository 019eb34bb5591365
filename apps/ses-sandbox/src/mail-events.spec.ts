import { GetSuppressedDestinationCommand, PutSuppressedDestinationCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aBench, aMail, failure, MIME, type Bench, type SesEvent } from './clients.fixture.js';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

const types = (events: SesEvent[]) => events.map(({ eventType }) => eventType);

describe('events of a mail (E1)', () => {
  test('E1 Send comes first, then the outcome, with tags, message id and the headers as handed in', async () => {
    const id = await bench.send('taro@example.jp');
    const [send, delivery] = await bench.events(2);
    expect([send?.eventType, delivery?.eventType]).toEqual(['Send', 'Delivery']);
    expect(send?.['send']).toEqual({});
    expect(delivery?.['delivery']).toMatchObject({
      recipients: ['taro@example.jp'],
      timestamp: expect.any(String),
      smtpResponse: expect.any(String),
    });
    for (const event of [send, delivery]) {
      expect(event?.mail).toMatchObject({ messageId: id, destination: ['taro@example.jp'], headersTruncated: false });
      expect(event?.mail.tags).toMatchObject({
        d: ['taro-example-jp'],
        a: ['1'],
        'ses:configuration-set': ['kubari'],
        'ses:from-domain': ['example.co.jp'],
      });
      expect(event?.mail.commonHeaders).toMatchObject({
        messageId: '<own.1@example.co.jp>',
        subject: '月次のお知らせ',
      });
    }
  });

  test('E1 a bounce names recipient, class and status; a complaint its kind', async () => {
    await bench.send('taro+sim-hard-5.4.4@example.jp');
    await bench.send('complaint@simulator.amazonses.com');
    const events = await bench.events(5);
    expect(events.find(({ eventType }) => eventType === 'Bounce')?.['bounce']).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        {
          emailAddress: 'taro+sim-hard-5.4.4@example.jp',
          action: 'failed',
          status: '5.4.4',
          diagnosticCode: expect.stringContaining('5.4.4'),
        },
      ],
      feedbackId: expect.any(String),
    });
    expect(events.find(({ eventType }) => eventType === 'Complaint')?.['complaint']).toMatchObject({
      complainedRecipients: [{ emailAddress: 'complaint@simulator.amazonses.com' }],
      complaintFeedbackType: 'abuse',
      complaintSubType: null,
    });
  });

  test('E1 without a configuration set there are no events, and the oracle counts all the same', async () => {
    await bench.send('a@example.jp', { ConfigurationSetName: undefined });
    await bench.send('b@example.jp');
    expect((await bench.events(2)).map(({ mail }) => mail.destination[0])).toEqual(['b@example.jp', 'b@example.jp']);
    expect(bench.sandbox.stats().accepted).toBe(2);
  });

  test('tags in the header count where the call has none, and lose where it has some', async () => {
    const Content = { Raw: { Data: Buffer.from(`X-SES-MESSAGE-TAGS: c=fromheader\r\n${MIME}`) } };
    await bench.send('a+sim-silent@example.jp', { Content, EmailTags: [] });
    await bench.send('b+sim-silent@example.jp', { Content });
    const [a, b] = await bench.events(2);
    expect([a?.mail.tags?.['c'], b?.mail.tags?.['c'], b?.mail.tags?.['a']]).toEqual([['fromheader'], undefined, ['1']]);
  });

  test('several recipients have one Send and an outcome each', async () => {
    await bench.send('', { Destination: { ToAddresses: ['a@example.jp', 'b+sim-hard@example.jp'] } });
    const events = await bench.events(3);
    expect(types(events).toSorted()).toEqual(['Bounce', 'Delivery', 'Send']);
    expect(events.find(({ eventType }) => eventType === 'Send')?.mail.destination).toEqual([
      'a@example.jp',
      'b+sim-hard@example.jp',
    ]);
  });
});

describe('the suppression list (E2, E3)', () => {
  test('E2 mail to a suppressed address is accepted and bounces as OnAccountSuppressionList', async () => {
    await bench.ses.send(new PutSuppressedDestinationCommand({ EmailAddress: 'A@example.jp', Reason: 'COMPLAINT' }));
    await bench.send('a@example.jp');
    const [, bounce] = await bench.events(2);
    expect(bounce?.['bounce']).toMatchObject({ bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' });
  });

  test('E3 hard bounces and complaints are added, soft bounces and the simulator are not', async () => {
    const addresses = [
      'a+sim-hard@example.jp',
      'b+sim-complain@example.jp',
      'c+sim-soft-general@example.jp',
      'bounce@simulator.amazonses.com',
    ];
    for (const address of addresses) await bench.send(address);
    await bench.events(9);
    const reason = async (EmailAddress: string) => {
      const found = bench.ses.send(new GetSuppressedDestinationCommand({ EmailAddress }));
      return found.then(
        ({ SuppressedDestination }) => SuppressedDestination?.Reason,
        () => undefined,
      );
    };
    expect(await Promise.all(addresses.map(reason))).toEqual(['BOUNCE', 'COMPLAINT', undefined, undefined]);
  });
});

test('E6 headers above 10 KB are cut and said to be, and DeliveryDelay comes without headers', async () => {
  const long = Array.from({ length: 20 }, (_, n) => `X-Long-${n}: ${'x'.repeat(900)}`).join('\r\n');
  await bench.send('a+sim-delay-0-deliver@example.jp', {
    Content: { Raw: { Data: Buffer.from(`${MIME.slice(0, MIME.indexOf('\r\n\r\n'))}\r\n${long}\r\n\r\nbody`) } },
  });
  const [send, delay, delivery] = await bench.events(3);
  expect(types([send, delay, delivery] as SesEvent[])).toEqual(['Send', 'DeliveryDelay', 'Delivery']);
  expect(send?.mail.headersTruncated).toBe(true);
  expect(send?.mail.headers?.length).toBeLessThan(20);
  expect(delay?.mail).not.toHaveProperty('headers');
  expect(delay?.mail).not.toHaveProperty('commonHeaders');
  expect(delay?.['deliveryDelay']).toMatchObject({
    delayType: 'TransientCommunicationFailure',
    delayedRecipients: [{ emailAddress: 'a+sim-delay-0-deliver@example.jp' }],
  });
});

describe('event faults', () => {
  test('drop loses the events it matches, and the statistics say so', async () => {
    bench.sandbox.addFault({ match: { eventType: 'Send', to: 'a@*' }, action: { type: 'drop' } });
    await bench.send('a@example.jp');
    await bench.send('b@example.jp');
    expect(types(await bench.events(3)).toSorted()).toEqual(['Delivery', 'Delivery', 'Send']);
    expect(bench.sandbox.stats().events).toMatchObject({ published: 3, dropped: 1 });
  });

  test('duplicate repeats the same SNS message, or the event under new ids', async () => {
    bench.sandbox.addFault({ match: { to: 'same@*' }, action: { type: 'duplicate', n: 2 } });
    bench.sandbox.addFault({ match: { to: 'other@*' }, action: { type: 'duplicate', n: 1, sameSnsId: false } });
    await bench.send('same@example.jp', { ConfigurationSetName: 'kubari' });
    const same = await bench.events(6);
    expect([same.length, new Set(same.map(({ snsMessageId }) => snsMessageId)).size]).toEqual([6, 2]);
    await bench.send('other@example.jp');
    const other = await bench.events(4);
    expect([other.length, new Set(other.map(({ snsMessageId }) => snsMessageId)).size]).toEqual([4, 4]);
  });

  test('delay holds an event back behind later ones', async () => {
    bench.sandbox.addFault({ match: { eventType: 'Send' }, times: 1, action: { type: 'delay', ms: 150 } });
    await bench.send('a@example.jp');
    expect(types(await bench.events(2))).toEqual(['Delivery', 'Send']);
  });

  test('no_headers and no_tags leave them out', async () => {
    bench.sandbox.addFault({ action: { type: 'no_headers' } });
    bench.sandbox.addFault({ match: { eventType: 'Delivery' }, action: { type: 'no_tags' } });
    await bench.send('a@example.jp');
    const [send, delivery] = await bench.events(2);
    expect([send?.mail.headers, send?.mail.tags?.['a'], delivery?.mail.headers, delivery?.mail.tags]).toEqual([
      undefined,
      ['1'],
      undefined,
      undefined,
    ]);
  });

  test('a probability gives the same schedule for the same seed', async () => {
    const dropped = async () => {
      bench.sandbox.reset();
      bench.sandbox.addFault({ match: { probability: 0.5 }, action: { type: 'drop' } });
      for (let n = 0; n < 20; n++) await bench.send(`r${n}+sim-silent@example.jp`);
      const left = await bench.events(20 - bench.sandbox.stats().events.dropped);
      return left.map(({ mail }) => mail.destination[0]);
    };
    const seeded = await dropped();
    expect(seeded.length).toBeGreaterThan(3);
    expect(seeded.length).toBeLessThan(17);
    await bench.close();
    bench = await aBench();
    expect(await dropped()).toEqual(seeded);
  });
});

test('events waiting in the queue survive the eviction of their mail', async () => {
  await bench.close();
  bench = await aBench({ keep: 1 });
  for (const to of ['a@example.jp', 'b@example.jp', 'c@example.jp']) await bench.ses.send(aMail(to));
  expect(new Set((await bench.events(6)).map(({ mail }) => mail.destination[0]))).toEqual(
    new Set(['a@example.jp', 'b@example.jp', 'c@example.jp']),
  );
  expect(bench.sandbox.messages().map(({ to }) => to[0])).toEqual(['c@example.jp']);
  expect(await failure(bench.ses.send(aMail('nobody')))).toMatchObject({ status: 400 });
});
