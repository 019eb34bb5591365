/** A conditional comment of Outlook in an HTML source. */
export interface ConditionalComment {
  readonly start: number;
  readonly end: number;
  /** what stands between the comment's delimiters */
  readonly text: string;
}

const IF = /^\[if ([A-Za-z0-9 ()!|&.]{1,60})\]>([^]*)<!\[endif\]$/;
/** `<!--[if !mso]><!-->`: what follows is for everybody but Outlook, who sees a comment end here. */
const IF_OTHERS = /^\[if ([A-Za-z0-9 ()!|&.]{1,60})\]>\s*<!(?:--\s*)?$/;
const END_IF = /^\s*<!\[endif\]$/;

/** The conditional comments of a source, by the comment rules of HTML (WHATWG 13.2.5.43 on). */
export function findConditionalComments(html: string): ConditionalComment[] {
  const found: ConditionalComment[] = [];
  for (let start = html.indexOf('<!--'); start >= 0;) {
    const from = start + 4;
    const close = /-->|--!>/g;
    close.lastIndex = html.startsWith('>', from) || html.startsWith('->', from) ? start + 2 : from;
    const match = close.exec(html);
    if (!match) break;
    const end = close.lastIndex;
    const text = html.slice(from, match.index);
    if (IF.test(text) || IF_OTHERS.test(text) || END_IF.test(text)) found.push({ start, end, text });
    start = html.indexOf('<!--', end);
  }
  return found;
}

/** The comment in one canonical form, with nothing but harmless tags inside: no `-->` can come from its content. */
export function sanitiseConditional({ text }: ConditionalComment): string {
  const others = IF_OTHERS.exec(text);
  if (others) return `<!--[if ${others[1]}]><!-->`;
  if (END_IF.test(text)) return '<!--<![endif]-->';
  const [, condition = '', inner = ''] = IF.exec(text) ?? [];
  return `<!--[if ${condition}]>${sanitiseTagByTag(inner)}<![endif]-->`;
}

/** Tags of tables and of Outlook's drawing and document languages (v:, o:, w:). */
const TAGS =
  /^(?:a|b|br|center|div|font|i|img|p|span|strong|style|table|tbody|td|tfoot|th|thead|tr|u|xml|[vow]:[a-z0-9]+)$/;
const ATTRIBUTE = /([A-Za-z_][A-Za-z0-9_:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?/g;
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9:]*)([^<>]*)>/g; // no nested repetition: time stays linear in the length
const URL_ATTRIBUTE = /^(?:href|src|background|o:href|xlink:href|action)$/i;
const SAFE_URL = /^(?:https?:|mailto:|tel:|cid:|#|\{\{)/i;
const CODE = /expression\s*\(|(?:java|vb)script\s*:|-moz-binding|behaviou?r\s*:(?!\s*url\(#default#VML\))|@import/i;

/**
 * Keeps harmless tags one by one, without asking that they match: Outlook's "ghost tables" open in one comment and
 * close in another. Everything else that looks like a tag becomes text.
 */
function sanitiseTagByTag(html: string): string {
  let clean = '';
  let at = 0;
  for (const match of html.matchAll(TAG)) {
    const [whole, slash = '', name = '', attributes = ''] = match;
    clean += plainText(html.slice(at, match.index));
    at = match.index + whole.length;
    const tag = name.toLowerCase();
    if (!TAGS.test(tag)) continue;
    clean += slash ? `</${tag}>` : `<${tag}${sanitiseAttributes(attributes)}${attributes.endsWith('/') ? ' /' : ''}>`;
  }
  return clean + plainText(html.slice(at));
}

function sanitiseAttributes(source: string): string {
  let clean = '';
  for (const [, name = '', double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? bare ?? '';
    if (/^on/i.test(name) || CODE.test(value)) continue;
    if (URL_ATTRIBUTE.test(name) && !SAFE_URL.test(value.trim())) continue;
    clean += ` ${name}="${value.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`;
  }
  return clean;
}

/** Style sheets inside comments are text here as well; Outlook needs no `<` or `>` in them. */
function plainText(text: string): string {
  return CODE.test(text) ? '' : text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
