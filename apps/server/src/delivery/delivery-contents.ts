import { Inject, Injectable } from '@nestjs/common';
import { LinkTokens } from '@kubari/link-token';
import { compileMail, htmlToText, type CompiledMail, type MailContent } from '@kubari/mail-render';
import { buildMime, compileEnvelope, type Envelope, type OutgoingMessage } from '@kubari/mailer';
import type { MailFormat } from '../mailings/mailing.types.js';
import type { FrozenMergeKey } from '../mailings/merge-key.types.js';
import { mergeValueReader, rendererKeys, type MergeSubject } from '../mailings/merge-tags.service.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { LruCache } from './lru-cache.js';
import type { BegunAttempt } from './sending.queries.js';

/** Deliveries a worker keeps compiled; a handful run at a time. */
const REMEMBERED_DELIVERIES = 20;

interface FrozenContent {
  readonly deliveryId: string;
  readonly format: MailFormat;
  readonly subject: string;
  readonly textBody: string;
  readonly htmlBody: string | null;
  readonly senderEmail: string;
  readonly senderName: string;
  readonly replyTo: string | null;
  readonly trackLinks: boolean;
  readonly trackOpens: boolean;
  readonly mergeKeys: FrozenMergeKey[];
  readonly groupId: string | null;
  readonly groupName: string;
  readonly deliveredAt: Date;
}

/** The frozen content of deliveries, compiled once per delivery and process. */
@Injectable()
export class DeliveryContents {
  private readonly compiled = new LruCache<string, Promise<DeliveryMail>>(REMEMBERED_DELIVERIES);

  constructor(
    private readonly db: Database,
    private readonly tokens: LinkTokens,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** The mail of a delivery, ready to be made out to its recipients. */
  of(deliveryId: string): Promise<DeliveryMail> {
    const known = this.compiled.get(deliveryId);
    if (known) return known;
    const loading = this.load(deliveryId);
    this.compiled.set(deliveryId, loading);
    loading.catch(() => this.compiled.delete(deliveryId));
    return loading;
  }

  private async load(deliveryId: string): Promise<DeliveryMail> {
    const [content] = await this.db.rows<FrozenContent>(
      `select c.delivery_id as "deliveryId", c.format, c.subject, c.text_body as "textBody", c.html_body as "htmlBody",
              c.sender_email as "senderEmail", c.sender_name as "senderName", c.reply_to as "replyTo",
              c.track_links as "trackLinks", c.track_opens as "trackOpens", c.merge_keys as "mergeKeys",
              d.group_id as "groupId", d.group_name as "groupName", coalesce(d.started_at, d.starts_at) as "deliveredAt"
         from delivery_content c join delivery d on d.id = c.delivery_id where c.delivery_id = $1`,
      [deliveryId],
    );
    if (!content) throw new Error(`Delivery ${deliveryId} has no frozen content`);
    return new DeliveryMail(content, this.tokens, this.env);
  }
}

/** One delivery's mail: everything that is the same for all recipients is worked out beforehand. */
export class DeliveryMail {
  private readonly compiled: CompiledMail;
  private readonly envelope: Envelope;
  private readonly valuesOf: (subject: MergeSubject) => Record<string, string>;
  private readonly messageIdDomain: string;

  constructor(
    private readonly content: FrozenContent,
    private readonly tokens: LinkTokens,
    private readonly env: Pick<Env, 'PUBLIC_URL' | 'SES_CONFIGURATION_SET'>,
  ) {
    this.compiled = compileMail(withCanonicalLines(content), {
      ...content,
      mergeKeys: rendererKeys(content.mergeKeys),
    });
    this.messageIdDomain = content.senderEmail.slice(content.senderEmail.lastIndexOf('@') + 1);
    this.envelope = compileEnvelope({
      from: { address: content.senderEmail, name: content.senderName },
      ...(content.replyTo ? { replyTo: { address: content.replyTo } } : {}),
      listId: `g${content.groupId ?? '0'}.${this.messageIdDomain}`,
    });
    const source = [content.subject, content.textBody, content.htmlBody ?? ''].join('\n');
    this.valuesOf = mergeValueReader(content.mergeKeys, content, source);
  }

  /** The finished mail of one attempt. Throws a MimeError when this recipient's data cannot stand in a mail. */
  messageFor(attempt: BegunAttempt, date: Date): OutgoingMessage {
    const { recipientId, customerId, attemptNo, email } = attempt;
    const { deliveryId, senderEmail } = this.content;
    const recipient = { deliveryId, recipientId };
    const base = this.env.PUBLIC_URL;
    const unsubscribeUrl = `${base}/u/${this.tokens.unsubscribe({ deliveryId, customerId })}`;
    const { subject, text, html } = this.compiled.render({
      values: this.valuesOf(attempt),
      clickBase: this.content.trackLinks ? `${base}/c/${this.tokens.click(recipient)}` : null,
      openUrl: this.content.trackOpens ? `${base}/o/${this.tokens.open(recipient)}.gif` : null,
      unsubscribeUrl,
    });
    const raw = buildMime(this.envelope, {
      to: email,
      subject,
      date,
      messageId: `${recipientId}.${attemptNo}@${this.messageIdDomain}`,
      recipientId,
      unsubscribe: { url: unsubscribeUrl },
      text,
      ...(html === null ? {} : { html }),
    });
    return {
      from: senderEmail,
      to: email,
      raw,
      configurationSet: this.env.SES_CONFIGURATION_SET,
      tags: [
        ['d', recipientId],
        ['a', String(attemptNo)],
        ['m', deliveryId],
      ],
    };
  }
}

/** Mails have CRLF line ends: here once, or the MIME builder would change every line of every mail. */
function withCanonicalLines({ format, subject, textBody, htmlBody }: MailContent): MailContent {
  const text = textBody.trim() === '' && htmlBody !== null ? htmlToText(htmlBody) : textBody;
  const canonical = (body: string): string => body.replaceAll(/\r?\n/g, '\r\n');
  return { format, subject, textBody: canonical(text), htmlBody: htmlBody === null ? null : canonical(htmlBody) };
}
