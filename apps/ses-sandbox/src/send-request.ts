import { addressFault, bareAddress } from './addresses.js';
import { badRequest, messageRejected } from './aws-error.js';
import { objectAt, objectsAt, requiredText, textAt, textsAt, type Json } from './json.js';
import { headerValue, parseHeaders, splitAddresses, splitHeader, type Header } from './mail-headers.js';

export interface SendRequest {
  from: string;
  /** Bare addresses, To, Cc and Bcc together. */
  recipients: string[];
  tags: Record<string, string>;
  configurationSet: string | undefined;
  raw: Buffer;
  /** A copy, so that keeping it does not keep the mail. */
  headerBlock: Buffer;
}

const MOST_RECIPIENTS = 50;
/** 40 MB after base64 (SES quotas page). */
const MOST_BYTES = 31_457_280;
const TAG_PART = /^[A-Za-z0-9_-]{1,256}$/;
const RESERVED_TAGS = ['ses:feedback-id-a', 'ses:feedback-id-b'];
/** Headers a mail may have once (RFC 5322 §3.6); SES refuses a second one. */
const ONCE = [
  'from',
  'to',
  'cc',
  'bcc',
  'subject',
  'date',
  'message-id',
  'reply-to',
  'sender',
  'return-path',
  'mime-version',
  'content-type',
];

/** The mail of a `SendEmail` body, checked as far as its own form goes (V4 to V7); throws the 400 that SES answers. */
export function readSendRequest(input: Json): SendRequest {
  const rawContent = objectAt(objectAt(input, 'Content'), 'Raw');
  if (textAt(rawContent, 'Data') === undefined) throw badRequest('The sandbox takes Content.Raw only.');
  const raw = Buffer.from(requiredText(rawContent, 'Data'), 'base64');
  if (raw.length > MOST_BYTES)
    throw messageRejected(`Message length is more than 41943040 bytes long: '${raw.length}'.`);
  const { headerEnd } = splitHeader(raw);
  const headerBlock = Buffer.from(raw.subarray(0, headerEnd));
  const headers = parseHeaders(headerBlock);
  checkHeaders(headers);
  return {
    from: checkedFrom(textAt(input, 'FromEmailAddress') ?? headerValue(headers, 'From') ?? ''),
    recipients: readRecipients(input, headers),
    tags: readTags(input, headers),
    configurationSet: textAt(input, 'ConfigurationSetName') ?? headerValue(headers, 'X-SES-CONFIGURATION-SET'),
    raw,
    headerBlock,
  };
}

function checkedFrom(from: string): string {
  const fault = addressFault(bareAddress(from));
  if (fault) throw badRequest(fault);
  return from;
}

function readRecipients(input: Json, headers: Header[]): string[] {
  const destination = objectAt(input, 'Destination');
  const given = ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((name) => textsAt(destination, name));
  const fromHeaders = () => ['To', 'Cc', 'Bcc'].flatMap((name) => splitAddresses(headerValue(headers, name) ?? ''));
  const recipients = (given.length > 0 ? given : fromHeaders()).map(bareAddress);
  if (recipients.length === 0) throw badRequest('Recipient is required: the message has no To, Cc or Bcc address.');
  if (recipients.length > MOST_RECIPIENTS) throw messageRejected(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  for (const recipient of recipients) {
    const fault = addressFault(recipient);
    if (fault) throw badRequest(fault);
  }
  return recipients;
}

/** Tags of the call; those of the header X-SES-MESSAGE-TAGS count only where the call has none. */
function readTags(input: Json, headers: Header[]): Record<string, string> {
  const given = objectsAt(input, 'EmailTags').map(
    (tag) => [requiredText(tag, 'Name'), requiredText(tag, 'Value')] as const,
  );
  const pairs = given.length > 0 ? given : headerTags(headers);
  const tags: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (!TAG_PART.test(name) && !RESERVED_TAGS.includes(name)) throw badTag('name', name);
    if (!TAG_PART.test(value)) throw badTag('value', value);
    tags[name] = value;
  }
  return tags;
}

const badTag = (part: string, text: string) =>
  badRequest(
    `Invalid tag ${part} <${text.slice(0, 80)}>: only alphanumeric ASCII characters, '_' and '-' are allowed, up to 256.`,
  );

function headerTags(headers: Header[]): (readonly [string, string])[] {
  const value = headerValue(headers, 'X-SES-MESSAGE-TAGS');
  if (!value) return [];
  return value.split(',').map((pair) => {
    const [name = '', text = ''] = pair.trim().split('=');
    return [name, text] as const;
  });
}

function checkHeaders(headers: Header[]): void {
  const seen = new Set<string>();
  for (const [name] of headers) {
    const lower = name.toLowerCase();
    if (!ONCE.includes(lower)) continue;
    if (seen.has(lower)) throw badRequest(`Duplicate header '${name}'.`);
    seen.add(lower);
  }
  if (!seen.has('from')) throw badRequest("Missing required header 'From'.");
}
