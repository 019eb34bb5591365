import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { buildMime, compileEnvelope, MimeError, type Answer, type Mailer } from '@kubari/mailer';
import { randomUUID } from 'node:crypto';
import { parseAddress } from '../customers/address.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { invalid, invalidField } from '../platform/http/app-error.js';
import { SendRate } from '../platform/ses/send-rate.js';
import { MAILER } from '../platform/ses/ses.module.js';
import { MailingPreview, type RenderedSample } from './mailing-preview.js';
import type { TestSendRequest, TestSendResponse, TestSendResult } from './mailings.dto.js';
import type { MailingRow } from './mailings.queries.js';
import { MailingsService } from './mailings.service.js';

const SUBJECT_PREFIX = '[TEST] ';
/** How long one address waits for its turn; tests go before deliveries, so a second is plenty. */
const TRIES = 20;
const LONGEST_WAIT_MS = 250;

/**
 * Sends a mailing to a few addresses for a look at the real thing. It leaves nothing in the ledger: no recipient, no
 * tracked link, and the unsubscribe link leads to a page that says it is a test.
 */
@Injectable()
export class MailingTestSender {
  constructor(
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly rate: SendRate,
    private readonly mailings: MailingsService,
    private readonly previews: MailingPreview,
  ) {}

  /** One result per address, in order. */
  async send(id: string, { to, customerId }: TestSendRequest): Promise<TestSendResponse> {
    const mailing = await this.mailings.find(id);
    if (mailing.senderEmail === null) throw invalidField('senderAddressId', 'sender-missing', 'choose a sender first');
    const addresses = readAddresses(to);
    const results: TestSendResult[] = [];
    for (const address of addresses) {
      const sample = await this.previews.sample(mailing, customerId ?? null, customerId ? null : address);
      results.push(toResult(address, await this.offer(mailing, mailing.senderEmail, address, sample)));
    }
    if (results.some(({ outcome }) => outcome === 'accepted')) await this.mailings.noteTestSent(id);
    return { results };
  }

  private async offer(mailing: MailingRow, from: string, to: string, sample: RenderedSample): Promise<Answer> {
    const raw = this.build(mailing, from, to, sample);
    if (!Buffer.isBuffer(raw)) return raw;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { granted, waitMs } = await this.rate.take(1, 'tx', 'other');
      if (granted > 0)
        return this.mailer.send({
          from,
          to,
          raw,
          configurationSet: this.env.SES_CONFIGURATION_SET,
          tags: [['k', 'test']],
        });
      await sleep(Math.min(waitMs, LONGEST_WAIT_MS));
    }
    return { kind: 'not_sent', reason: 'throttled', scope: 'message', detail: 'no send token: SES or Redis is away' };
  }

  private build(
    mailing: MailingRow,
    from: string,
    to: string,
    { subject, text, html }: RenderedSample,
  ): Buffer | Answer {
    const { senderName, replyTo } = mailing;
    try {
      const envelope = compileEnvelope({
        from: { address: from, ...(senderName ? { name: senderName } : {}) },
        ...(replyTo ? { replyTo: { address: replyTo } } : {}),
      });
      const messageId = `test-${randomUUID()}@${from.slice(from.lastIndexOf('@') + 1)}`;
      const message = { to, subject: SUBJECT_PREFIX + subject, date: this.clock.now(), messageId, text };
      return buildMime(envelope, html === null ? message : { ...message, html });
    } catch (error) {
      if (error instanceof MimeError) return { kind: 'rejected', reason: 'request', detail: error.message };
      throw error;
    }
  }
}

function readAddresses(texts: readonly string[]): string[] {
  const parsed = texts.map((text) => parseAddress(text));
  const errors = parsed.flatMap((address, i) =>
    address.ok ? [] : [{ field: `to.${i}`, code: 'malformed-address', message: 'is not an e-mail address' }],
  );
  if (errors.length > 0) throw invalid(errors);
  if (texts.length === 0) throw invalidField('to', 'address-missing', 'give at least one address');
  return [...new Set(parsed.flatMap((address) => (address.ok ? [address.email] : [])))];
}

function toResult(to: string, answer: Answer): TestSendResult {
  if (answer.kind === 'accepted') return { to, outcome: 'accepted', reason: null, detail: null };
  const outcome = answer.kind === 'not_sent' ? 'not-sent' : answer.kind;
  return { to, outcome, reason: answer.reason.replaceAll('_', '-'), detail: answer.detail };
}
