import { bareAddress } from './addresses.js';
import { decodeText } from './charset.js';
import { decodeWords } from './encoded-words.js';
import { isoTime } from './event-payload.js';
import type { KeptMail } from './mailbox.js';
import { headerValue, parseHeaders } from './mail-headers.js';
import { parseParts, textOf, type MimePart } from './mime.js';
import type { EventType } from './outcomes.js';
import { transmitted } from './transmitted.js';

/** What became of a mail, as the inbox shows it. */
export type Outcome = 'accepted' | 'delivered' | 'delayed' | 'bounced' | 'complained' | 'rejected';

export interface MessageSummary {
  id: string;
  seq: number;
  acceptedAt: string;
  from: string;
  to: string[];
  subject: string;
  tags: Record<string, string>;
  outcome: Outcome;
  bytes: number;
}

export interface EventView {
  at: string;
  type: EventType;
  recipients: string[];
  /** What tells this event from others of its type: bounce class and status, kind of complaint, reason. */
  detail: string;
}

export interface Unsubscribe {
  header: string;
  url: string | undefined;
  mailto: string | undefined;
  /** RFC 8058: List-Unsubscribe-Post is there, so a POST to the URL is enough. */
  oneClick: boolean;
}

export interface MessageView extends MessageSummary {
  configurationSet: string | undefined;
  headers: { name: string; value: string }[];
  text: string | undefined;
  html: string | undefined;
  attachments: { index: number; filename: string; type: string; bytes: number }[];
  links: string[];
  unsubscribe: Unsubscribe | undefined;
  /** As SES passes it on. */
  source: string;
  /** As it was handed in. */
  original: string;
  events: EventView[];
}

const RANKS: Record<EventType, [number, Outcome]> = {
  Send: [0, 'accepted'],
  DeliveryDelay: [1, 'delayed'],
  Delivery: [2, 'delivered'],
  Bounce: [3, 'bounced'],
  Reject: [3, 'rejected'],
  Complaint: [4, 'complained'],
};

export function summarize(kept: KeptMail): MessageSummary {
  const { mail, seq, raw } = kept;
  kept.subject ??= decodeWords(headerValue(parseHeaders(mail.headerBlock), 'Subject') ?? '');
  return {
    id: mail.messageId,
    seq,
    acceptedAt: isoTime(mail.acceptedAt),
    from: decodeWords(mail.from),
    to: mail.recipients,
    subject: kept.subject,
    tags: mail.tags,
    outcome: outcomeOf(kept),
    bytes: raw.length,
  };
}

/** Everything of one mail; the MIME is parsed here, when somebody looks. */
export function viewMessage(kept: KeptMail, region: string): MessageView {
  const { mail, raw, events } = kept;
  const headers = parseHeaders(mail.headerBlock);
  const parts = parseParts(raw);
  const html = textOf(parts, 'text/html');
  const text = textOf(parts, 'text/plain');
  return {
    ...summarize(kept),
    from: decodeWords(headerValue(headers, 'From') ?? mail.from),
    configurationSet: mail.configurationSet,
    headers: headers.map(([name, value]) => ({ name, value: decodeWords(value) })),
    text,
    html,
    attachments: attachmentsOf(parts).map(({ part, index }) => ({
      index,
      filename: part.filename ?? `part-${index}`,
      type: part.type,
      bytes: part.content.length,
    })),
    links: linksOf(html, text),
    unsubscribe: readUnsubscribe(
      headerValue(headers, 'List-Unsubscribe'),
      headerValue(headers, 'List-Unsubscribe-Post'),
    ),
    source: asText(transmitted(mail, raw, region)),
    original: asText(raw),
    events: events.map(({ at, recipients, event }) => ({
      at: isoTime(at),
      type: event.type,
      recipients,
      detail: detailOf(event),
    })),
  };
}

/** HTML of a mail with its inline pictures (`cid:`) put in as data. */
export function htmlOf(kept: KeptMail): string | undefined {
  const parts = parseParts(kept.raw);
  return textOf(parts, 'text/html')?.replace(/cid:([^"'\s)>]+)/gi, (whole, id: string) => {
    const part = parts.find(({ contentId }) => contentId === id || contentId === id.replaceAll('%40', '@'));
    return part ? `data:${part.type};base64,${part.content.toString('base64')}` : whole;
  });
}

export function attachmentsOf(parts: MimePart[]): { part: MimePart; index: number }[] {
  return parts.map((part, index) => ({ part, index })).filter(({ part }) => part.isAttachment);
}

/** URLs of both header forms, `<https://…>` and `<mailto:…>` (RFC 2369). */
function readUnsubscribe(header: string | undefined, post: string | undefined): Unsubscribe | undefined {
  if (header === undefined) return undefined;
  const targets = [...header.matchAll(/<([^>]+)>/g)].map(([, target = '']) => target.trim());
  return {
    header,
    url: targets.find((target) => /^https?:/i.test(target)),
    mailto: targets.find((target) => /^mailto:/i.test(target)),
    oneClick: /^List-Unsubscribe\s*=\s*One-Click$/i.test(post ?? ''),
  };
}

function linksOf(html: string | undefined, text: string | undefined): string[] {
  const inHtml = [...(html ?? '').matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(([, double, single]) =>
    unescapeHtml(double ?? single ?? ''),
  );
  const inText = ((text ?? '').match(/https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/g) ?? []).map(withoutPunctuation);
  return [...new Set([...inHtml, ...inText])].filter((link) => /^(?:https?|mailto|tel):/i.test(link));
}

/** As mail programs see a URL in plain text: a full stop, or a bracket that was opened before it, is not part of it. */
function withoutPunctuation(url: string): string {
  const shorter = /[.,;:!?']$/.test(url) || (url.endsWith(')') && url.split(')').length > url.split('(').length);
  return shorter ? withoutPunctuation(url.slice(0, -1)) : url;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([0-9a-f]+));/gi,
    (_, name?: string, decimal?: string, hex?: string) =>
      name
        ? (ENTITIES[name.toLowerCase()] ?? '')
        : String.fromCodePoint(Math.min(0x10ffff, decimal ? Number(decimal) : parseInt(hex ?? '0', 16))),
  );
}

function outcomeOf({ events }: KeptMail): Outcome {
  let best = RANKS.Send;
  for (const { event } of events) if (RANKS[event.type][0] > best[0]) best = RANKS[event.type];
  return best[1];
}

function detailOf(event: KeptMail['events'][number]['event']): string {
  switch (event.type) {
    case 'Bounce':
      return [event.bounceType, event.bounceSubType, event.status].filter(Boolean).join(' / ');
    case 'Complaint':
      return event.feedbackType ?? event.subType ?? '';
    case 'DeliveryDelay':
      return `${event.delayType} / ${event.status}`;
    case 'Reject':
      return event.reason;
    default:
      return '';
  }
}

/** Source as text: UTF-8 where it is UTF-8, byte by byte where it is not. */
function asText(raw: Buffer): string {
  const text = decodeText(raw, 'utf-8');
  return text.includes('\uFFFD') ? raw.toString('latin1') : text;
}

/** Whether a search text is in the addresses, the subject or a tag of a mail. */
export function isFound(kept: KeptMail, needle: string): boolean {
  const { subject, from, to, tags } = summarize(kept);
  return [subject, from, ...to.map(bareAddress), ...Object.values(tags)].some((text) =>
    text.toLowerCase().includes(needle),
  );
}
