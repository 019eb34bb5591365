import { Inject, Injectable } from '@nestjs/common';
import { buildMime, compileEnvelope, type Mailer } from '@kubari/mailer';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { SendRate } from '../platform/ses/send-rate.js';
import { MAILER } from '../platform/ses/ses.module.js';
import { canaryIntervalMs, decideDoubt, isHealthyPast, type PipelineHealth } from './doubt.js';
import {
  concludeAbsent,
  findUnknownAttempts,
  holdUnknown,
  pipelineHealth,
  senderOf,
  takeCanaryTurn,
  type UnknownAttempt,
} from './doubt.queries.js';

/** Attempts looked at per round; more wait for the next. */
const ROUND = 1_000;

/**
 * Settles attempts in doubt that no event has settled: sends once more when the absence of the mail is proven, else
 * leaves the person to an operator. While somebody is in doubt and nothing else is being sent, canary mails to the
 * mailbox simulator show whether events arrive at all.
 */
@Injectable()
export class DoubtResolver {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly rate: SendRate,
    private readonly logger: PinoLogger,
  ) {}

  /** One round over everybody in doubt; safe to repeat. */
  async resolve(): Promise<void> {
    const now = this.clock.now();
    const attempts = await findUnknownAttempts(this.db, now, ROUND);
    const [oldest] = attempts;
    if (!oldest) return;
    const health = await this.health();
    const decided = (decision: string): UnknownAttempt[] =>
      attempts.filter((attempt) => decideDoubt(attempt, health, now, this.env.DOUBT_GRACE_MS) === decision);
    await this.concludeAbsent(decided('absent'));
    await this.hold(decided('hold'));
    const waiting = decided('wait');
    if (waiting.length > 0) await this.proveHealth(waiting, health);
  }

  private async health(): Promise<PipelineHealth> {
    const { queueEmptyAt, ...health } = await pipelineHealth(this.db);
    return this.env.SES_EVENTS_QUEUE_URL === '' ? health : { ...health, queueEmptyAt };
  }

  private async concludeAbsent(attempts: readonly UnknownAttempt[]): Promise<void> {
    if (attempts.length === 0) return;
    const count = await this.db.tx((tx) => concludeAbsent(tx, attempts, this.clock.now()));
    this.logger.warn({ count }, 'mails proven never to have reached SES are sent once more');
  }

  private async hold(attempts: readonly UnknownAttempt[]): Promise<void> {
    if (attempts.length === 0) return;
    const count = await this.db.tx((tx) => holdUnknown(tx, attempts));
    this.logger.error({ count }, 'recipients are held: whether SES has their mail cannot be known');
  }

  /** The latest deadline is what health must be proven past; then all older doubts are covered too. */
  private async proveHealth(waiting: readonly UnknownAttempt[], health: PipelineHealth): Promise<void> {
    const now = this.clock.now();
    const last = waiting.reduce((a, b) => (a.deadlineAt > b.deadlineAt ? a : b));
    if (isHealthyPast(last.deadlineAt.getTime(), health, this.env.DOUBT_GRACE_MS)) return;
    const before = new Date(now.getTime() - canaryIntervalMs(this.env.DOUBT_GRACE_MS));
    const { granted } = await this.rate.take(1, 'tx', 'other');
    if (granted === 0 || !(await takeCanaryTurn(this.db, before, now))) return;
    await this.sendCanary(last.deliveryId, now);
  }

  private async sendCanary(deliveryId: string, now: Date): Promise<void> {
    const from = await senderOf(this.db, deliveryId);
    if (from === null) return;
    const to = `success+canary-${now.getTime()}@simulator.amazonses.com`;
    const answer = await this.mailer.send({
      from,
      to,
      raw: buildMime(compileEnvelope({ from: { address: from } }), {
        to,
        subject: 'Kubari: are events arriving?',
        date: now,
        messageId: `canary-${now.getTime()}@${from.slice(from.lastIndexOf('@') + 1)}`,
        text: 'This mail only proves that the events of Amazon SES reach Kubari.\n',
      }),
      configurationSet: this.env.SES_CONFIGURATION_SET,
      tags: [['k', 'canary']],
    });
    if (answer.kind !== 'accepted') this.logger.warn({ reason: answer.reason }, 'the canary mail was not accepted');
  }
}
