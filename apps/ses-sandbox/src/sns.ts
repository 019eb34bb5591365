import { randomBytes, randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.js';
import { isoTime } from './event-payload.js';
import type { Settings } from './options.js';
import { SnsHttpSender } from './sns-http.js';
import type { Envelope, SnsSigner } from './sns-signing.js';
import type { Sqs } from './sqs.js';

export interface Notification {
  messageId: string;
  at: number;
  subject?: string;
  /** Rendered at delivery, once for each subscription. */
  text: () => string;
}

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: 'http' | 'https' | 'sqs';
  endpoint: string;
  confirmed: boolean;
  token: string;
  attributes: Record<string, string>;
  authenticateOnUnsubscribe: boolean;
}

interface Topic {
  arn: string;
  attributes: Record<string, string>;
}

/** Topics and subscriptions; what is published goes to confirmed subscriptions only (S1). */
export class Sns {
  readonly sender = new SnsHttpSender();
  private readonly topics = new Map<string, Topic>();
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(
    private readonly settings: Settings,
    private readonly signer: SnsSigner,
    private readonly sqs: Sqs,
  ) {}

  createTopic(name: string, attributes: Record<string, string> = {}): string {
    const arn = `arn:aws:sns:${this.settings.region}:${this.settings.accountId}:${name}`;
    if (!this.topics.has(arn)) this.topics.set(arn, { arn, attributes: { ...attributes } });
    return arn;
  }

  topic(arn: string): Topic {
    const topic = this.topics.get(arn);
    if (!topic) throw new AwsError(404, 'NotFound', 'Topic does not exist');
    return topic;
  }

  hasTopic(arn: string): boolean {
    return this.topics.has(arn);
  }

