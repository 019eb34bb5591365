import { createVerify, X509Certificate } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConfirmSubscriptionCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aBench, failure, type Bench } from './clients.fixture.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  message: Record<string, string>;
}

let bench: Bench;
let endpoint: Server;
let received: Received[];
let statuses: number[];
let arrived: (() => void)[];

beforeEach(async () => {
  bench = await aBench({ snsFirstRetryMs: 5, snsRetries: 3 });
  received = [];
  statuses = [];
  arrived = [];
  endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      received.push({ headers: request.headers, body, message: JSON.parse(body) as Record<string, string> });
      response.writeHead(statuses.shift() ?? 200).end();
      for (const wake of arrived.splice(0)) wake();
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await bench.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

const url = () => `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hooks/ses`;

/** The nth message that came to the endpoint, waited for. */
async function message(n: number): Promise<Received> {
  for (let found = received[n]; ; found = received[n]) {
    if (found) return found;
    await new Promise<void>((resolve) => arrived.push(resolve));
  }
}

async function subscribed(attributes: Record<string, string> = {}): Promise<string> {
  const TopicArn = bench.sandbox.topicArn;
  await bench.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: url(), Attributes: attributes }));
  const { Token } = (await message(0)).message;
  const { SubscriptionArn = '' } = await bench.sns.send(
    new ConfirmSubscriptionCommand({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' }),
  );
  return SubscriptionArn;
}

/** Checks a message as a receiver must: certificate from its URL's path, text to sign built from its type alone. */
async function isSignedTruly({ message: found }: Received): Promise<boolean> {
  const certUrl = new URL(found['SigningCertURL'] ?? '');
  expect(certUrl.host).toBe('sns.ap-northeast-1.amazonaws.com');
  expect(certUrl.pathname).toMatch(/^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/);
  const pem = await (await fetch(bench.sandbox.certificateOrigin + certUrl.pathname)).text();
  const certificate = new X509Certificate(pem);
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkHost('sns.ap-northeast-1.amazonaws.com')).toBeTruthy();
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  const fields =
    found['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = fields.filter((field) => found[field] !== undefined).map((field) => `${field}\n${found[field]}\n`);
  const algorithm = found['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return createVerify(algorithm)
    .update(text.join(''))
    .verify(certificate.publicKey, found['Signature'] ?? '', 'base64');
}

describe('HTTP subscriptions (S1)', () => {
  test('S1 nothing comes before the confirmation; then notifications come with SNS headers', async () => {
    const TopicArn = bench.sandbox.topicArn;
    const subscription = await bench.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: url() }));
    expect(subscription.SubscriptionArn).toBe('pending confirmation');
    const confirmation = await message(0);
    expect(confirmation.message).toMatchObject({
      Type: 'SubscriptionConfirmation',
      TopicArn,
      SubscribeURL: expect.stringContaining('Action=ConfirmSubscription'),
    });
    expect(confirmation.headers['x-amz-sns-message-type']).toBe('SubscriptionConfirmation');
    await bench.send('before@example.jp');
    await bench.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: confirmation.message['Token'] }));
    await bench.sns.send(new PublishCommand({ TopicArn, Message: 'first', Subject: 's' }));
    const first = await message(1);
    expect(first.message).toMatchObject({
      Type: 'Notification',
      Message: 'first',
      Subject: 's',
      UnsubscribeURL: expect.stringContaining('SubscriptionArn='),
    });
    expect(first.headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': first.message['MessageId'],
      'x-amz-sns-topic-arn': TopicArn,
    });
  });

  test('S1 the SubscribeURL confirms without a signature', async () => {
    await bench.sns.send(new SubscribeCommand({ TopicArn: bench.sandbox.topicArn, Protocol: 'http', Endpoint: url() }));
    const subscribeUrl = new URL((await message(0)).message['SubscribeURL'] ?? '');
    expect((await fetch(bench.sandbox.url + subscribeUrl.pathname + subscribeUrl.search)).status).toBe(200);
    const { Subscriptions } = await bench.sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: bench.sandbox.topicArn }),
    );
    expect(Subscriptions?.find(({ Protocol }) => Protocol === 'http')?.SubscriptionArn).toMatch(/^arn:aws:sns:/);
  });

  test('S1 events of a mail arrive; 5xx is tried again with the same id, 4xx is final', async () => {
    await subscribed();
    statuses = [500, 503, 200, 404];
    await bench.send('a+sim-silent@example.jp');
    const tries = [await message(1), await message(2), await message(3)];
    expect(new Set(tries.map(({ message: { MessageId } }) => MessageId)).size).toBe(1);
    expect(JSON.parse(tries[2]?.message['Message'] ?? '')).toMatchObject({ eventType: 'Send' });
    await bench.send('b+sim-silent@example.jp');
    await message(4);
    await bench.send('c+sim-silent@example.jp');
    expect(JSON.parse((await message(5)).message['Message'] ?? '')).toMatchObject({
      mail: { destination: ['c+sim-silent@example.jp'] },
    });
    expect(bench.sandbox.stats().sns).toMatchObject({ retried: 2, failed: 1 });
  });

  test('retries end after the number the delivery policy gives', async () => {
    await subscribed({ DeliveryPolicy: JSON.stringify({ healthyRetryPolicy: { numRetries: 1, minDelayTarget: 0 } }) });
    statuses = [500, 500, 200];
    await bench.sns.send(new PublishCommand({ TopicArn: bench.sandbox.topicArn, Message: 'lost' }));
    await message(2);
    await bench.sns.send(new PublishCommand({ TopicArn: bench.sandbox.topicArn, Message: 'next' }));
    expect((await message(3)).message['Message']).toBe('next');
    expect(bench.sandbox.stats().sns.failed).toBe(1);
  });

  test('unsubscribing needs a signature where the confirmation asked for it, and says so at the endpoint', async () => {
    const SubscriptionArn = await subscribed();
    expect((await fetch(`${bench.sandbox.url}/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`)).status).toBe(
      403,
    );
    await bench.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    const last = await message(1);
    expect(last.message['Type']).toBe('UnsubscribeConfirmation');
    expect(await isSignedTruly(last)).toBe(true);
  });
});

