import { stripControls } from './escape.js';
import type { MergePlace, MergeTags } from './merge-tags.js';
import { type Segment, SegmentList } from './segments.js';
import { type LinkTable, classifyLink, clickSegment, compileUrl, findTextUrls } from './track-links.js';

const asItIs = (text: string): string => text;
const TEXT: MergePlace = { escape: asItIs, escapeUrl: asItIs };
const SUBJECT: MergePlace = { escape: stripControls, constant: stripControls };

/** A subject as segments; nothing in it can break a line of the header (security.md 2). */
export function compileSubject(subject: string, merge: MergeTags): readonly Segment[] {
  return merge.compile(subject, SUBJECT, 'subject');
}

/** A text body as segments: values as they are, but encoded inside URLs; every http(s) URL counted unless the author excluded it. */
export function compileText(text: string, merge: MergeTags, links: LinkTable): readonly Segment[] {
  const out = new SegmentList();
  let at = 0;
  for (const { start, end } of findTextUrls(text)) {
    out.addAll(merge.compile(text.slice(at, start), TEXT, 'text', at));
    out.addAll(compileTextUrl(text.slice(start, end), start, merge, links));
    at = end;
  }
  out.addAll(merge.compile(text.slice(at), TEXT, 'text', at));
  return out.list;
}

function compileTextUrl(url: string, index: number, merge: MergeTags, links: LinkTable): readonly Segment[] {
  const original = compileUrl(url, asItIs, merge, 'text', index);
  if (classifyLink(url, merge, 'text', index) !== 'web' || !links.enabled) return original;
  const target = merge.bakeDefaults(url);
  if (links.untracked.has(target) && !links.has(target)) return original;
  return [clickSegment(links.numberOf(target, ''), original, asItIs)];
}
