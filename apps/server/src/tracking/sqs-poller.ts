import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DeliveryService } from '../delivery/delivery.service.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { bodyKey, NotificationInbox, type StoredNotification } from './notification-inbox.js';

/** Loops that receive at once: one long poll brings ten messages at most, so one alone would be slow. */
const LOOPS = 4;
const PAUSE_AFTER_ERROR_MS = 1_000;
const BETWEEN_LOOKS_MS = 1_000;
const BACKLOG = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Takes SES events from the queue: stored in one commit, deleted from the queue only afterwards (sending.md §2.1). */
@Injectable()
export class SqsPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];
  private lookedAt = 0;

  constructor(
    private readonly sqs: SQSClient,
    private readonly inbox: NotificationInbox,
    private readonly deliveries: DeliveryService,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    if (this.env.SES_EVENTS_QUEUE_URL === '') return;
    this.loops = Array.from({ length: LOOPS }, () => this.loop());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    this.sqs.destroy();
  }

  /** One receive, taken to its end; returns how many messages it brought. */
  async poll(waitSeconds: number): Promise<number> {
    const QueueUrl = this.env.SES_EVENTS_QUEUE_URL;
    const { Messages: messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: this.env.EVENT_VISIBILITY_SECONDS,
      }),
      { abortSignal: this.stopping.signal },
    );
    if (messages.length === 0) {
      await this.noteIfEmpty();
      return 0;
    }
    await this.inbox.storeAll(messages.flatMap(toNotification));
    const Entries = messages.map((message, i) => ({ Id: String(i), ReceiptHandle: message.ReceiptHandle }));
    const { Failed: failed = [] } = await this.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    if (failed.length > 0)
      this.logger.warn({ count: failed.length, code: failed[0]?.Code }, 'SQS kept messages that are stored already');
    return messages.length;
  }

  /** An empty answer does not mean an empty queue: another reader may hold messages, or have died holding some. */
  private async noteIfEmpty(): Promise<void> {
    const at = this.clock.now();
    if (at.getTime() - this.lookedAt < BETWEEN_LOOKS_MS) return;
    this.lookedAt = at.getTime();
    const { Attributes: attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.env.SES_EVENTS_QUEUE_URL, AttributeNames: [...BACKLOG] }),
      { abortSignal: this.stopping.signal },
    );
    if (BACKLOG.every((name) => attributes[name] === '0')) await this.deliveries.noteQueueEmpty(at);
  }

  private async loop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.poll(this.env.EVENT_POLL_WAIT_SECONDS);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.logger.error({ err: error }, 'SES events not received');
        await this.pause(PAUSE_AFTER_ERROR_MS);
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.stopping.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.stopping.signal.addEventListener('abort', end);
    });
  }
}

/** Both envelopes: SNS's around the event, or the event itself (RawMessageDelivery). Who may write to the queue is IAM's. */
export function toNotification(message: Pick<Message, 'Body'>): StoredNotification[] {
  const body = message.Body ?? '';
  const fields = parseObject(body);
  if (!fields) return [];
  const { Type: type, MessageId: id, Message: inner } = fields;
  if (type === 'Notification' && typeof id === 'string' && typeof inner === 'string')
    return parseObject(inner) ? [{ messageKey: id, payload: inner }] : [];
  return [{ messageKey: bodyKey(body), payload: body }];
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