describe('signatures (S2)', () => {
  test.each(['1', '2'])(
    'S2 confirmations and notifications of version %s verify with the served certificate, and fail when changed',
    async (SignatureVersion) => {
      const TopicArn = bench.sandbox.topicArn;
      await bench.sns.send(
        new SetTopicAttributesCommand({
          TopicArn,
          AttributeName: 'SignatureVersion',
          AttributeValue: SignatureVersion,
        }),
      );
      await subscribed();
      await bench.send('日本+sim-silent@example.jp'.replace('日本', 'nihon'));
      await bench.sns.send(new PublishCommand({ TopicArn, Message: '件名のない通知' }));
      const found = [await message(0), await message(1), await message(2)];
      for (const one of found) {
        expect(one.message['SignatureVersion']).toBe(SignatureVersion);
        expect(await isSignedTruly(one)).toBe(true);
        expect(
          await isSignedTruly({ ...one, message: { ...one.message, Message: `${one.message['Message']} ` } }),
        ).toBe(false);
      }
    },
  );

  test('without options the version is 2', async () => {
    await subscribed();
    expect((await message(0)).message['SignatureVersion']).toBe('2');
  });
});

describe('queue subscriptions (S3)', () => {
  const firstBody = async () => {
    const { Messages } = await bench.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: bench.sandbox.queueUrl, WaitTimeSeconds: 1 }),
    );
    return JSON.parse(Messages?.[0]?.Body ?? '{}') as Record<string, string>;
  };

  test('S3 not raw: the SNS envelope; its signature is true only where asked for', async () => {
    await bench.send('a+sim-silent@example.jp');
    const envelope = await firstBody();
    expect(envelope).toMatchObject({
      Type: 'Notification',
      TopicArn: bench.sandbox.topicArn,
      Subject: 'Amazon SES Email Event Notification',
    });
    expect(Buffer.from(envelope['Signature'] ?? '', 'base64').toString()).toBe('not-signed');
    await bench.close();
    bench = await aBench({ signQueueMessages: true });
    await bench.send('a+sim-silent@example.jp');
    const signed = await firstBody();
    expect(await isSignedTruly({ headers: {}, body: '', message: signed })).toBe(true);
  });

  test('S3 raw: the event alone', async () => {
    const { Subscriptions } = await bench.sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: bench.sandbox.topicArn }),
    );
    await bench.sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: Subscriptions?.[0]?.SubscriptionArn,
        AttributeName: 'RawMessageDelivery',
        AttributeValue: 'true',
      }),
    );
    await bench.send('a+sim-silent@example.jp');
    expect(await firstBody()).toMatchObject({ eventType: 'Send' });
  });

  test('E5 a new event destination is tried out with a text that is no JSON', async () => {
    const { CreateConfigurationSetEventDestinationCommand } = await import('@aws-sdk/client-sesv2');
    await bench.ses.send(
      new CreateConfigurationSetEventDestinationCommand({
        ConfigurationSetName: 'kubari',
        EventDestinationName: 'second',
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['BOUNCE'],
          SnsDestination: { TopicArn: bench.sandbox.topicArn },
        },
      }),
    );
    expect((await firstBody())['Message']).toBe('Successfully validated SNS topic for Amazon SES event publishing.');
  });
});

test('errors carry the names of SNS', async () => {
  const TopicArn = 'arn:aws:sns:ap-northeast-1:000000000000:nope';
  expect(await failure(bench.sns.send(new PublishCommand({ TopicArn, Message: 'x' })))).toMatchObject({
    name: 'NotFoundException',
    status: 404,
  });
  const stranger = new SNSClient({
    endpoint: bench.sandbox.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'no' },
    maxAttempts: 1,
  });
  expect(await failure(stranger.send(new PublishCommand({ TopicArn, Message: 'x' })))).toMatchObject({
    name: 'SignatureDoesNotMatch',
    status: 403,
  });
  stranger.destroy();
});
