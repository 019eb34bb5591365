import { Injectable } from '@nestjs/common';
import type { NotSentReason } from '@kubari/mailer';
import { PinoLogger } from 'nestjs-pino';
import { CustomerErrors } from '../customers/customer-errors.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { maskAddresses } from '../platform/logging/mask.js';
import { SendRate } from '../platform/ses/send-rate.js';
import type { BatchPass } from './batch-pass.js';
import type { HoldReason } from './delivery.types.js';
import { holdDeliveries } from './holds.queries.js';
import type { NotOffered, SendAnswer } from './send-answer.types.js';
import { SendGate } from './send-gate.js';
import type { BegunAttempt } from './sending.queries.js';

const HOLDS: Partial<Record<NotSentReason | NotOffered['reason'], HoldReason>> = {
  daily_quota: 'daily-quota',
  account_suspended: 'account-suspended',
  sending_paused: 'sending-paused',
  mail_from_not_verified: 'mail-from-not-verified',
  sender_not_verified: 'sender-not-verified',
  recipient_not_verified: 'ses-sandbox-account',
  not_found: 'configuration',
  access_denied: 'credentials',
  expired_credentials: 'credentials',
  no_credentials: 'credentials',
  not_rendered: 'content',
};

/** So many refusals of the mail itself one after the other are no accident of one recipient (sending.md §1.5). */
const REFUSALS_IN_A_ROW = 3;
const THROTTLED_WAIT_MS = 1_000;
const LONGEST_BACKOFF_MS = 300_000;

/** What an answer means beyond its own recipient: slow down, wait, hold the delivery or everything. */
@Injectable()
export class SendReactions {
  private readonly refusals = new Map<string, number>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly gate: SendGate,
    private readonly rate: SendRate,
    private readonly errors: CustomerErrors,
    private readonly logger: PinoLogger,
  ) {}

  /** Call it once the answer is on record. */
  async heed(pass: BatchPass, attempt: BegunAttempt, answer: SendAnswer): Promise<void> {
    this.gate.breaker.note(isClear(answer), this.clock.now().getTime());
    switch (answer.kind) {
      case 'accepted':
        if (this.refusals.size > 0) this.refusals.delete(pass.deliveryId);
        return;
      case 'unknown':
        this.logger.warn({ deliveryId: pass.deliveryId, reason: answer.reason }, 'a recipient is in doubt');
        return;
      case 'rejected':
        return this.heedRefusal(pass, attempt, answer);
      case 'not_sent':
        return this.heedNotSent(pass, attempt, answer);
    }
  }

  private async heedNotSent(
    pass: BatchPass,
    attempt: BegunAttempt,
    answer: Extract<SendAnswer, { kind: 'not_sent' }>,
  ): Promise<void> {
    if (answer.reason === 'throttled') {
      await this.rate.slowDown();
      pass.retryAfterMs = Math.max(pass.retryAfterMs, THROTTLED_WAIT_MS);
      return;
    }
    const hold = HOLDS[answer.reason];
    if (hold && answer.scope !== 'message') return this.hold(pass, hold, answer.detail, answer.scope === 'account');
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, THROTTLED_WAIT_MS * 2 ** Math.min(attempt.attemptNo, 9));
    pass.retryAfterMs = Math.max(pass.retryAfterMs, backoffMs * (0.5 + Math.random() / 2));
  }

  private async heedRefusal(
    pass: BatchPass,
    attempt: BegunAttempt,
    answer: Extract<SendAnswer, { kind: 'rejected' }>,
  ): Promise<void> {
    const { deliveryId } = pass;
    if (answer.reason === 'too_large') return this.hold(pass, 'too-large', answer.detail, false);
    if (answer.reason === 'invalid_address') {
      const { customerId, recipientId, email } = attempt;
      const refused = {
        kind: 'invalid_address',
        weight: 'hard',
        answer: answer.detail,
        at: this.clock.now(),
        sentAt: null,
      } as const;
      await this.db.tx((tx) => this.errors.record(tx, [{ customerId, recipientId, deliveryId, email, ...refused }]));
      return;
    }
    const refusals = (this.refusals.get(deliveryId) ?? 0) + 1;
    this.refusals.set(deliveryId, refusals);
    if (refusals < REFUSALS_IN_A_ROW) return;
    this.refusals.delete(deliveryId);
    await this.hold(pass, answer.reason === 'content' ? 'rejected-content' : 'rejected-request', answer.detail, false);
  }

  private async hold(pass: BatchPass, reason: HoldReason, detail: string, everything: boolean): Promise<void> {
    pass.stop();
    const held = await holdDeliveries(
      this.db.manager,
      everything ? null : pass.deliveryId,
      reason,
      maskAddresses(detail),
    );
    if (held > 0) this.logger.error({ deliveryId: pass.deliveryId, reason, detail, held }, 'sending is on hold');
  }
}

/** Whether SES (or our own checks) gave a clear answer; a refused connection counts as none. */
function isClear(answer: SendAnswer): boolean {
  return answer.kind !== 'unknown' && !(answer.kind === 'not_sent' && answer.reason === 'connect');
}
