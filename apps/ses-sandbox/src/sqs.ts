import { AwsError } from './aws-error.js';
import type { Settings } from './options.js';
import { Queue, type QueueMessage, type QueueSettings } from './queue.js';

/** The queues of the account, by name, URL and ARN. */
export class Sqs {
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly settings: Settings,
    /** Where clients reach the sandbox; known once it listens. */
    private readonly baseUrl: () => string,
  ) {}

  create(name: string, attributes: Record<string, string> = {}): Queue {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
      throw new AwsError(
        400,
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    const existing = this.queues.get(name);
    if (existing) return existing;
    const { region, accountId, maxQueueMessages, now } = this.settings;
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    const deadLetters = (target: string, message: QueueMessage) => this.sendToDeadLetters(target, message);
    const queue = new Queue(name, arn, readQueueSettings(attributes), maxQueueMessages, now, deadLetters);
    this.queues.set(name, queue);
    return queue;
  }

  byName(name: string): Queue {
    const queue = this.queues.get(name);
    if (!queue) throw new AwsError(400, 'QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  /** A queue by its URL; only the name in it counts, so that another host name for the sandbox works too. */
  byUrl(url: string): Queue {
    return this.byName(url.slice(url.lastIndexOf('/') + 1));
  }

  byArn(arn: string): Queue | undefined {
    return this.queues.get(arn.slice(arn.lastIndexOf(':') + 1));
  }

  urlOf(queue: Queue): string {
    return `${this.baseUrl()}/${this.settings.accountId}/${queue.name}`;
  }

  all(): Queue[] {
    return [...this.queues.values()];
  }

  purge(): void {
    for (const queue of this.queues.values()) queue.purge();
  }

  close(): void {
    for (const queue of this.queues.values()) queue.close();
  }

  private sendToDeadLetters(arn: string, message: QueueMessage): boolean {
    const queue = this.byArn(arn);
    queue?.accept(message);
    return queue !== undefined;
  }
}

/** Queue attributes as SQS takes them: texts, with the redrive policy as JSON. */
function readQueueSettings(attributes: Record<string, string>): QueueSettings {
  return {
    visibilityTimeoutSeconds: Number(attributes['VisibilityTimeout'] ?? 30),
    delaySeconds: Number(attributes['DelaySeconds'] ?? 0),
    waitSeconds: Number(attributes['ReceiveMessageWaitTimeSeconds'] ?? 0),
    redrive: readRedrive(attributes['RedrivePolicy']),
  };
}

function readRedrive(policy: string | undefined): QueueSettings['redrive'] {
  if (!policy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as {
    deadLetterTargetArn: string;
    maxReceiveCount: number | string;
  };
  return { queueArn: deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}
