import { compileHtml } from './compile-html.js';
import { compileSubject, compileText } from './compile-text.js';
import { htmlToText } from './html-to-text.js';
import type {
  CompileOptions,
  ContentProblem,
  MailContent,
  MailPart,
  RenderRecipient,
  RenderedMail,
  TrackedLink,
} from './mail-content.js';
import { MergeTags } from './merge-tags.js';
import { type Segment, joinSegments } from './segments.js';
import { LinkTable } from './track-links.js';

const FULL_WIDTH_TAG = /｛｛[^｛｝\n]{1,100}｝｝/g;

/** A mail ready to be rendered for many people. Compile once per delivery: render only joins strings. */
export class CompiledMail {
  constructor(
    private readonly subject: readonly Segment[],
    private readonly text: readonly Segment[],
    private readonly html: readonly Segment[] | null,
    /** Distinct URLs whose clicks are counted; the same content and options give the same numbers. */
    readonly links: readonly TrackedLink[],
    /** Parts in which the reader finds the unsubscribe link. */
    readonly unsubscribeUrlIn: Readonly<Record<MailPart, boolean>>,
    /** In order of subject, HTML, text. A mail with problems still renders, safely. */
    readonly problems: readonly ContentProblem[],
  ) {}

  /** Whether the part most people read (HTML where there is one) has the unsubscribe link. */
  get usesUnsubscribeUrl(): boolean {
    return this.html === null ? this.unsubscribeUrlIn.text : this.unsubscribeUrlIn.html;
  }

  /** The mail for one recipient. Values can neither add markup to the HTML nor a line to the subject, and are never read as tags. */
  render(recipient: RenderRecipient): RenderedMail {
    return {
      subject: joinSegments(this.subject, recipient),
      text: joinSegments(this.text, recipient),
      html: this.html === null ? null : joinSegments(this.html, recipient),
    };
  }
}

/** Turns content into segments and finds its links and problems. Never throws on content. */
export function compileMail(content: MailContent, options: CompileOptions): CompiledMail {
  const merge = new MergeTags(options.mergeKeys);
  const links = new LinkTable(options.trackLinks);
  const subject = compileSubject(content.subject, merge);
  reportFullWidthTags(content.subject, 'subject', merge);
  const htmlBody = content.format === 'html' ? (content.htmlBody ?? '') : null;
  const html = htmlBody === null ? null : compileHtml(htmlBody, { merge, links, trackOpens: options.trackOpens });
  if (htmlBody !== null) reportFullWidthTags(htmlBody, 'html', merge);

  const isGenerated = htmlBody !== null && content.textBody.trim() === '';
  const textBody = isGenerated ? htmlToText(htmlBody) : content.textBody;
  const problemsBefore = merge.problems.length;
  const text = compileText(textBody, merge, links);
  // What is wrong in a generated text is wrong in the HTML, and is told there.
  if (isGenerated) merge.problems.length = problemsBefore;
  else reportFullWidthTags(textBody, 'text', merge);
  return new CompiledMail(subject, text, html, links.links, merge.unsubscribeUrlIn, merge.problems);
}

function reportFullWidthTags(source: string, part: MailPart, merge: MergeTags): void {
  for (const { 0: tag, index } of source.matchAll(FULL_WIDTH_TAG)) {
    merge.problems.push({ code: 'full-width-merge-tag', part, index, tag: tag.slice(2, -2) });
  }
}
