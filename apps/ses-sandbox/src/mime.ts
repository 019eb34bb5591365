import { decodeText } from './charset.js';
import { decodeWords } from './encoded-words.js';
import { headerValue, parseHeaders, splitHeader, type Header } from './mail-headers.js';

export interface MimePart {
  headers: Header[];
  /** Lower case, without parameters: `text/html`. */
  type: string;
  charset: string;
  filename: string | undefined;
  contentId: string | undefined;
  isAttachment: boolean;
  content: Buffer;
}

const DEEPEST = 20;

/** The leaf parts of a mail in their order, transfer encodings undone. For viewing: what is malformed is shown as it stands. */
export function parseParts(raw: Buffer, depth = 0): MimePart[] {
  const { headerEnd, bodyStart } = splitHeader(raw);
  const headers = parseHeaders(raw.subarray(0, headerEnd));
  const body = raw.subarray(bodyStart);
  const { value, parameters } = parseParameters(headerValue(headers, 'Content-Type') ?? 'text/plain');
  const type = value.toLowerCase();
  const boundary = parameters['boundary'];
  if (type.startsWith('multipart/') && boundary && depth < DEEPEST) {
    return splitMultipart(body, boundary).flatMap((part) => parseParts(part, depth + 1));
  }
  const disposition = parseParameters(headerValue(headers, 'Content-Disposition') ?? '');
  const filename = disposition.parameters['filename'] ?? parameters['name'];
  return [
    {
      headers,
      type,
      charset: parameters['charset'] ?? 'utf-8',
      filename: filename === undefined ? undefined : decodeWords(filename),
      contentId: headerValue(headers, 'Content-ID')?.replace(/^<|>$/g, ''),
      isAttachment: disposition.value.toLowerCase() === 'attachment' || !type.startsWith('text/'),
      content: decodeTransfer(body, headerValue(headers, 'Content-Transfer-Encoding') ?? '7bit'),
    },
  ];
}

/** The text of the first part of a type that is no attachment. */
export function textOf(parts: MimePart[], type: string): string | undefined {
  const part = parts.find((found) => found.type === type && !found.isAttachment);
  return part && decodeText(part.content, part.charset);
}

function splitMultipart(body: Buffer, boundary: string): Buffer[] {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Buffer[] = [];
  let start = -1;
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    if (start >= 0) parts.push(body.subarray(start, lineBreakBefore(body, at)));
    const after = at + delimiter.length;
    if (body.subarray(after, after + 2).toString('latin1') === '--') return parts;
    const lineEnd = body.indexOf(0x0a, after);
    if (lineEnd < 0) return parts;
    start = lineEnd + 1;
  }
  if (start >= 0) parts.push(body.subarray(start));
  return parts;
}

/** The line break in front of a boundary belongs to it (RFC 2046 §5.1.1). */
function lineBreakBefore(body: Buffer, at: number): number {
  const end = at > 0 && body[at - 1] === 0x0a ? at - 1 : at;
  return end > 0 && body[end - 1] === 0x0d ? end - 1 : end;
}

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body.toString('latin1'), 'base64');
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    default:
      return body;
  }
}

function decodeQuotedPrintable(body: Buffer): Buffer {
  const text = body
    .toString('latin1')
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

/** A value with parameters, RFC 2045; names with `*` are put together and decoded as RFC 2231 says. */
export function parseParameters(text: string): { value: string; parameters: Record<string, string> } {
  const [value = ''] = text.split(';', 1);
  const plain: Record<string, string> = {};
  const extended = new Map<string, { n: number; text: string; encoded: boolean }[]>();
  for (const [, name = '', quoted, bare] of text
    .slice(value.length)
    .matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]*))/g)) {
    const content = quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1');
    const pieces = /^([^*]+)(?:\*(\d+))?(\*)?$/.exec(name.toLowerCase());
    if (!pieces?.[1]) continue;
    if (pieces[2] === undefined && !pieces[3]) plain[pieces[1]] = content;
    else
      extended.set(pieces[1], [
        ...(extended.get(pieces[1]) ?? []),
        { n: Number(pieces[2] ?? 0), text: content, encoded: pieces[3] === '*' },
      ]);
  }
  for (const [name, pieces] of extended) plain[name] = decodeExtended(pieces.toSorted((a, b) => a.n - b.n));
  return { value: value.trim(), parameters: plain };
}

function decodeExtended(pieces: { text: string; encoded: boolean }[]): string {
  const head = /^([^']*)'[^']*'/.exec(pieces[0]?.text ?? '');
  const bytes = pieces.map(({ text, encoded }, index) => {
    const rest = index === 0 && head ? text.slice(head[0].length) : text;
    return encoded
      ? Buffer.from(
          rest.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
          'latin1',
        )
      : Buffer.from(rest);
  });
  return decodeText(Buffer.concat(bytes), head?.[1] ?? 'utf-8');
}
