import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MimeError, type Mailer, type OutgoingMessage } from '@kubari/mailer';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { CALL_SHARE_OF_DEADLINE, MAILER } from '../platform/ses/ses.module.js';
import { AnswerRecorder } from './answer-recorder.js';
import { BatchPass } from './batch-pass.js';
import { settleBatches } from './counts.queries.js';
import { DeliveryContents, type DeliveryMail } from './delivery-contents.js';
import { SendGate } from './send-gate.js';
import { beginAttempts, claimBatch, type BegunAttempt } from './sending.queries.js';
import type { SendAnswer } from './send-answer.types.js';
import { SendReactions } from './send-reactions.js';

/** Sends what a delivery still owes. Safe to run twice, in parallel, and after a crash (README.md). */
@Injectable()
export class BatchSender {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly contents: DeliveryContents,
    private readonly gate: SendGate,
    private readonly recorder: AnswerRecorder,
    private readonly reactions: SendReactions,
  ) {}

  /** Takes one batch of pending recipients to an answer each; false when there was none to claim. */
  async sendBatch(deliveryId: string): Promise<boolean> {
    const pass = await this.claim(deliveryId);
    if (!pass) return false;
    try {
      const mail = await this.contents.of(deliveryId);
      while (pass.hasPending) {
        const permits = await this.gate.permit(pass); // calls in flight, send rate, breaker, lease
        if (permits === 0) break;
        const attempts = await this.begin(pass, permits); // committed: a crash from here on leaves "in doubt"
        if (!attempts) break; // paused, canceled, or no longer ours
        for (const attempt of attempts) pass.follow(this.sendOne(pass, mail, attempt));
      }
      await pass.landed();
    } finally {
      await this.settle(pass);
    }
    return true;
  }

  private async claim(deliveryId: string): Promise<BatchPass | null> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + this.env.SEND_BATCH_LEASE_MS);
    const batch = await claimBatch(this.db, { deliveryId, leaseToken: randomUUID(), now, leaseUntil });
    return batch && new BatchPass(batch, leaseUntil);
  }

  private async begin(pass: BatchPass, permits: number): Promise<readonly BegunAttempt[] | null> {
    const now = this.clock.now();
    const deadlineAt = new Date(now.getTime() + this.env.SEND_DEADLINE_MS);
    const result = await beginAttempts(this.db, pass.batch, pass.next(permits), { now, deadlineAt }).catch(
      (error: unknown) => {
        this.gate.release(permits);
        throw error;
      },
    );
    this.gate.release(permits - (result?.begun.length ?? 0));
    return result?.begun ?? null;
  }

  private async sendOne(pass: BatchPass, mail: DeliveryMail, attempt: BegunAttempt): Promise<void> {
    const answer = await this.offer(mail, attempt).finally(() => this.gate.release(1));
    await this.recorder.record(attempt, answer);
    await this.reactions.heed(pass, attempt, answer);
  }

  /** The call itself; what cannot become a mail is refused here, and what comes too late is not begun. */
  private async offer(mail: DeliveryMail, attempt: BegunAttempt): Promise<SendAnswer> {
    const now = this.clock.now();
    if (now.getTime() - attempt.startedAt.getTime() > this.env.SEND_DEADLINE_MS * (1 - CALL_SHARE_OF_DEADLINE))
      return BEGUN_TOO_LATE;
    const message = buildMessage(mail, attempt, now);
    return 'kind' in message ? message : this.mailer.send(message);
  }

  /** Counts the batch, gives the lease back and says when its rest may be taken up again. */
  private async settle(pass: BatchPass): Promise<void> {
    const { batch, retryAfterMs } = pass;
    const now = this.clock.now();
    const retryAt = new Date(now.getTime() + retryAfterMs);
    await this.db.tx((tx) => settleBatches(tx, [batch], { now, retryAt, leaseToken: batch.leaseToken }));
  }
}

/** Called later than this, the answer could come after the attempt was declared in doubt. Not one byte went out. */
const BEGUN_TOO_LATE: SendAnswer = {
  kind: 'not_sent',
  reason: 'begun_too_late',
  scope: 'message',
  detail: 'the worker was held up between committing the attempt and calling',
};

/** The mail, or why it cannot be made: the data of one person fails that person, anything else stops the delivery. */
function buildMessage(mail: DeliveryMail, attempt: BegunAttempt, now: Date): OutgoingMessage | SendAnswer {
  try {
    return mail.messageFor(attempt, now);
  } catch (error) {
    if (!(error instanceof MimeError))
      return { kind: 'not_sent', reason: 'not_rendered', scope: 'delivery', detail: String(error) };
    const reason = error.code === 'invalid-address' && error.header === 'To' ? 'invalid_address' : 'request';
    return { kind: 'rejected', reason, detail: `not built: ${error.message}` };
  }
}
