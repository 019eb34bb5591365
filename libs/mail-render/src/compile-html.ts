import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { escapeHtml } from './escape.js';
import { type HtmlAttribute, type HtmlToken, tokenizeHtml } from './html-tokens.js';
import type { MergePlace, MergeTags } from './merge-tags.js';
import { openPixel, pixelPosition } from './open-pixel.js';
import { type Segment, SegmentList } from './segments.js';
import { type LinkTable, classifyLink, clickSegment, compileUrl } from './track-links.js';

// A < that is only text would begin a tag if the value after it began with a letter.
const TEXT: MergePlace = {
  escape: escapeHtml,
  escapeUrl: escapeHtml,
  constant: (text) => text.replaceAll('<', '&lt;'),
  source: decodeHTML,
};
const COMMENT: MergePlace = { escape: escapeHtml, source: decodeHTML };
const ATTRIBUTE: MergePlace = { escape: escapeHtml, constant: escapeHtml };
const NOWHERE: MergePlace = { escape: null };
const NOWHERE_IN_ATTRIBUTE: MergePlace = { escape: null, constant: escapeHtml };

const URL_ATTRIBUTES = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'background',
  'cite',
  'poster',
  'data',
  'longdesc',
  'xlink:href',
  'ping',
  'srcset',
]);
// CSS and script have escapes of their own; nobody needs values there.
const CODE_ATTRIBUTE = /^(?:style|srcdoc|on.*)$/;
const CONDITIONAL = /^<!--\[if[^\]]*\]>/i;
const CONDITIONAL_END = '<![endif]-->';

export interface HtmlOptions {
  merge: MergeTags;
  links: LinkTable;
  trackOpens: boolean;
}

/** An HTML body as segments. Author's bytes stay as they are but for merge tags, tracked links and the pixel. */
export function compileHtml(html: string, { merge, links, trackOpens }: HtmlOptions): readonly Segment[] {
  return new HtmlCompiler(html, 0, merge, links).compile(trackOpens);
}

class HtmlCompiler {
  private readonly out = new SegmentList();
  private readonly tokens: HtmlToken[];

  /** `links` is null inside conditional comments: what only Outlook sees is merged but not counted. */
  constructor(
    private readonly html: string,
    private readonly offset: number,
    private readonly merge: MergeTags,
    private readonly links: LinkTable | null,
  ) {
    this.tokens = tokenizeHtml(html);
  }

  compile(withPixel: boolean): readonly Segment[] {
    const pixelAt = withPixel ? pixelPosition(this.tokens, this.html.length) : -1;
    for (const [index, token] of this.tokens.entries()) {
      if (token.start === pixelAt) this.out.add(openPixel);
      this.addToken(token, index);
    }
    if (this.html.length === pixelAt) this.out.add(openPixel);
    return this.out.list;
  }

  private addToken(token: HtmlToken, index: number): void {
    if (token.type === 'open') this.addOpenTag(token, index);
    else if (token.type === 'text') this.addMerged(token.start, token.end, TEXT);
    else if (token.type === 'comment') this.addComment(token);
    else this.addMerged(token.start, token.end, NOWHERE);
  }

  private addMerged(start: number, end: number, place: MergePlace): void {
    if (start < end)
      this.out.addAll(this.merge.compile(this.html.slice(start, end), place, 'html', this.offset + start));
  }

  private addComment({ start, end }: HtmlToken): void {
    const source = this.html.slice(start, end);
    const opening = CONDITIONAL.exec(source)?.[0];
    if (!source.startsWith('<!--')) return this.addMerged(start, end, NOWHERE);
    if (opening === undefined || !source.endsWith(CONDITIONAL_END)) {
      return this.addInComment(this.merge.compile(source, COMMENT, 'html', this.offset + start));
    }
    this.out.add(opening);
    const inside = source.slice(opening.length, -CONDITIONAL_END.length);
    // An unsubscribe link that only Outlook sees is none.
    const seen = this.merge.unsubscribeUrlIn.html;
    this.addInComment(new HtmlCompiler(inside, this.offset + start + opening.length, this.merge, null).compile(false));
    this.merge.unsubscribeUrlIn.html = seen;
    this.out.add(CONDITIONAL_END);
  }

