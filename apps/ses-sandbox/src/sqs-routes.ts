import { hash, randomUUID } from 'node:crypto';
import type { Answer } from './answer.js';
import { AwsError } from './aws-error.js';
import { numberAt, objectAt, objectsAt, requiredText, textAt, textsAt, type Json } from './json.js';
import { receiptOf, type Queue, type QueueMessage } from './queue.js';
import type { Sqs } from './sqs.js';

const MOST_MESSAGES = 10;
const LONGEST_POLL_SECONDS = 20;

type Operation = (sqs: Sqs, input: Json, aborted: AbortSignal) => object | Promise<object>;

const OPERATIONS: Record<string, Operation> = {
  CreateQueue: (sqs, input) => ({
    QueueUrl: sqs.urlOf(sqs.create(requiredText(input, 'QueueName'), texts(objectAt(input, 'Attributes')))),
  }),
  GetQueueUrl: (sqs, input) => ({ QueueUrl: sqs.urlOf(sqs.byName(requiredText(input, 'QueueName'))) }),
  ListQueues: (sqs) => ({ QueueUrls: sqs.all().map((queue) => sqs.urlOf(queue)) }),
  GetQueueAttributes: (sqs, input) => ({
    Attributes: attributes(queueOf(sqs, input), textsAt(input, 'AttributeNames')),
  }),
  PurgeQueue: (sqs, input) => (queueOf(sqs, input).purge(), {}),
  SendMessage: (sqs, input) => {
    const body = requiredText(input, 'MessageBody');
    return {
      MessageId: queueOf(sqs, input).send(() => body, numberAt(input, 'DelaySeconds')),
      MD5OfMessageBody: hash('md5', body),
    };
  },
  ReceiveMessage: receiveMessage,
  DeleteMessage: (sqs, input) => (queueOf(sqs, input).delete(requiredText(input, 'ReceiptHandle')), {}),
  DeleteMessageBatch: (sqs, input) =>
    batch(input, (entry) => queueOf(sqs, input).delete(requiredText(entry, 'ReceiptHandle'))),
  ChangeMessageVisibility: (sqs, input) => (changeVisibility(sqs, input, input), {}),
  ChangeMessageVisibilityBatch: (sqs, input) => batch(input, (entry) => changeVisibility(sqs, input, entry)),
};

/** Answers one call of the SQS JSON protocol (`X-Amz-Target: AmazonSQS.<operation>`). */
export async function answerSqs(sqs: Sqs, operation: string, input: Json, aborted: AbortSignal): Promise<Answer> {
  const run = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
  if (!run) throw new AwsError(400, 'UnknownOperationException', `The sandbox does not know ${operation}`);
  return sqsAnswer(200, await run(sqs, input, aborted));
}

/** Errors carry the old query name too, since the SDK shows that one. */
export function sqsErrorAnswer(error: AwsError): Answer {
  const answer = sqsAnswer(error.status, { __type: `com.amazonaws.sqs#${error.type}`, message: error.message });
  const oldName = error.type === 'QueueDoesNotExist' ? 'AWS.SimpleQueueService.NonExistentQueue' : error.type;
  answer.headers['x-amzn-query-error'] = `${oldName};Sender`;
  return answer;
}

const sqsAnswer = (status: number, value: object): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(value),
});

async function receiveMessage(sqs: Sqs, input: Json, aborted: AbortSignal): Promise<object> {
  const queue = queueOf(sqs, input);
  const max = numberAt(input, 'MaxNumberOfMessages') ?? 1;
  if (max < 1 || max > MOST_MESSAGES)
    throw invalid('MaxNumberOfMessages', max, `Must be between 1 and ${MOST_MESSAGES}`);
  const wait = numberAt(input, 'WaitTimeSeconds') ?? queue.settings.waitSeconds;
  if (wait < 0 || wait > LONGEST_POLL_SECONDS)
    throw invalid('WaitTimeSeconds', wait, `Must be between 0 and ${LONGEST_POLL_SECONDS}`);
  const visibility = numberAt(input, 'VisibilityTimeout') ?? queue.settings.visibilityTimeoutSeconds;
  const wanted = [...textsAt(input, 'AttributeNames'), ...textsAt(input, 'MessageSystemAttributeNames')];
  const messages = await queue.receive(max, wait * 1000, visibility, aborted);
  if (messages.length === 0) return {};
  return { Messages: await Promise.all(messages.map((message) => shown(message, wanted))) };
}

async function shown(message: QueueMessage, wanted: string[]): Promise<object> {
  const receipt = receiptOf(message);
  const system: Record<string, string> = {
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
  const body = await message.body();
  const chosen = wanted.includes('All')
    ? system
    : Object.fromEntries(Object.entries(system).filter(([name]) => wanted.includes(name)));
  const answer = { MessageId: message.id, ReceiptHandle: receipt, MD5OfBody: hash('md5', body), Body: body };
  return Object.keys(chosen).length > 0 ? { ...answer, Attributes: chosen } : answer;
}

function batch(input: Json, run: (entry: Json) => void): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  const entries = objectsAt(input, 'Entries');
  if (entries.length === 0)
    throw new AwsError(400, 'EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > MOST_MESSAGES)
    throw new AwsError(
      400,
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_MESSAGES}.`,
    );
  for (const entry of entries) {
    const Id = requiredText(entry, 'Id');
    try {
      run(entry);
      Successful.push({ Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.type, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function changeVisibility(sqs: Sqs, input: Json, entry: Json): void {
  const seconds = numberAt(entry, 'VisibilityTimeout') ?? 0;
  if (seconds < 0 || seconds > 43_200) throw invalid('VisibilityTimeout', seconds, 'Must be between 0 and 43200');
  queueOf(sqs, input).changeVisibility(requiredText(entry, 'ReceiptHandle'), seconds);
}

const queueOf = (sqs: Sqs, input: Json): Queue => sqs.byUrl(requiredText(input, 'QueueUrl'));

function attributes(queue: Queue, wanted: string[]): Record<string, string> {
  const { ready, hidden } = queue.counts;
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: '0',
    VisibilityTimeout: String(queue.settings.visibilityTimeoutSeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.settings.waitSeconds),
  };
  return wanted.includes('All')
    ? all
    : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}

const texts = (json: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(json).map(([name, value]) => [name, textAt(json, name) ?? String(value)]));

const invalid = (name: string, value: number, reason: string) =>
  new AwsError(400, 'InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${reason}.`);
