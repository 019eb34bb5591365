import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { AppError } from '../platform/http/app-error.js';
import { RawRoutes } from '../platform/http/raw-routes.js';
import { readTextBody } from '../platform/http/read-text-body.js';
import { NotificationInbox } from './notification-inbox.js';
import { CertificateUnavailable, SigningCertificates } from './sns-certificates.js';
import { verifySnsMessage, type SnsEnvelope } from './sns-signature.js';

/** SNS messages are at most 256 kB; events of large headers stay far below this. */
const MAX_BYTES = 1_048_576;
/** SES says this once, when an event destination is made. It is no JSON. */
const DESTINATION_GREETING = /^Successfully validated SNS topic/;

/**
 * POST /hooks/ses: SES events by SNS over HTTPS (sending.md §2.3), genuine, from our topic, and stored before they are
 * acknowledged. Beside Express, whose middleware would cost four times as much as the signature.
 */
@Injectable()
export class SesNotificationRoute implements OnModuleInit {
  constructor(
    private readonly routes: RawRoutes,
    private readonly inbox: NotificationInbox,
    private readonly certificates: SigningCertificates,
    private readonly sns: SNSClient,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.routes.add('/hooks/', (request, response, path) => void this.answer(request, response, path));
  }

  private async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (path !== 'ses') return send(response, 404);
    if (request.method !== 'POST') return send(response, 405, { Allow: 'POST' });
    try {
      await this.receive(request.headers, await readTextBody(request, MAX_BYTES));
      send(response, 200);
    } catch (error) {
      if (error instanceof AppError) return send(response, error.status, error.headers);
      this.logger.error({ err: error }, 'SNS message not taken');
      send(response, 503, RETRY);
    }
  }

  /** Returns only after the commit. 4xx is final for SNS, so whatever may be better later is 503. */
  private async receive(headers: IncomingHttpHeaders, body: string): Promise<void> {
    const envelope = await this.verified({
      body,
      typeHeader: textOf(headers['x-amz-sns-message-type']),
      idHeader: textOf(headers['x-amz-sns-message-id']),
    });
    if (envelope.type === 'Notification') await this.store(envelope);
    else if (envelope.type === 'SubscriptionConfirmation') await this.confirm(envelope);
    else this.logger.error({ topicArn: envelope.topicArn }, 'SNS ended the subscription: events stop coming by HTTPS');
  }

  private async verified(request: Parameters<typeof verifySnsMessage>[0]): Promise<SnsEnvelope> {
    const verdict = await verifySnsMessage(request, {
      topicArns: this.env.SES_EVENTS_TOPIC_ARNS,
      certificates: this.certificates,
      now: this.clock.now(),
    }).catch((error: unknown) => {
      if (!(error instanceof CertificateUnavailable)) throw error;
      this.logger.warn({ err: error }, 'SNS message put off: its certificate cannot be fetched');
      throw tryLater();
    });
    if (verdict.genuine) return verdict.envelope;
    this.logger.warn({ reason: verdict.reason }, 'SNS message refused');
    throw new AppError(403, 'message-not-genuine', 'This is not a message of our SNS topic.');
  }

  private async store({ messageId, message }: SnsEnvelope): Promise<void> {
    if (DESTINATION_GREETING.test(message)) return;
    try {
      await this.inbox.store({ messageKey: messageId, payload: message });
    } catch (error) {
      this.logger.error({ err: error }, 'SES event not stored');
      throw tryLater();
    }
  }

  /** By the API and never by a GET of SubscribeURL, which would be a request to wherever the message says. */
  private async confirm({ topicArn, token }: SnsEnvelope): Promise<void> {
    try {
      await this.sns.send(
        new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token ?? '', AuthenticateOnUnsubscribe: 'true' }),
      );
      this.logger.info({ topicArn }, 'SNS subscription confirmed');
    } catch (error) {
      this.logger.error({ err: error, topicArn }, 'SNS subscription not confirmed');
      throw tryLater();
    }
  }
}

const RETRY = { 'Retry-After': '5' };

const tryLater = (): AppError =>
  new AppError(503, 'try-again-later', 'The message cannot be taken now: send it again.', [], RETRY);

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

/** SNS reads the status alone. */
function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'Content-Length': 0, 'Cache-Control': 'no-store', ...headers }).end();
}
