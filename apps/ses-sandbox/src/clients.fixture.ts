import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import { createSesSandbox, type SandboxOptions, type SesSandbox } from './index.js';

export interface Bench {
  sandbox: SesSandbox;
  ses: SESv2Client;
  sns: SNSClient;
  sqs: SQSClient;
  send: (to: string, more?: Partial<SendEmailCommandInput>) => Promise<string>;
  /** Receives and deletes event messages until `count` came or 5 s passed. */
  events: (count: number) => Promise<SesEvent[]>;
  control: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Record<string, unknown> }>;
  close: () => Promise<void>;
}

export interface SesEvent {
  snsMessageId: string;
  eventType: string;
  mail: {
    messageId: string;
    destination: string[];
    tags?: Record<string, string[]>;
    headers?: { name: string; value: string }[];
    headersTruncated?: boolean;
    commonHeaders?: { subject?: string; messageId?: string };
  };
  [detail: string]: unknown;
}

/** A sandbox with the real SDK clients on it, no retries inside, outcomes at once. */
export async function aBench(options: SandboxOptions = {}): Promise<Bench> {
  const sandbox = await createSesSandbox({ outcomeDelayMs: 0, ...options });
  const config = { endpoint: sandbox.url, region: sandbox.region, credentials: sandbox.credentials, maxAttempts: 1 };
  const [ses, sns, sqs] = [new SESv2Client(config), new SNSClient(config), new SQSClient(config)] as const;
  return {
    sandbox,
    ses,
    sns,
    sqs,
    send: async (to, more = {}) => (await ses.send(aMail(to, more))).MessageId ?? '',
    events: (count) => receiveEvents(sqs, sandbox.queueUrl, count),
    control: async (method, path, body) => {
      const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    close: async () => {
      for (const client of [ses, sns, sqs]) client.destroy();
      await sandbox.close();
    },
  };
}

export const MIME = [
  'From: =?UTF-8?B?6YWN5L+h5YWD?= <news@example.co.jp>',
  'To: taro@example.jp',
  'Subject: =?UTF-8?B?5pyI5qyh44Gu?= =?UTF-8?B?44GK55+l44KJ44Gb?=',
  'Message-ID: <own.1@example.co.jp>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="b1"',
  'List-Unsubscribe: <https://example.co.jp/u/abc>, <mailto:u@example.co.jp>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  '',
  '--b1',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('こんにちは https://example.co.jp/a\r\n').toString('base64'),
  '--b1',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>=E3=81=93=E3=82=93 <a href=3D"https://example.co.jp/b?x=3D1&amp;y=3D2">b</a=',
  '></p>',
  '--b1--',
  '',
].join('\r\n');

export function aMail(to: string, more: Partial<SendEmailCommandInput> = {}): SendEmailCommand {
  return new SendEmailCommand({
    FromEmailAddress: 'news@example.co.jp',
    Destination: { ToAddresses: [to] },
    Content: { Raw: { Data: Buffer.from(MIME) } },
    ConfigurationSetName: 'kubari',
    EmailTags: [
      { Name: 'd', Value: to.replace(/[^A-Za-z0-9]/g, '-') || 'none' },
      { Name: 'a', Value: '1' },
    ],
    ...more,
  });
}

/** What a call fails with: name of the exception and HTTP status. */
export async function failure(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode, message };
  }
  throw new Error('The call was answered without an error');
}

async function receiveEvents(sqs: SQSClient, queueUrl: string, count: number): Promise<SesEvent[]> {
  const found: SesEvent[] = [];
  const deadline = performance.now() + 5_000;
  while (found.length < count && performance.now() < deadline) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) continue;
    found.push(...Messages.map(readEvent));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
  return found;
}

function readEvent({ Body = '' }: Message): SesEvent {
  const envelope = JSON.parse(Body) as { MessageId: string; Message: string };
  return {
    snsMessageId: envelope.MessageId,
    ...(JSON.parse(envelope.Message) as Omit<SesEvent, 'snsMessageId'>),
  } as SesEvent;
}
