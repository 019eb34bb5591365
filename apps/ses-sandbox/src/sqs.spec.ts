import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aBench, failure, type Bench } from './clients.fixture.js';

let bench: Bench;
let now: number;
let QueueUrl: string;

beforeEach(async () => {
  now = Date.now();
  bench = await aBench({ now: () => now });
  ({ QueueUrl = '' } = await bench.sqs.send(
    new CreateQueueCommand({ QueueName: 'q', Attributes: { VisibilityTimeout: '60' } }),
  ));
});
afterEach(() => bench.close());

const put = (MessageBody: string) => bench.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (more: object = {}) => {
  const { Messages = [] } = await bench.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more }),
  );
  return Messages;
};
const bodies = async (more: object = {}) => (await receive(more)).map(({ Body }) => Body);

test('a message comes once, is hidden while its time-out runs, comes back with a higher count, and is gone when deleted', async () => {
  // The SDK itself checks MD5OfBody and throws where it is wrong.
  await put('あ 1');
  const [first] = await receive();
  expect([first?.Body, first?.Attributes?.['ApproximateReceiveCount']]).toEqual(['あ 1', '1']);
  expect(await bodies()).toEqual([]);
  now += 60_000;
  const [second] = await receive();
  expect([second?.Body, second?.Attributes?.['ApproximateReceiveCount']]).toEqual(['あ 1', '2']);
  await bench.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
  now += 60_000;
  expect(await bodies()).toEqual([]);
});

test('changed visibility hides longer, or shows at once', async () => {
  await put('a');
  const [message] = await receive();
  const change = (VisibilityTimeout: number) =>
    bench.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
    );
  await change(120);
  now += 61_000;
  expect(await bodies()).toEqual([]);
  await change(0);
  expect(await bodies()).toEqual(['a']);
});

test('a late delete, after the message is visible again, still removes it', async () => {
  await put('a');
  const [message] = await receive();
  now += 61_000;
  await bench.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  await bench.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  expect(await bodies()).toEqual([]);
});

test('up to ten come at once, in order, and a batch of them is deleted with each answered for', async () => {
  for (let n = 0; n < 12; n++) await put(String(n));
  const first = await receive();
  expect(first.map(({ Body }) => Body)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect(await bodies()).toEqual(['10', '11']);
  const entries = first.slice(0, 2).map(({ ReceiptHandle }, n) => ({ Id: `ok${n}`, ReceiptHandle }));
  const result = await bench.sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: [...entries, { Id: 'bad', ReceiptHandle: 'x' }] }),
  );
  expect([result.Successful?.map(({ Id }) => Id), result.Failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([
    ['ok0', 'ok1'],
    [['bad', 'ReceiptHandleIsInvalid']],
  ]);
  const { Attributes } = await bench.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '10',
    QueueArn: 'arn:aws:sqs:ap-northeast-1:000000000000:q',
  });
});

test('a long poll is woken by a message, and one given up takes none with it', async () => {
  const abort = new AbortController();
  const given = failure(
    bench.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: abort.signal }),
  );
  const idle = bench.sandbox.stats().queues['q'];
  expect(idle).toMatchObject({ ready: 0, hidden: 0 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  abort.abort();
  await given;
  const waiting = receive({ WaitTimeSeconds: 20 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await put('woken');
  expect((await waiting).map(({ Body }) => Body)).toEqual(['woken']);
});

test('a message received too often goes to the dead letters', async () => {
  const dead = await bench.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:ap-northeast-1:000000000000:dead',
    maxReceiveCount: 2,
  });
  ({ QueueUrl = '' } = await bench.sqs.send(
    new CreateQueueCommand({ QueueName: 'with-dead', Attributes: { VisibilityTimeout: '1', RedrivePolicy } }),
  ));
  await put('poison');
  for (let n = 0; n < 2; n++) {
    expect(await bodies()).toEqual(['poison']);
    now += 1_001;
  }
  expect(await bodies()).toEqual([]);
  expect(await bodies({ QueueUrl: dead.QueueUrl })).toEqual(['poison']);
});

test('the preset queue is found by name, an unknown one is an error', async () => {
  const { QueueUrl: preset } = await bench.sqs.send(new GetQueueUrlCommand({ QueueName: 'kubari-ses-events' }));
  expect(preset).toBe(bench.sandbox.queueUrl);
  expect(await failure(bench.sqs.send(new GetQueueUrlCommand({ QueueName: 'nope' })))).toMatchObject({
    name: 'QueueDoesNotExist',
    status: 400,
  });
});
