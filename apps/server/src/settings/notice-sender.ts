import { Inject, Injectable } from '@nestjs/common';
import { buildMime, compileEnvelope, MimeError, type Answer, type Mailer } from '@kubari/mailer';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { SendRate } from '../platform/ses/send-rate.js';
import { MAILER } from '../platform/ses/ses.module.js';
import { claimNotice, findNoticeSender, settleNotice, type ClaimedNotice } from './notices.queries.js';
import { SettingsService } from './settings.service.js';

const MINUTE_MS = 60_000;
/** Longer than any call lasts; then the worker that took a notice is taken for dead. */
const LEASE_MS = 5 * MINUTE_MS;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
/** News of three days ago is none. */
const GIVE_UP_AFTER_MS = 3 * 24 * 60 * MINUTE_MS;

type Problem = { readonly kind: 'not_sent'; readonly reason: string };

/**
 * Sends what lies in the outbox of notices. A notice is taken before the call and settled after it, so it goes out at
 * least once; twice only when a worker dies in between or SES gives no clear answer.
 */
@Injectable()
export class NoticeSender {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly rate: SendRate,
    private readonly settings: SettingsService,
    private readonly logger: PinoLogger,
  ) {}

  /** Works until nothing is due. */
  async sendDue(): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      const notice = await claimNotice(this.db.manager, now, new Date(now.getTime() + LEASE_MS));
      if (!notice) return;
      await this.settle(notice, await this.offer(notice));
    }
  }

  private async offer(notice: ClaimedNotice): Promise<Answer | Problem> {
    const { noticeSenderAddressId } = await this.settings.read();
    const sender = await findNoticeSender(this.db.manager, noticeSenderAddressId);
    if (!sender) return { kind: 'not_sent', reason: 'sender_missing' };
    const { email: from, name, replyTo } = sender;
    const domain = from.slice(from.lastIndexOf('@') + 1);
    try {
      const envelope = compileEnvelope({
        from: { address: from, name },
        ...(replyTo ? { replyTo: { address: replyTo } } : {}),
      });
      const { to, subject, text, createdAt: date } = notice;
      const raw = buildMime(envelope, { to, subject, text, date, messageId: `notice-${notice.id}@${domain}` });
      const { granted } = await this.rate.take(1, 'tx', 'other');
      if (granted === 0) return { kind: 'not_sent', reason: 'throttled' };
      const configurationSet = this.env.SES_CONFIGURATION_SET;
      return await this.mailer.send({ from, to, raw, configurationSet, tags: [['k', 'notice']] });
    } catch (error) {
      if (error instanceof MimeError) return { kind: 'rejected', reason: 'request', detail: error.message };
      throw error;
    }
  }

  private async settle(notice: ClaimedNotice, answer: Answer | Problem): Promise<void> {
    const now = this.clock.now();
    if (answer.kind === 'accepted')
      return settleNotice(this.db.manager, notice, { state: 'sent', trouble: null, nextTryAt: now });
    const trouble = answer.reason.replaceAll('_', '-');
    const isOver = answer.kind === 'rejected' || now.getTime() - notice.createdAt.getTime() >= GIVE_UP_AFTER_MS;
    this.logger[isOver ? 'error' : 'warn']({ noticeId: notice.id, reason: trouble }, 'a notice was not sent');
    const waitMs = Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** Math.min(notice.attempts - 1, 9));
    const nextTryAt = new Date(now.getTime() + waitMs);
    await settleNotice(this.db.manager, notice, { state: isOver ? 'failed' : 'waiting', trouble, nextTryAt });
  }
}