  subscriptionsOf(topicArn: string): Subscription[] {
    return [...this.subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
  }

  /** A queue is subscribed at once; an HTTP endpoint is sent a SubscriptionConfirmation and waits for its confirmation. */
  subscribe(topicArn: string, protocol: string, endpoint: string, attributes: Record<string, string>): Subscription {
    this.topic(topicArn);
    if (protocol !== 'http' && protocol !== 'https' && protocol !== 'sqs')
      throw invalid('Protocol', `the sandbox has http, https and sqs, not ${protocol}`);
    if (protocol === 'sqs' && !this.sqs.byArn(endpoint)) throw invalid('Endpoint', `there is no queue ${endpoint}`);
    if (protocol !== 'sqs' && !endpoint.startsWith(`${protocol}://`))
      throw invalid('Endpoint', `it must match the protocol ${protocol}`);
    const same = this.subscriptionsOf(topicArn).find(
      (found) => found.protocol === protocol && found.endpoint === endpoint,
    );
    if (same?.confirmed) return same;
    const subscription: Subscription = {
      arn: same?.arn ?? `${topicArn}:${randomUUID()}`,
      topicArn,
      protocol,
      endpoint,
      confirmed: protocol === 'sqs',
      token: randomBytes(64).toString('hex'),
      attributes: { ...attributes },
      authenticateOnUnsubscribe: false,
    };
    this.subscriptions.set(subscription.arn, subscription);
    if (!subscription.confirmed) this.askForConfirmation(subscription, 'SubscriptionConfirmation');
    return subscription;
  }

  confirm(topicArn: string, token: string, authenticateOnUnsubscribe: boolean): Subscription {
    const subscription = this.subscriptionsOf(topicArn).find((found) => found.token === token);
    if (!subscription) throw invalid('Token', 'no subscription waits for it');
    subscription.confirmed = true;
    subscription.authenticateOnUnsubscribe ||= authenticateOnUnsubscribe;
    return subscription;
  }

  unsubscribe(arn: string, signed: boolean): void {
    const subscription = this.subscription(arn);
    if (subscription.authenticateOnUnsubscribe && !signed)
      throw new AwsError(403, 'AuthorizationError', 'This subscription asks for an authenticated Unsubscribe');
    this.subscriptions.delete(arn);
    if (subscription.confirmed && subscription.protocol !== 'sqs')
      this.askForConfirmation(subscription, 'UnsubscribeConfirmation');
  }

  subscription(arn: string): Subscription {
    const subscription = this.subscriptions.get(arn);
    if (!subscription) throw new AwsError(404, 'NotFound', 'Subscription does not exist');
    return subscription;
  }

  publish(topicArn: string, notification: Notification): void {
    const topic = this.topic(topicArn);
    for (const subscription of this.subscriptions.values()) {
      if (subscription.topicArn === topicArn && subscription.confirmed) this.deliver(topic, subscription, notification);
    }
  }

  private deliver(topic: Topic, subscription: Subscription, notification: Notification): void {
    const raw = subscription.attributes['RawMessageDelivery'] === 'true';
    if (subscription.protocol === 'sqs') {
      const { signQueueMessages } = this.settings;
      const body = (): string | Promise<string> => {
        if (raw) return notification.text();
        const envelope = this.notificationEnvelope(subscription, notification);
        const version = this.versionOf(topic);
        return signQueueMessages ? this.signer.signed(envelope, version) : this.signer.unsigned(envelope, version);
      };
      this.sqs.byArn(subscription.endpoint)?.send(body);
      return;
    }
    const body = async () =>
      raw
        ? notification.text()
        : this.signer.signed(this.notificationEnvelope(subscription, notification), this.versionOf(topic));
    const headers = {
      ...snsHeaders('Notification', notification.messageId, topic.arn),
      'x-amz-sns-subscription-arn': subscription.arn,
    };
    this.post(subscription, raw ? { ...headers, 'x-amz-sns-rawdelivery': 'true' } : headers, body);
  }

  private askForConfirmation(
    subscription: Subscription,
    Type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
  ): void {
    const { topicArn, token } = subscription;
    const envelope: Envelope = {
      Type,
      MessageId: randomUUID(),
      Token: token,
      TopicArn: topicArn,
      Message:
        Type === 'SubscriptionConfirmation'
          ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
          : `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
      SubscribeURL: `https://${this.signer.host}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
      Timestamp: isoTime(this.settings.now()),
    };
    const headers = snsHeaders(Type, envelope.MessageId, topicArn);
    this.post(subscription, headers, () => this.signer.signed(envelope, this.versionOf(this.topic(topicArn))));
  }

  private notificationEnvelope(subscription: Subscription, { messageId, at, subject, text }: Notification): Envelope {
    return {
      Type: 'Notification',
      MessageId: messageId,
      TopicArn: subscription.topicArn,
      ...(subject === undefined ? {} : { Subject: subject }),
      Message: text(),
      Timestamp: isoTime(at),
      UnsubscribeURL: `https://${this.signer.host}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    };
  }

  private versionOf(topic: Topic): '1' | '2' {
    const wanted = topic.attributes['SignatureVersion'];
    return wanted === '1' || wanted === '2' ? wanted : this.settings.signatureVersion;
  }

  private post(subscription: Subscription, headers: Record<string, string>, body: () => Promise<string>): void {
    const policy = retryPolicy(subscription.attributes['DeliveryPolicy']);
    this.sender.send({
      url: subscription.endpoint,
      headers,
      body,
      retries: policy?.numRetries ?? this.settings.snsRetries,
      firstRetryMs: policy?.minDelayTarget === undefined ? this.settings.snsFirstRetryMs : policy.minDelayTarget * 1000,
    });
  }
}

const snsHeaders = (type: Envelope['Type'], messageId: string, topicArn: string): Record<string, string> => ({
  'x-amz-sns-message-type': type,
  'x-amz-sns-message-id': messageId,
  'x-amz-sns-topic-arn': topicArn,
});

function retryPolicy(text: string | undefined): { numRetries?: number; minDelayTarget?: number } | undefined {
  if (!text) return undefined;
  try {
    return (JSON.parse(text) as { healthyRetryPolicy?: { numRetries?: number; minDelayTarget?: number } })
      .healthyRetryPolicy;
  } catch {
    return undefined;
  }
}

const invalid = (name: string, reason: string) =>
  new AwsError(400, 'InvalidParameter', `Invalid parameter: ${name} Reason: ${reason}`);
