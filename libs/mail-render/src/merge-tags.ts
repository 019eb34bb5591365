import type { ContentProblem, MailPart, MergeKey } from './mail-content.js';
import { type Segment, SegmentList } from './segments.js';

/** The one key whose value is a URL of ours and is put as it is. */
export const UNSUBSCRIBE_KEY = 'unsubscribe_url';
/** Bounds what one recipient's mail can become (security.md 2). */
export const MAX_VALUE_LENGTH = 10_000;
export const MAX_MERGE_TAGS = 500;

export interface MergeTag {
  key: string;
  /** What stands after |, null without |. */
  defaultValue: string | null;
  start: number;
  end: number;
}

/** All {{key}} and {{key|default}} of a text, and where a {{ has no end. Linear in the text's length. */
export function findMergeTags(text: string): { tags: MergeTag[]; unclosed: number[] } {
  const tags: MergeTag[] = [];
  const unclosed: number[] = [];
  let start = text.indexOf('{{');
  let close = -1;
  while (start >= 0) {
    // Searched again only once it is passed, or many {{ before one }} would cost their product.
    if (close < start + 2) close = text.indexOf('}}', start + 2);
    const nextOpen = text.indexOf('{{', start + 2);
    if (close < 0 || (nextOpen >= 0 && nextOpen < close)) {
      unclosed.push(start);
      if (close < 0) break;
      start = nextOpen;
      continue;
    }
    tags.push({ ...parseTag(text.slice(start + 2, close)), start, end: close + 2 });
    start = nextOpen;
  }
  return { tags, unclosed };
}

function parseTag(inner: string): { key: string; defaultValue: string | null } {
  const bar = inner.indexOf('|');
  if (bar < 0) return { key: inner.trim(), defaultValue: null };
  return { key: inner.slice(0, bar).trim(), defaultValue: inner.slice(bar + 1).trim() };
}

/** How values are put into one kind of place. `constant` changes the author's own text between tags, `source` what is inside a tag. */
export interface MergePlace {
  /** Null where no value may stand. */
  escape: ((value: string) => string) | null;
  /** The same for `unsubscribe_url`, where it may stand as a URL of its own. */
  escapeUrl?: (url: string) => string;
  constant?: (text: string) => string;
  source?: (inner: string) => string;
}

/** The merge keys of one mail and the problems found in it. */
export class MergeTags {
  readonly problems: ContentProblem[] = [];
  readonly unsubscribeUrlIn: Record<MailPart, boolean> = { subject: false, text: false, html: false };
  private readonly defaults: ReadonlyMap<string, string>;
  private count = 0;

  constructor(mergeKeys: readonly MergeKey[]) {
    this.defaults = new Map(mergeKeys.map(({ key, defaultValue }) => [key, defaultValue ?? '']));
  }

  /** Cuts a text into constants and slots. `offset` is where it stands in its part. */
  compile(text: string, place: MergePlace, part: MailPart, offset = 0): readonly Segment[] {
    const constant = place.constant ?? asItIs;
    if (!text.includes('{{')) return [constant(text)];
    const { tags, unclosed } = findMergeTags(text);
    for (const at of unclosed) this.problems.push({ code: 'unclosed-merge-tag', part, index: offset + at });
    const segments = new SegmentList();
    let at = 0;
    for (const tag of tags) {
      segments.add(constant(text.slice(at, tag.start)));
      const source = place.source;
      const read = source === undefined ? tag : { ...tag, ...parseTag(source(text.slice(tag.start + 2, tag.end - 2))) };
      segments.add(this.slot(read, place, part, offset + tag.start));
      at = tag.end;
    }
    segments.add(constant(text.slice(at)));
    return segments.list;
  }

  /** A URL for the click redirect, which knows values only: defaults are written into its tags, unknown tags dropped. */
  bakeDefaults(url: string): string {
    let baked = '';
    let at = 0;
    for (const { key, defaultValue, start, end } of findMergeTags(url).tags) {
      baked += url.slice(at, start);
      const fallback = (defaultValue ?? this.defaults.get(key) ?? '').replaceAll(/[{}]/g, '');
      if (this.defaults.has(key)) baked += fallback === '' ? `{{${key}}}` : `{{${key}|${fallback}}}`;
      at = end;
    }
    return baked + url.slice(at);
  }

  /** An empty or missing value gives the tag's default, else the key's, else nothing (M-11). */
  private slot(tag: MergeTag, place: MergePlace, part: MailPart, index: number): Segment {
    const { escape, escapeUrl } = place;
    const { key } = tag;
    if (++this.count === MAX_MERGE_TAGS + 1) this.problems.push({ code: 'too-many-merge-tags', part, index });
    if (escape === null) {
      this.problems.push({ code: 'merge-tag-not-allowed-here', part, index, tag: key });
      return '';
    }
    if (key === UNSUBSCRIBE_KEY) {
      this.unsubscribeUrlIn[part] ||= escapeUrl !== undefined;
      const put = escapeUrl ?? escape;
      return ({ unsubscribeUrl }) => (unsubscribeUrl === null ? '' : put(unsubscribeUrl));
    }
    const keyDefault = this.defaults.get(key);
    if (keyDefault === undefined) {
      this.problems.push({ code: 'unknown-merge-tag', part, index, tag: key });
      return '';
    }
    const fallback = escape(tag.defaultValue ?? keyDefault);
    return ({ values }) => {
      const value = mergeValue(values, key);
      return value === '' ? fallback : escape(value);
    };
  }
}

/** The value of a key, cut to MAX_VALUE_LENGTH; '' without one, also for keys such as `constructor` that objects inherit. */
export function mergeValue(values: Readonly<Record<string, string>>, key: string): string {
  const value: unknown = values[key];
  if (typeof value !== 'string') return '';
  return value.length > MAX_VALUE_LENGTH ? value.slice(0, MAX_VALUE_LENGTH) : value;
}

function asItIs(text: string): string {
  return text;
}
