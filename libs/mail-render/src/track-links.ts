import { encodeMailtoPart, encodeUrlPart } from './escape.js';
import { endsOrigin, renderLinkTarget } from './link-target.js';
import type { MailPart, TrackedLink } from './mail-content.js';
import { type MergePlace, type MergeTags, UNSUBSCRIBE_KEY, findMergeTags } from './merge-tags.js';
import { type Segment, joinSegments } from './segments.js';

const MAX_LABEL_LENGTH = 100;
const PLAIN_SCHEMES = new Set(['mailto', 'tel', 'sms']);

/** The links of one mail that are counted, numbered by URL from 1. */
export class LinkTable {
  readonly links: TrackedLink[] = [];
  /** URLs that the author excluded in the HTML part; the text part follows. */
  readonly untracked = new Set<string>();
  private readonly byUrl = new Map<string, TrackedLink>();

  constructor(readonly enabled: boolean) {}

  has(url: string): boolean {
    return this.byUrl.has(url);
  }

  /** The number of a URL, which may contain merge tags. */
  numberOf(url: string, label: string): number {
    let link = this.byUrl.get(url);
    if (link === undefined) {
      link = { linkNo: this.links.length + 1, url, label: shorten(label) || url };
      this.links.push(link);
      this.byUrl.set(url, link);
    }
    return link.linkNo;
  }
}

/** The click URL of a link, or the author's own where clicks are not counted (test mail, preview). */
export function clickSegment(linkNo: number, original: readonly Segment[], escape: (url: string) => string): Segment {
  const path = `/${linkNo}`;
  return (recipient) =>
    recipient.clickBase === null ? joinSegments(original, recipient) : escape(recipient.clickBase) + path;
}

export type LinkKind = 'web' | 'plain' | 'forbidden';

/**
 * What a link's URL is: `web` may be counted, `plain` is left alone (mailto:, tel:, sms:, #, the unsubscribe link, all that
 * cannot work), `forbidden` must not stay. Reports what is wrong with it.
 */
export function classifyLink(url: string, merge: MergeTags, part: MailPart, index: number): LinkKind {
  const { tags } = findMergeTags(url);
  const firstTag = tags[0];
  if (url === '' || url.startsWith('#') || firstTag?.start === 0) return 'plain';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    merge.problems.push({ code: 'link-not-absolute', part, index, url });
    return 'plain';
  }
  if (PLAIN_SCHEMES.has(scheme)) return 'plain';
  if (scheme !== 'http' && scheme !== 'https') {
    merge.problems.push({ code: 'link-scheme-not-allowed', part, index, url });
    return 'forbidden';
  }
  if (firstTag !== undefined && !endsOrigin(url.slice(0, firstTag.start))) return 'plain';
  if (renderLinkTarget(url, {}) === null) {
    merge.problems.push({ code: 'link-invalid', part, index, url });
    return 'plain';
  }
  return tags.some((tag) => tag.key === UNSUBSCRIBE_KEY) ? 'plain' : 'web';
}

/** Segments of a URL with values encoded; reports a tag before the end of the host. `escape` is for the author's part and our own URLs. */
export function compileUrl(
  url: string,
  escape: (text: string) => string,
  merge: MergeTags,
  part: MailPart,
  index: number,
): readonly Segment[] {
  const { tags } = findMergeTags(url);
  const first = tags[0];
  const isUnsubscribe = first?.start === 0 && first.key === UNSUBSCRIBE_KEY;
  if (first !== undefined && !isUnsubscribe && !endsOrigin(url.slice(0, first.start))) {
    merge.problems.push({ code: 'merge-tag-before-origin', part, index, tag: first.key, url });
  }
  const place: MergePlace = {
    escape: /^mailto:/i.test(url) ? encodeMailtoPart : encodeUrlPart,
    constant: escape,
  };
  if (!isUnsubscribe) return merge.compile(url, place, part, index);
  const rest = url.slice(first.end);
  return [
    ...merge.compile(url.slice(0, first.end), { ...place, escapeUrl: escape }, part, index),
    ...merge.compile(rest, place, part, index + first.end),
  ];
}

/** A URL in plain text: it ends at the first character that RFC 3986 does not allow, so also where Japanese text follows. */
const TEXT_URL_START = /(?<![A-Za-z0-9])https?:\/\//gi;
const TEXT_URL_SIGN = /[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/;

/** The http(s) URLs of a plain text, merge tags in them included, closing punctuation not. */
export function findTextUrls(text: string): { start: number; end: number }[] {
  const tagEnds = new Map(findMergeTags(text).tags.map((tag) => [tag.start, tag.end]));
  const found: { start: number; end: number }[] = [];
  let from = 0;
  for (const match of text.matchAll(TEXT_URL_START)) {
    if (match.index < from) continue;
    const begin = match.index + match[0].length;
    let end = begin;
    let fixed = begin;
    for (;;) {
      const tagEnd = tagEnds.get(end);
      if (tagEnd !== undefined) end = fixed = tagEnd;
      else if (end < text.length && TEXT_URL_SIGN.test(text.charAt(end))) end++;
      else break;
    }
    end = withoutPunctuation(text, fixed, begin, end);
    from = end;
    if (end > begin) found.push({ start: match.index, end });
  }
  return found;
}

function withoutPunctuation(text: string, fixed: number, begin: number, urlEnd: number): number {
  const url = text.slice(begin, urlEnd);
  const surplus = { ')': count(url, ')') - count(url, '('), ']': count(url, ']') - count(url, '[') };
  let end = urlEnd;
  for (; end > fixed; end--) {
    const sign = text.charAt(end - 1);
    if (sign === ')' || sign === ']') {
      if (surplus[sign]-- <= 0) break;
    } else if (!".,;:!?'".includes(sign)) break;
  }
  return end;
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

function shorten(label: string): string {
  const line = label.replace(/\s+/g, ' ').trim();
  return line.length > MAX_LABEL_LENGTH ? `${line.slice(0, MAX_LABEL_LENGTH - 1)}…` : line;
}
