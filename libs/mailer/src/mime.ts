import { headerAddress } from './address.js';
import { base64LinesRoom, writeBase64Lines } from './base64-lines.js';
import { encodeText, mailboxHeader, type Mailbox } from './header-text.js';
import { MimeError } from './mime-error.js';
import { Slab } from './slab.js';

/** What is the same in every mail of a delivery. */
export interface EnvelopeParts {
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  /** Makes it bulk mail: its `List-Id` (RFC 2919, without the angle brackets). Every mail then needs `unsubscribe`. */
  readonly listId?: string;
}

/** What differs from mail to mail. Bodies are complete texts; single line feeds in them become CRLF. */
export interface MessageParts {
  readonly to: string;
  readonly subject: string;
  readonly date: Date;
  /** Without the angle brackets. SES replaces it, and gives the original back in its events. */
  readonly messageId: string;
  readonly recipientId?: string;
  readonly unsubscribe?: { readonly url: string; readonly mailto?: string };
  readonly text: string;
  /** With it the mail is multipart/alternative. */
  readonly html?: string;
}

/** The constant headers of a delivery, ready to be copied into every mail. Made by `compileEnvelope`. */
export interface Envelope {
  readonly isBulk: boolean;
  readonly before: string;
  readonly after: string;
}

/** No line of base64 holds `=_`, so that one boundary is safe for every mail. */
const BOUNDARY = '=_kubari_alternative';
const BODY_HEADERS = 'charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n';
const TEXT_ONLY = `Content-Type: text/plain; ${BODY_HEADERS}`;
const TEXT_PART = `Content-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n--${BOUNDARY}\r\n${TEXT_ONLY}`;
const HTML_PART = `--${BOUNDARY}\r\nContent-Type: text/html; ${BODY_HEADERS}`;
const END = `--${BOUNDARY}--\r\n`;

const LIST_ID = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/;
const MESSAGE_ID = /^[A-Za-z0-9._+=-]{1,200}@[A-Za-z0-9.-]{1,255}$/;
const RECIPIENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HTTP_URL = /^https?:\/\/[!#-;=?-Z\\\]^_`a-z{|}~[]+$/;
const MAILTO_URL = /^mailto:[!#-;=?-Z\\\]^_`a-z{|}~[]+$/;
const MAX_LINE_CHARS = 998; // RFC 5322 §2.1.1

const mails = new Slab();

/** Writes the constant headers once per delivery. Throws a MimeError on an address, name or list id that cannot stand. */
export function compileEnvelope(parts: EnvelopeParts): Envelope {
  const before = [mailboxHeader('From', parts.from)];
  if (parts.replyTo) before.push(mailboxHeader('Reply-To', parts.replyTo));
  const after = ['MIME-Version: 1.0'];
  if (parts.listId !== undefined) {
    if (!LIST_ID.test(parts.listId)) throw new MimeError('invalid-value', 'List-Id');
    after.push(`List-Id: <${parts.listId}>`, 'Precedence: bulk', 'Auto-Submitted: auto-generated');
    after.push('X-Auto-Response-Suppress: OOF, AutoReply');
  }
  return { isBulk: parts.listId !== undefined, before: lines(before), after: lines(after) };
}

/**
 * The mail as 7-bit clean bytes for SES: UTF-8 bodies in base64, CRLF line ends, no line over 998 characters. There is
 * no way to add other headers. Throws a MimeError on CR, LF or NUL in a header and on an address that is not one.
 */
export function buildMime(envelope: Envelope, message: MessageParts): Buffer {
  const head = headersOf(envelope, message) + (message.html === undefined ? TEXT_ONLY : TEXT_PART);
  const text = canonicalLines(message.text);
  const html = message.html === undefined ? '' : canonicalLines(message.html);
  const bodyRoom = base64LinesRoom(text.length) + base64LinesRoom(html.length);
  const { bytes, view, at } = mails.reserve(head.length + HTML_PART.length + END.length + bodyRoom);
  let end = at + bytes.write(head, at, 'latin1');
  end = writeBase64Lines(text, view, end);
  if (message.html === undefined) return mails.take(end);
  end += bytes.write(HTML_PART, end, 'latin1');
  end = writeBase64Lines(html, view, end);
  end += bytes.write(END, end, 'latin1');
  return mails.take(end);
}

function headersOf(envelope: Envelope, message: MessageParts): string {
  if (!MESSAGE_ID.test(message.messageId)) throw new MimeError('invalid-value', 'Message-ID');
  return (
    `${envelope.before}To: ${headerAddress(message.to, 'To')}\r\n` +
    `Subject: ${encodeText(message.subject, 'Subject', 9)}\r\n` +
    `Date: ${message.date.toUTCString().replace('GMT', '+0000')}\r\n` +
    `Message-ID: <${message.messageId}>\r\n` +
    unsubscribeHeaders(envelope, message) +
    recipientHeader(message) +
    envelope.after
  );
}

/** RFC 8058: one https link, unfolded, and the header that says a POST to it unsubscribes. */
function unsubscribeHeaders(envelope: Envelope, { unsubscribe }: MessageParts): string {
  if (unsubscribe === undefined) {
    if (envelope.isBulk) throw new MimeError('unsubscribe-missing', 'List-Unsubscribe');
    return '';
  }
  const { url, mailto } = unsubscribe;
  const value = mailto === undefined ? `<${url}>` : `<${url}>, <${mailto}>`;
  const isWellFormed = HTTP_URL.test(url) && (mailto === undefined || MAILTO_URL.test(mailto));
  if (!isWellFormed || value.length > MAX_LINE_CHARS - 20) throw new MimeError('invalid-value', 'List-Unsubscribe');
  return `List-Unsubscribe: ${value}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`;
}

function recipientHeader({ recipientId }: MessageParts): string {
  if (recipientId === undefined) return '';
  if (!RECIPIENT_ID.test(recipientId)) throw new MimeError('invalid-value', 'X-Kubari-Recipient');
  return `X-Kubari-Recipient: ${recipientId}\r\n`;
}

/** Text in base64 has CRLF line ends (RFC 2045 §6.8). Looking first is cheap, and templates mostly come right. */
function canonicalLines(body: string): string {
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) {
    if (body.charCodeAt(at - 1) !== 13) return body.replace(/\r?\n/g, '\r\n');
  }
  return body;
}

function lines(headers: readonly string[]): string {
  return headers.map((header) => `${header}\r\n`).join('');
}
