/** An attribute with its place in the source; positions of the value are without quotes. */
export interface HtmlAttribute {
  name: string;
  start: number;
  nameEnd: number;
  /** Null when there is no = sign. */
  value: { start: number; end: number } | null;
  end: number;
}

/** A piece of an HTML source. The pieces follow each other without gaps, so a source can be put together again unchanged. */
export type HtmlToken = { start: number; end: number } & (
  | { type: 'text' }
  /** Inside script, style and the like: neither entities nor tags. */
  | { type: 'raw-text' }
  /** Comments, doctypes and processing instructions. */
  | { type: 'comment' }
  | { type: 'open'; name: string; attributes: HtmlAttribute[] }
  | { type: 'close'; name: string }
  /** A tag that the end of the source cuts off; browsers drop it. */
  | { type: 'broken' }
);

const RAW_TEXT = new Set(['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext']);
const ONLY_TEXT = new Set(['title', 'textarea']);
const SPACE = /[\t\n\f\r ]/;
const TAG_NAME_END = /[\t\n\f\r />]/g;
const COMMENT_END = /--!?>/g;
const ATTRIBUTE_NAME_END = /[\t\n\f\r />=]/g;
const UNQUOTED_END = /[\t\n\f\r >]/g;

/** Cuts a source as the tokenizer of the HTML standard does (§13.2.5), so that our idea of where a value stands is the reader's. */
export function tokenizeHtml(html: string): HtmlToken[] {
  const tokens: HtmlToken[] = [];
  let at = 0;
  while (at < html.length) {
    const token = nextToken(html, at);
    tokens.push(token);
    at = token.end;
    if (token.type !== 'open') continue;
    const isRaw = RAW_TEXT.has(token.name);
    if (!isRaw && !ONLY_TEXT.has(token.name)) continue;
    const end = token.name === 'plaintext' ? html.length : endOfElement(html, at, token.name);
    if (end > at) tokens.push({ type: isRaw ? 'raw-text' : 'text', start: at, end });
    at = end;
  }
  return tokens;
}

function nextToken(html: string, start: number): HtmlToken {
  if (html[start] !== '<') return { type: 'text', start, end: markupStart(html, start) };
  const next = html[start + 1] ?? '';
  if (isLetter(next)) return openTag(html, start);
  if (next === '/' && isLetter(html[start + 2] ?? '')) return closeTag(html, start);
  if (next === '!' || next === '?' || (next === '/' && start + 2 < html.length)) return comment(html, start);
  return { type: 'text', start, end: markupStart(html, start + 1) };
}

function markupStart(html: string, from: number): number {
  const end = html.indexOf('<', from);
  return end < 0 ? html.length : end;
}

function comment(html: string, start: number): HtmlToken {
  if (!html.startsWith('<!--', start)) return { type: 'comment', start, end: after(html, '>', start) };
  if (html.startsWith('>', start + 4)) return { type: 'comment', start, end: start + 5 };
  if (html.startsWith('->', start + 4)) return { type: 'comment', start, end: start + 6 };
  const close = search(html, COMMENT_END, start + 4);
  return { type: 'comment', start, end: Math.min(html.length, close + (html[close + 2] === '!' ? 4 : 3)) };
}

function closeTag(html: string, start: number): HtmlToken {
  // Attributes of an end tag mean nothing, but its end is found as if they did.
  const { name, end } = tagBody(html, start + 2);
  return end === null ? { type: 'broken', start, end: html.length } : { type: 'close', name, start, end };
}

function openTag(html: string, start: number): HtmlToken {
  const { name, attributes, end } = tagBody(html, start + 1);
  if (end === null) return { type: 'broken', start, end: html.length };
  return { type: 'open', name, attributes, start, end };
}

function tagBody(html: string, nameStart: number): { name: string; attributes: HtmlAttribute[]; end: number | null } {
  const nameEnd = search(html, TAG_NAME_END, nameStart);
  const name = html.slice(nameStart, nameEnd).toLowerCase();
  const attributes: HtmlAttribute[] = [];
  let at = nameEnd;
  for (;;) {
    while (at < html.length && (SPACE.test(html.charAt(at)) || html[at] === '/')) at++;
    if (at >= html.length) return { name, attributes, end: null };
    if (html[at] === '>') return { name, attributes, end: at + 1 };
    const attribute = readAttribute(html, at);
    attributes.push(attribute);
    at = attribute.end;
  }
}

function readAttribute(html: string, start: number): HtmlAttribute {
  // An = at the very start belongs to the name.
  const nameEnd = search(html, ATTRIBUTE_NAME_END, html[start] === '=' ? start + 1 : start);
  const name = html.slice(start, nameEnd).toLowerCase();
  let at = skipSpace(html, nameEnd);
  if (html[at] !== '=') return { name, start, nameEnd, value: null, end: nameEnd };
  at = skipSpace(html, at + 1);
  const quote = html[at];
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, at + 1);
    const end = close < 0 ? html.length : close;
    return { name, start, nameEnd, value: { start: at + 1, end }, end: close < 0 ? end : end + 1 };
  }
  const end = search(html, UNQUOTED_END, at);
  return { name, start, nameEnd, value: { start: at, end }, end };
}

function endOfElement(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  return search(html, closing, from);
}

function skipSpace(html: string, from: number): number {
  let at = from;
  while (at < html.length && SPACE.test(html.charAt(at))) at++;
  return at;
}

function search(html: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? html.length;
}

function after(html: string, sign: string, from: number): number {
  const at = html.indexOf(sign, from);
  return at < 0 ? html.length : at + sign.length;
}

function isLetter(sign: string): boolean {
  return /^[a-z]$/i.test(sign);
}
