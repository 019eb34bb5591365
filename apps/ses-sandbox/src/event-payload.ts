import { domainOf } from './addresses.js';
import type { Mail, MailEvent } from './mail.js';
import { headerValue, parseHeaders, splitAddresses, type Header } from './mail-headers.js';
import { decodeWords } from './encoded-words.js';

export interface PayloadShape {
  region: string;
  accountId: string;
  /** Event faults `no_headers` and `no_tags`: both happen on AWS. */
  withoutHeaders?: boolean;
  withoutTags?: boolean;
}

/** SES shows headers up to this size and says so where it cut (E6). */
const HEADER_LIMIT = 10 * 1024;
const EIGHT_HUNDRED_FORTY_MINUTES_MS = 840 * 60_000;
const OUTGOING_IP = '54.240.11.68';

/** One event as SES publishes it to an event destination (sending contract: `eventType`, `mail`, one object of details). */
export function eventPayload(mail: Mail, happened: MailEvent, shape: PayloadShape): string {
  const { event } = happened;
  const key = event.type === 'DeliveryDelay' ? 'deliveryDelay' : event.type.toLowerCase();
  const bare = shape.withoutHeaders === true || event.type === 'DeliveryDelay';
  return JSON.stringify({ eventType: event.type, mail: mailPart(mail, shape, bare), [key]: details(mail, happened) });
}

function mailPart(mail: Mail, shape: PayloadShape, bare: boolean) {
  const domain = domainOf(mail.from);
  return {
    timestamp: isoTime(mail.acceptedAt),
    source: mail.from,
    sourceArn: `arn:aws:ses:${shape.region}:${shape.accountId}:identity/${domain}`,
    sendingAccountId: shape.accountId,
    messageId: mail.messageId,
    destination: mail.recipients,
    ...(bare ? {} : headerPart(mail)),
    ...(shape.withoutTags ? {} : { tags: tagPart(mail, domain) }),
  };
}

function headerPart(mail: Mail) {
  const all = parseHeaders(mail.headerBlock);
  const headers: { name: string; value: string }[] = [];
  let size = 0;
  for (const [name, value] of all) {
    size += name.length + value.length + 4;
    if (size > HEADER_LIMIT) break;
    headers.push({ name, value });
  }
  return { headersTruncated: headers.length < all.length, headers, commonHeaders: commonHeaders(all, mail) };
}

function commonHeaders(all: Header[], mail: Mail) {
  const addresses = (name: string) => {
    const value = headerValue(all, name);
    return value === undefined ? undefined : splitAddresses(value).map(decodeWords);
  };
  const subject = headerValue(all, 'Subject');
  return {
    from: addresses('From'),
    replyTo: addresses('Reply-To'),
    date: headerValue(all, 'Date'),
    to: addresses('To'),
    cc: addresses('Cc'),
    messageId: headerValue(all, 'Message-ID') ?? mail.messageId,
    subject: subject === undefined ? undefined : decodeWords(subject),
  };
}

function tagPart(mail: Mail, domain: string): Record<string, string[]> {
  const tags: Record<string, string[]> = {
    'ses:operation': ['SendEmail'],
    'ses:source-ip': [mail.sourceIp],
    'ses:from-domain': [domain],
    'ses:caller-identity': ['sandbox'],
    'ses:outgoing-ip': [OUTGOING_IP],
  };
  if (mail.configurationSet) tags['ses:configuration-set'] = [mail.configurationSet];
  for (const [name, value] of Object.entries(mail.tags)) tags[name] = [value];
  return tags;
}

function details(mail: Mail, { at, recipients, event, feedbackId }: MailEvent): object {
  const timestamp = isoTime(at);
  const reportingMTA = `dns; e234-${OUTGOING_IP.split('.').at(-1)}.smtp-out.amazonses.com`;
  switch (event.type) {
    case 'Send':
      return {};
    case 'Delivery':
      return {
        timestamp,
        processingTimeMillis: at - mail.acceptedAt,
        recipients,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: reportingMTA.slice(5),
      };
    case 'Reject':
      return { reason: event.reason };
    case 'DeliveryDelay': {
      const delayedRecipients = recipients.map((emailAddress) => ({
        emailAddress,
        status: event.status,
        diagnosticCode: event.diagnosticCode,
      }));
      return {
        timestamp,
        delayType: event.delayType,
        expirationTime: isoTime(mail.acceptedAt + EIGHT_HUNDRED_FORTY_MINUTES_MS),
        delayedRecipients,
        reportingMTA,
      };
    }
    case 'Complaint':
      return {
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp,
        feedbackId,
        complaintSubType: event.subType,
        ...(event.feedbackType === null
          ? {}
          : { userAgent: 'Mail feedback loop', complaintFeedbackType: event.feedbackType, arrivalDate: timestamp }),
      };
    case 'Bounce':
      return {
        bounceType: event.bounceType,
        bounceSubType: event.bounceSubType,
        bouncedRecipients: recipients.map((address) => ({
          emailAddress: event.bouncedAddress ?? address,
          ...(event.status === ''
            ? {}
            : { action: 'failed', status: event.status, diagnosticCode: event.diagnosticCode }),
        })),
        timestamp,
        feedbackId,
        reportingMTA,
      };
  }
}

export const isoTime = (ms: number) => new Date(ms).toISOString();
