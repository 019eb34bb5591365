import type { RenderRecipient } from './mail-content.js';

/** A piece of a compiled part: the same text for everybody, or what one recipient gets there. */
export type Segment = string | ((recipient: RenderRecipient) => string);

/** Collects segments, joining constants that follow each other. */
export class SegmentList {
  readonly list: Segment[] = [];

  add(segment: Segment): void {
    const last = this.list.length - 1;
    const before = this.list[last];
    if (typeof segment === 'string' && typeof before === 'string') this.list[last] = before + segment;
    else if (segment !== '') this.list.push(segment);
  }

  addAll(segments: readonly Segment[]): void {
    for (const segment of segments) this.add(segment);
  }
}

/** The text of compiled segments for one recipient. */
export function joinSegments(segments: readonly Segment[], recipient: RenderRecipient): string {
  let text = '';
  for (const segment of segments) text += typeof segment === 'string' ? segment : segment(recipient);
  return text;
}
