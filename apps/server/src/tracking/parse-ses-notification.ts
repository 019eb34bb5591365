import type { BouncedRecipient, SesEvent, SesHappening, SesMail } from './ses-event.types.js';

/** The text of an event, cut to what is worth keeping of a server's words. */
const MAX_WORDS = 1_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Values of the tag k: mails that belong to no recipient of a delivery. */
const OUTSIDE_DELIVERIES = ['canary', 'test', 'notice'];
/** Our own Message-ID: recipient and attempt. SES replaces it on the way out but tells the original in `headers`. */
const OUR_MESSAGE_ID = /^<?([0-9a-f-]{36})\.(\d{1,4})@/;

/**
 * Reads an SES event of any kind, with or without the fields that SES leaves out at times (headers, commonHeaders,
 * tags). Null for what is no event we act on: unknown types, opens and clicks, inbound mail, plain text. Never throws.
 */
export function parseSesNotification(payload: string): SesEvent | null {
  const event = objectOf(parse(payload));
  if (!event) return null;
  const happening = happeningOf(event);
  return happening && { mail: mailOf(objectOf(event['mail']) ?? {}), happening };
}

/** Configuration sets say eventType, notifications of an identity say notificationType. */
function happeningOf(event: Fields): SesHappening | null {
  switch (textOf(event['eventType']) || textOf(event['notificationType'])) {
    case 'Send':
      return { type: 'send' };
    case 'Delivery': {
      const { timestamp, smtpResponse } = objectOf(event['delivery']) ?? {};
      return { type: 'delivery', at: instantOf(timestamp), smtpResponse: textOf(smtpResponse) };
    }
    case 'DeliveryDelay': {
      const { timestamp, delayType, delayedRecipients } = objectOf(event['deliveryDelay']) ?? {};
      const recipients = recipientsOf(delayedRecipients);
      return { type: 'delay', at: instantOf(timestamp), delayType: textOf(delayType), recipients };
    }
    case 'Bounce':
      return bounceOf(objectOf(event['bounce']) ?? {});
    case 'Complaint':
      return complaintOf(objectOf(event['complaint']) ?? {});
    case 'Reject':
      return { type: 'reject', reason: textOf(objectOf(event['reject'])?.['reason']) };
    default:
      return null;
  }
}

function bounceOf(bounce: Fields): SesHappening {
  return {
    type: 'bounce',
    at: instantOf(bounce['timestamp']),
    feedbackId: textOf(bounce['feedbackId']),
    bounceType: textOf(bounce['bounceType']),
    bounceSubType: textOf(bounce['bounceSubType']),
    recipients: recipientsOf(bounce['bouncedRecipients']),
  };
}

function complaintOf(complaint: Fields): SesHappening {
  return {
    type: 'complaint',
    at: instantOf(complaint['timestamp']),
    feedbackId: textOf(complaint['feedbackId']),
    subType: textOf(complaint['complaintSubType']),
    feedbackType: textOf(complaint['complaintFeedbackType']),
  };
}

function mailOf(mail: Fields): SesMail {
  const tags = objectOf(mail['tags']) ?? {};
  const headers = listOf(mail['headers']).map((header) => objectOf(header) ?? {});
  const header = (name: string): string =>
    textOf(headers.find((h) => textOf(h['name']).toLowerCase() === name)?.['value']).trim();
  const ours = OUR_MESSAGE_ID.exec(header('message-id'));
  return {
    at: instantOf(mail['timestamp']),
    sesMessageId: textOf(mail['messageId']) || null,
    destination: listOf(mail['destination']).map(textOf),
    recipientId: uuidOf(tagOf(tags, 'd')) ?? uuidOf(header('x-kubari-recipient')) ?? uuidOf(ours?.[1] ?? ''),
    attemptNo: attemptOf(tagOf(tags, 'a')) ?? attemptOf(ours?.[2] ?? ''),
    isOutsideDeliveries: OUTSIDE_DELIVERIES.includes(tagOf(tags, 'k')),
  };
}

/** Tags are lists of values; ours have one. */
const tagOf = (tags: Fields, name: string): string => textOf(listOf(tags[name])[0]);

function recipientsOf(value: unknown): BouncedRecipient[] {
  return listOf(value).map((item) => {
    const { emailAddress, status, diagnosticCode } = objectOf(item) ?? {};
    return { email: textOf(emailAddress), status: textOf(status), diagnostic: textOf(diagnosticCode) };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}

const objectOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Text without NUL, which PostgreSQL does not take. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, MAX_WORDS).replaceAll('\0', '') : '';

const uuidOf = (text: string): string | null => (UUID.test(text.toLowerCase()) ? text.toLowerCase() : null);

function attemptOf(text: string): number | null {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : null;
}

/** Only instants PostgreSQL can hold as well. */
function instantOf(value: unknown): Date | null {
  const at = Date.parse(textOf(value));
  return Number.isNaN(at) || at < 0 || at > 4_102_444_800_000 ? null : new Date(at);
}
