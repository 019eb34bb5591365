/** A small, strict MIME reader, written apart from the builder: it throws on what a builder must not do. */
export interface ParsedMail {
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** The lines of the header section as they are, folds included. */
  readonly headerLines: readonly string[];
  readonly parts: ReadonlyArray<{ readonly type: string; readonly content: string }>;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

export function parseMail(raw: Buffer): ParsedMail {
  const mail = raw.toString('latin1');
  if (/[^\x20-\x7e\r\n\t]/.test(mail)) throw new Error('not 7-bit text');
  if (/\r(?!\n)|(?<!\r)\n/.test(mail)) throw new Error('a line end that is not CRLF');
  if (mail.split('\r\n').some((line) => line.length > 998)) throw new Error('a line over 998 characters');
  const { headerLines, headers, body } = parseEntity(mail);
  const boundary = /^multipart\/alternative; boundary="(.+)"$/.exec(header(headers, 'Content-Type') ?? '')?.[1];
  const parts = boundary === undefined ? [mail] : splitParts(body, boundary);
  return { headers, headerLines, parts: parts.map(parsePart) };
}

export function header(headers: ParsedMail['headers'], name: string): string | undefined {
  const values = headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  if (values.length > 1) throw new Error(`${name} is there ${values.length} times`);
  return values[0];
}

/** Decodes encoded words (RFC 2047); each must be valid UTF-8 of its own, and blanks between two are dropped. */
export function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?([^?]+)\?B\?([A-Za-z0-9+/=]*)\?=/g, (word, charset: string, base64: string) => {
      if (charset !== 'UTF-8' || word.length > 75) throw new Error(`not an encoded word of ours: ${word}`);
      return strictUtf8.decode(Buffer.from(base64, 'base64'));
    });
}

function parseEntity(entity: string): { headerLines: string[]; headers: Array<[string, string]>; body: string } {
  const end = entity.indexOf('\r\n\r\n');
  const headerLines = entity.slice(0, end).split('\r\n');
  const headers = headerLines
    .join('\r\n')
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line): [string, string] => {
      const match = /^([!-9;-~]+): ?(.*)$/.exec(line);
      if (!match) throw new Error(`not a header: ${line}`);
      return [match[1] ?? '', match[2] ?? ''];
    });
  return { headerLines, headers, body: entity.slice(end + 4) };
}

function splitParts(body: string, boundary: string): string[] {
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
  if (pieces[0] !== '' || pieces.at(-1) !== '--\r\n')
    throw new Error('the multipart does not begin and end as it should');
  return pieces.slice(1, -1).map((piece) => piece.slice(2));
}

function parsePart(part: string): ParsedMail['parts'][number] {
  const { headers, body } = parseEntity(part.endsWith('\r\n') ? part : `${part}\r\n`);
  if (header(headers, 'Content-Transfer-Encoding') !== 'base64') throw new Error('not base64');
  const lines = body.split('\r\n').slice(0, -1);
  if (lines.slice(0, -1).some((line) => line.length !== 76)) throw new Error('a broken line of base64');
  if (!/^(?:[A-Za-z0-9+/]{1,76}={0,2})?$/.test(lines.at(-1) ?? '')) throw new Error('a last line that is not base64');
  return {
    type: header(headers, 'Content-Type') ?? '',
    content: strictUtf8.decode(Buffer.from(lines.join(''), 'base64')),
  };
}
