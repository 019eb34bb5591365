import { verify, type KeyObject } from 'node:crypto';
import type { SigningCertificates } from './sns-certificates.js';

export const SNS_TYPES = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const;
export type SnsType = (typeof SNS_TYPES)[number];

/** The fields of an SNS message that are signed, and thereby all that may be believed. */
export interface SnsEnvelope {
  readonly type: SnsType;
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  readonly timestamp: string;
  /** of confirmations */
  readonly token: string | null;
}

export type SnsVerdict =
  | { readonly genuine: true; readonly envelope: SnsEnvelope }
  | { readonly genuine: false; readonly reason: string };

const refuse = (reason: string): SnsVerdict => ({ genuine: false, reason });

const MINUTE_MS = 60_000;
/** A redrive of a dead-letter queue may be 14 days late, so no tight window (sending.md §2.3, rule 9). */
const OLDEST_MS = 30 * 24 * 60 * MINUTE_MS;
const FUTURE_MS = 10 * MINUTE_MS;
const CONFIRMATION_MS = 60 * MINUTE_MS;

/** In the order they are signed (SNS developer guide, "Verifying the signatures of Amazon SNS messages"). */
const SIGNED_FIELDS: Readonly<Record<SnsType, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

const DIGESTS: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

export interface SnsRequest {
  readonly body: string;
  /** x-amz-sns-message-type and x-amz-sns-message-id */
  readonly typeHeader: string | undefined;
  readonly idHeader: string | undefined;
}

/**
 * Is this SNS message genuine, and from a topic of ours? A valid signature alone only proves that some AWS customer's
 * topic sent it, hence the list of topics (security.md 1). Throws CertificateUnavailable when that cannot be told now.
 */
export async function verifySnsMessage(
  request: SnsRequest,
  given: { readonly topicArns: readonly string[]; readonly certificates: SigningCertificates; readonly now: Date },
): Promise<SnsVerdict> {
  const fields = parse(request.body);
  if (!fields) return refuse('not a JSON object');
  const envelope = envelopeOf(fields);
  if (!envelope) return refuse('not an SNS message');
  if (request.typeHeader !== envelope.type || request.idHeader !== envelope.messageId)
    return refuse('headers and body differ');
  if (!given.topicArns.includes(envelope.topicArn)) return refuse('topic not in SES_EVENTS_TOPIC_ARNS');
  const digest = DIGESTS[textOf(fields, 'SignatureVersion') ?? ''];
  if (digest === undefined) return refuse('unknown SignatureVersion');
  const stale = staleness(envelope, given.now);
  if (stale) return refuse(stale);
  const certificateUrl = textOf(fields, 'SigningCertURL');
  if (certificateUrl === null || !isSigningCertificateUrl(certificateUrl, envelope.topicArn))
    return refuse('SigningCertURL is not SNS’s of the topic’s region');
  const key = await given.certificates.keyOf(certificateUrl);
  if (!isSigned(fields, envelope.type, digest, key)) return refuse('signature does not match');
  return { genuine: true, envelope };
}

/** `https://sns.<region of the topic>.amazonaws.com/SimpleNotificationService-<32 hex>.pem`, and nothing more. */
export function isSigningCertificateUrl(text: string, topicArn: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  // Rebuilt from its parts, so that port, user name, query, fragment or another spelling cannot hide anywhere.
  if (url.href !== `https://${url.hostname}${url.pathname}` || text !== url.href) return false;
  const host = /^sns\.([a-z0-9-]{3,})\.amazonaws\.com(\.cn)?$/.exec(url.hostname);
  if (!host || host[1] !== topicArn.split(':')[3]) return false;
  return /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/.test(url.pathname);
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function envelopeOf(fields: Record<string, unknown>): SnsEnvelope | null {
  const type = SNS_TYPES.find((name) => name === fields['Type']);
  const messageId = textOf(fields, 'MessageId');
  const topicArn = textOf(fields, 'TopicArn');
  const message = textOf(fields, 'Message');
  const timestamp = textOf(fields, 'Timestamp');
  if (!type || messageId === null || topicArn === null || message === null || timestamp === null) return null;
  return { type, messageId, topicArn, message, timestamp, token: textOf(fields, 'Token') };
}

/** Own strings only: a field of another type would be signed as one text and read as another. */
function textOf(fields: Record<string, unknown>, name: string): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : null;
}

function staleness({ type, timestamp }: SnsEnvelope, now: Date): string | null {
  const at = Date.parse(timestamp);
  if (Number.isNaN(at)) return 'Timestamp is none';
  const age = now.getTime() - at;
  if (age < -FUTURE_MS) return 'Timestamp lies in the future';
  if (age > (type === 'SubscriptionConfirmation' ? CONFIRMATION_MS : OLDEST_MS)) return 'Timestamp is too old';
  return null;
}

/** Which fields are signed follows from the type alone: a stray SubscribeURL on a Notification is not believed. */
function isSigned(fields: Record<string, unknown>, type: SnsType, digest: string, key: KeyObject): boolean {
  const signature = textOf(fields, 'Signature');
  if (signature === null) return false;
  let signed = '';
  for (const name of SIGNED_FIELDS[type]) {
    if (name === 'Subject' && !Object.hasOwn(fields, 'Subject')) continue;
    const value = textOf(fields, name);
    if (value === null) return false;
    signed += `${name}\n${value}\n`;
  }
  return verify(digest, Buffer.from(signed, 'utf8'), key, Buffer.from(signature, 'base64'));
}