  /** A value of -- before a > of the author's would end the comment. */
  private addInComment(segments: readonly Segment[]): void {
    for (const segment of segments) {
      this.out.add(typeof segment === 'string' ? segment : (recipient) => segment(recipient).replaceAll('-', '&#45;'));
    }
  }

  private addOpenTag(token: HtmlToken & { type: 'open' }, index: number): void {
    let at = token.start;
    const isLink = token.name === 'a' || token.name === 'area';
    const trackSwitch = isLink ? token.attributes.find(({ name }) => name === 'data-track') : undefined;
    const counted = trackSwitch === undefined || this.valueOf(trackSwitch).trim().toLowerCase() !== 'off';
    const href = isLink ? token.attributes.find(({ name }) => name === 'href') : undefined;
    for (const attribute of token.attributes) {
      if (attribute === trackSwitch && !counted) {
        this.addMerged(at, this.spaceBefore(attribute.start), NOWHERE);
        at = attribute.end;
        continue;
      }
      const segments =
        attribute === href ? this.compileHref(attribute, index, counted) : this.compileAttribute(attribute);
      if (segments === null) continue;
      this.addMerged(at, attribute.nameEnd, NOWHERE);
      this.out.add('="');
      this.out.addAll(segments);
      this.out.add('"');
      at = attribute.end;
    }
    this.addMerged(at, token.end, NOWHERE);
  }

  /** Null when the attribute stays as it was written. Quotes are put around what had none, or a space in a value would begin another attribute. */
  private compileAttribute(attribute: HtmlAttribute): readonly Segment[] | null {
    const value = this.valueOf(attribute);
    if (!value.includes('{{')) return null;
    const index = this.offset + (attribute.value?.start ?? attribute.start);
    if (CODE_ATTRIBUTE.test(attribute.name)) return this.merge.compile(value, NOWHERE_IN_ATTRIBUTE, 'html', index);
    if (URL_ATTRIBUTES.has(attribute.name)) return compileUrl(value.trim(), escapeHtml, this.merge, 'html', index);
    return this.merge.compile(value, ATTRIBUTE, 'html', index);
  }

  private compileHref(attribute: HtmlAttribute, tagIndex: number, counted: boolean): readonly Segment[] | null {
    // Browsers drop line breaks and tabs inside a URL, so they must not hide a scheme from us.
    const url = this.valueOf(attribute)
      .replace(/[\t\n\r]/g, '')
      .trim();
    const index = this.offset + (attribute.value?.start ?? attribute.start);
    const kind = classifyLink(url, this.merge, 'html', index);
    if (kind === 'forbidden') return ['#'];
    const original = url.includes('{{') ? compileUrl(url, escapeHtml, this.merge, 'html', index) : null;
    if (kind === 'plain' || this.links === null || !this.links.enabled) return original;
    const target = this.merge.bakeDefaults(url);
    if (!counted) {
      this.links.untracked.add(target);
      return original;
    }
    const linkNo = this.links.numberOf(target, this.labelAfter(tagIndex));
    return [clickSegment(linkNo, original ?? [escapeHtml(url)], escapeHtml)];
  }

  private spaceBefore(position: number): number {
    let start = position;
    while (/\s/.test(this.html.charAt(start - 1))) start--;
    return start;
  }

  private valueOf({ value }: HtmlAttribute): string {
    return value === null ? '' : decodeHTMLAttribute(this.html.slice(value.start, value.end));
  }

  /** The text of a link, or the alternative text of its images. */
  private labelAfter(tagIndex: number): string {
    const own = this.tokens[tagIndex];
    if (own?.type === 'open' && own.name === 'area') return this.altOf(own);
    let label = '';
    for (let i = tagIndex + 1; i < this.tokens.length; i++) {
      const token = this.tokens[i];
      if (token === undefined || ('name' in token && token.name === 'a')) break;
      if (token.type === 'text') label += decodeHTML(this.html.slice(token.start, token.end));
      else if (token.type === 'open') label += token.name === 'img' ? ` ${this.altOf(token)} ` : ' ';
    }
    return label;
  }

  private altOf(token: HtmlToken & { type: 'open' }): string {
    const alt = token.attributes.find(({ name }) => name === 'alt');
    return alt === undefined ? '' : this.valueOf(alt);
  }
}
