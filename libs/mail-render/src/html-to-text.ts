import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { type HtmlToken, tokenizeHtml } from './html-tokens.js';

type OpenTag = HtmlToken & { type: 'open' };

const SKIPPED = new Set(['title', 'style', 'script', 'template', 'textarea', 'select']);
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);
/** Blocks and how many line ends stand around them. */
const LINE_ENDS = new Map<string, 1 | 2>([
  ...[
    'address',
    'article',
    'center',
    'dd',
    'div',
    'dt',
    'footer',
    'header',
    'li',
    'main',
    'section',
    'table',
    'tr',
    'body',
  ].map((name) => [name, 1] as const),
  ...['blockquote', 'dl', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'ol', 'p', 'pre', 'ul'].map(
    (name) => [name, 2] as const,
  ),
]);
const RULE = '-'.repeat(30);

/** A text alternative for an HTML mail (M-02). Links become `text (url)`, headings get a ■, list items a ・ or their number; merge tags stay. */
export function htmlToText(html: string): string {
  return new TextWriter(html).write();
}

class TextWriter {
  private readonly pieces: string[] = [];
  /** Line ends or a space owed before the next text. */
  private owedLines = 0;
  private owedSpace = false;
  private afterMark = false;
  private skip: { name: string; depth: number } | null = null;
  private preDepth = 0;
  private readonly lists: { ordered: boolean; count: number }[] = [];
  private link: { url: string; start: number } | null = null;

  constructor(private readonly html: string) {}

  write(): string {
    for (const token of tokenizeHtml(this.html)) {
      if (this.skip !== null) this.leaveSkipped(token);
      else if (token.type === 'text') this.addText(decodeHTML(this.html.slice(token.start, token.end)));
      else if (token.type === 'open') this.open(token);
      else if (token.type === 'close') this.close(token.name);
    }
    this.endLink();
    return this.pieces
      .join('')
      .replace(/[ \t]+$/gm, '')
      .trim();
  }

  private leaveSkipped(token: HtmlToken): void {
    if (this.skip === null || (token.type !== 'open' && token.type !== 'close') || token.name !== this.skip.name)
      return;
    this.skip.depth += token.type === 'open' ? 1 : -1;
    if (this.skip.depth === 0) this.skip = null;
  }

  private open(token: OpenTag): void {
    const { name } = token;
    if (!VOID.has(name) && (SKIPPED.has(name) || this.isHidden(token))) {
      this.skip = { name, depth: 1 };
      return;
    }
    this.oweLines(this.lineEnds(name));
    if (name === 'br') this.owedLines = Math.min(this.owedLines + 1, 2);
    else if (name === 'td' || name === 'th') this.owedSpace = true;
    else if (name === 'hr') this.addWord(RULE);
    else if (name === 'img') this.addText(this.attribute(token, 'alt'));
    else if (name === 'pre') this.preDepth++;
    else if (name === 'ul' || name === 'ol') this.lists.push({ ordered: name === 'ol', count: 0 });
    else if (name === 'li') this.addBullet();
    else if (/^h[1-6]$/.test(name)) this.addMark('■ ');
    else if (name === 'a') this.beginLink(this.attribute(token, 'href').trim());
    if (name === 'hr') this.oweLines(2);
  }

  private close(name: string): void {
    if (name === 'a') this.endLink();
    else if (name === 'pre') this.preDepth = Math.max(0, this.preDepth - 1);
    else if (name === 'ul' || name === 'ol') this.lists.pop();
    this.oweLines(this.lineEnds(name));
  }

  /** Inside lists nothing is set apart by blank lines. */
  private lineEnds(name: string): number {
    return Math.min(LINE_ENDS.get(name) ?? 0, this.lists.length > 0 ? 1 : 2);
  }

  private addBullet(): void {
    const list = this.lists.at(-1);
    const indent = '  '.repeat(Math.max(0, this.lists.length - 1));
    this.addMark(list?.ordered ? `${indent}${++list.count}. ` : `${indent}・`);
  }

  /** What a line begins with: its text follows on the same line, whatever blocks it is wrapped in. */
  private addMark(mark: string): void {
    this.addWord(mark);
    this.afterMark = true;
  }

  private addText(text: string): void {
    if (this.preDepth > 0) return this.addWord(text);
    const words = text.replace(/[\s\u00A0]+/g, ' ');
    if (words.startsWith(' ')) this.owedSpace = true;
    const trimmed = words.trim();
    if (trimmed === '') return;
    this.addWord(trimmed);
    this.owedSpace = words.endsWith(' ');
  }

  private addWord(word: string): void {
    if (this.pieces.length > 0 && !this.afterMark) {
      if (this.owedLines > 0) this.pieces.push('\n'.repeat(this.owedLines));
      else if (this.owedSpace) this.pieces.push(' ');
    }
    this.afterMark = false;
    this.owedLines = 0;
    this.owedSpace = false;
    this.pieces.push(word);
  }

  private oweLines(count: number): void {
    this.owedLines = Math.max(this.owedLines, count);
  }

  private beginLink(url: string): void {
    this.endLink();
    if (url !== '' && !url.startsWith('#')) this.link = { url, start: this.pieces.length };
  }

  private endLink(): void {
    if (this.link === null) return;
    const { url, start } = this.link;
    this.link = null;
    const text = this.pieces.slice(start).join('').trim();
    const address = /^(?:mailto|tel):([^?]*)/i.exec(url)?.[1];
    if (text === '') this.addText(address ?? url);
    else if (address !== undefined) this.pieces.push(text.includes(address) ? '' : ` (${address})`);
    // <…>, RFC 3986 appendix C: a bracket, or 」 behind it, would be taken into the link by some mail programs.
    else if (!isSameUrl(text, url)) this.pieces.push(` <${url}>`);
    else if (/^https?:/i.test(url)) this.replaceFrom(start, url);
  }

  private replaceFrom(start: number, url: string): void {
    const before = this.pieces[start] ?? '';
    this.pieces.splice(start, Infinity, /^\s+$/.test(before) ? before + url : url);
  }

  private isHidden(token: OpenTag): boolean {
    return (
      /display\s*:\s*none/i.test(this.attribute(token, 'style')) ||
      token.attributes.some(({ name }) => name === 'hidden')
    );
  }

  private attribute(token: OpenTag, wanted: string): string {
    const value = token.attributes.find(({ name }) => name === wanted)?.value;
    return value === undefined || value === null ? '' : decodeHTMLAttribute(this.html.slice(value.start, value.end));
  }
}

function isSameUrl(text: string, url: string): boolean {
  const bare = (address: string): string => address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return bare(text) === bare(url);
}
