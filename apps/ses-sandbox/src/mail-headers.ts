export type Header = readonly [name: string, value: string];

/** Byte offset of the empty line that ends the header section (RFC 5322 §2.1), and of the body behind it. */
export function splitHeader(raw: Buffer): { headerEnd: number; bodyStart: number } {
  // A part may have no header at all: it begins with the empty line.
  const empty = raw[0] === 0x0a ? 1 : raw[0] === 0x0d && raw[1] === 0x0a ? 2 : 0;
  if (empty > 0) return { headerEnd: 0, bodyStart: empty };
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return { headerEnd: crlf + 2, bodyStart: crlf + 4 };
  if (lf >= 0) return { headerEnd: lf + 1, bodyStart: lf + 2 };
  return { headerEnd: raw.length, bodyStart: raw.length };
}

/** Names and unfolded, still encoded values in their order; lines that are no header are left out. */
export function parseHeaders(block: Buffer): Header[] {
  const headers: Header[] = [];
  for (const line of unfold(block.toString('utf8')).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()]);
  }
  return headers;
}

/** First value of a header, by its name in any case. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([found]) => found.toLowerCase() === wanted)?.[1];
}

/** Addresses of a To, Cc or Bcc value: commas inside quotes, comments and angle brackets do not part them. */
export function splitAddresses(value: string): string[] {
  const parts = value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|\([^)]*\)|[^,"<(])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function unfold(text: string): string {
  return text.includes('\n ') || text.includes('\n\t') ? text.replace(/\r?\n(?=[ \t])/g, '') : text;
}
