import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSesSandbox, type SesSandbox } from '../../../ses-sandbox/src/index.js';
import { TestClock } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { testEnv } from '../../test/env.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { SesNotification } from './ses-notification.entity.js';
import { SqsPoller, toNotification } from './sqs-poller.js';

let sandbox: SesSandbox;
let database: TestDatabase;
let worker: TestWorker;
let poller: SqsPoller;
let sqs: SQSClient;

beforeAll(async () => {
  sandbox = await createSesSandbox();
  database = await testDatabase();
  const env = testEnv(database.url, { SQS_ENDPOINT: sandbox.url, SES_REGION: sandbox.region });
  // No loops of its own: the test says when the queue is read.
  worker = await startWorker({ env, clock: new TestClock(), timers: false });
  poller = worker.app.get(SqsPoller, { strict: false });
  Object.assign(poller, { env: { ...env, SES_EVENTS_QUEUE_URL: sandbox.queueUrl } });
  sqs = worker.app.get(SQSClient, { strict: false });
});

afterAll(async () => {
  await worker.close();
  await database.drop();
  await sandbox.close();
});

const put = (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: sandbox.queueUrl, MessageBody: body }));
const stored = async (): Promise<string[]> =>
  (await database.db.manager.getRepository(SesNotification).find({ order: { id: 'asc' } })).map((n) => n.payload);
const forget = () => database.db.rows('delete from ses_notification');

describe('events from the queue', () => {
  const event = JSON.stringify({ eventType: 'Send', mail: { messageId: 'm' } });

  test('are stored from both envelopes, and gone from the queue afterwards', async () => {
    await put(JSON.stringify({ Type: 'Notification', MessageId: 'sns-1', Message: event }));
    await put(event);
    expect((await poller.poll(0)) + (await poller.poll(0))).toBe(2);
    expect(await stored()).toEqual([event, event]);
    expect(await poller.poll(0)).toBe(0);
    await forget();
  });

  test('stay in the queue while they cannot be stored', async () => {
    await put(event);
    await database.db.rows('alter table ses_notification rename to ses_notification_away');
    await expect(poller.poll(0)).rejects.toThrow('ses_notification');
    await database.db.rows('alter table ses_notification_away rename to ses_notification');
    const attribute = 'ApproximateNumberOfMessagesNotVisible' as const;
    const queue = { QueueUrl: sandbox.queueUrl, AttributeNames: [attribute] };
    const { Attributes: left } = await sqs.send(new GetQueueAttributesCommand(queue));
    expect(left?.[attribute]).toBe('1');
  });

  test('the same message twice is one', async () => {
    const one = JSON.stringify({ Type: 'Notification', MessageId: 'sns-2', Message: event });
    await put(one);
    await put(one);
    await poller.poll(0);
    expect(await stored()).toEqual([event]);
    await forget();
  });

  test.each([
    [
      'the greeting of a new event destination',
      JSON.stringify({
        Type: 'Notification',
        MessageId: 'x',
        Message: 'Successfully validated SNS topic for Amazon SES event publishing.',
      }),
    ],
    ['plain text', 'hello'],
    ['a number', '7'],
    ['nothing', ''],
  ])('%s is taken from the queue and not stored', (_, body) => {
    expect(toNotification({ Body: body })).toEqual([]);
  });

  test('without an envelope the body itself is the key', () => {
    const [first] = toNotification({ Body: event });
    const [again] = toNotification({ Body: event });
    const [other] = toNotification({ Body: `${event} ` });
    expect(first?.messageKey).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(again?.messageKey).toBe(first?.messageKey);
    expect(other?.messageKey).not.toBe(first?.messageKey);
  });
});

test('the queue counts as empty only when no other reader holds a message, dead ones included', async () => {
  const emptyAt = async (): Promise<Date | null | undefined> =>
    (await database.db.rows<{ at: Date | null }>('select queue_empty_at as at from event_pipeline'))[0]?.at;
  const look = async (): Promise<void> => {
    Object.assign(poller, { lookedAt: 0 });
    await poller.poll(0);
  };
  await sqs.send(new PurgeQueueCommand({ QueueUrl: sandbox.queueUrl }));
  await database.db.rows('update event_pipeline set queue_empty_at = null');
  await put('{"eventType":"Send"}');
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: sandbox.queueUrl, VisibilityTimeout: 1 })); // and dies
  await look();
  expect(await emptyAt()).toBeNull();
  while ((await poller.poll(1)) === 0) continue; // until the dead reader's second is over
  await look();
  expect(await emptyAt()).not.toBeNull();
  await forget();
});
