import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns';
import { Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { AppError } from '../platform/http/app-error.js';
import { Public } from '../users/requires.decorator.js';
import { NotificationInbox } from './notification-inbox.js';
import { readTextBody } from '../platform/http/read-text-body.js';
import { CertificateUnavailable, SigningCertificates } from './sns-certificates.js';
import { verifySnsMessage, type SnsEnvelope } from './sns-signature.js';

/** SNS messages are at most 256 kB; events of large headers stay far below this. */
const MAX_BYTES = 1_048_576;
/** SES says this once, when an event destination is made. It is no JSON. */
const DESTINATION_GREETING = /^Successfully validated SNS topic/;

/** SES events by SNS over HTTPS (sending.md §2.3): genuine, from our topic, and stored before they are acknowledged. */
@ApiExcludeController()
@Controller('hooks/ses')
export class SesNotificationController {
  constructor(
    private readonly inbox: NotificationInbox,
    private readonly certificates: SigningCertificates,
    private readonly sns: SNSClient,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** 200 only after the commit. 4xx is final for SNS, so whatever may be better later is 503. */
  @Post()
  @HttpCode(200)
  @Public()
  async receive(
    @Req() request: Request,
    @Headers('x-amz-sns-message-type') typeHeader?: string,
    @Headers('x-amz-sns-message-id') idHeader?: string,
  ): Promise<void> {
    // A topic may be set to post application/json, which the JSON parser has then read already.
    const parsed: unknown = request.body;
    const body = parsed === undefined ? await readTextBody(request, MAX_BYTES) : JSON.stringify(parsed);
    const envelope = await this.verified({ body, typeHeader, idHeader });
    if (envelope.type === 'Notification') await this.store(envelope);
    else if (envelope.type === 'SubscriptionConfirmation') await this.confirm(envelope);
    else this.logger.error({ topicArn: envelope.topicArn }, 'SNS ended the subscription: events stop coming by HTTPS');
  }

  private async verified(request: Parameters<typeof verifySnsMessage>[0]): Promise<SnsEnvelope> {
    const given = {
      topicArns: this.env.SES_EVENTS_TOPIC_ARNS,
      certificates: this.certificates,
      now: this.clock.now(),
    };
    const verdict = await verifySnsMessage(request, given).catch((error: unknown) => {
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

const tryLater = (): AppError =>
  new AppError(503, 'try-again-later', 'The message cannot be taken now: send it again.', [], { 'Retry-After': '5' });
