/** What the author wrote. `htmlBody` counts only with format `html`; an empty `textBody` is then made from it (M-02). */
export interface MailContent {
  format: 'text' | 'html';
  subject: string;
  textBody: string;
  htmlBody: string | null;
}

/** A word that may stand between {{ and }}, and what is put for people without a value. */
export interface MergeKey {
  key: string;
  defaultValue?: string;
}

export interface CompileOptions {
  /** Every key the content may use, system keys included. `unsubscribe_url` is always known. */
  mergeKeys: readonly MergeKey[];
  trackLinks: boolean;
  trackOpens: boolean;
}

/** What differs from one recipient to the next. A null `clickBase` leaves the author's URLs, a null `openUrl` the pixel out. */
export interface RenderRecipient {
  /** By merge key. */
  values: Readonly<Record<string, string>>;
  /** Absolute URL without a slash at its end; the number of the link follows after a slash. */
  clickBase: string | null;
  openUrl: string | null;
  unsubscribeUrl: string | null;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string | null;
}

/** A link whose clicks are counted. `url` may contain merge tags: see renderLinkTarget. */
export interface TrackedLink {
  /** From 1, in order of first appearance, HTML before text. */
  linkNo: number;
  url: string;
  /** What the reader sees as the link, or the URL. */
  label: string;
}

export const CONTENT_PROBLEM_CODES = [
  /** A key that is not among the merge keys; rendered as nothing. */
  'unknown-merge-tag',
  /** {{ without }}; stays as it is. */
  'unclosed-merge-tag',
  /** ｛｛…｝｝ typed with an input method; stays as it is. */
  'full-width-merge-tag',
  /** Inside a tag's or attribute's name, style, script or an event attribute; rendered as nothing. */
  'merge-tag-not-allowed-here',
  /** A merge tag before the end of a URL's host would let a value choose the site. */
  'merge-tag-before-origin',
  'too-many-merge-tags',
  /** Neither http, https, mailto, tel nor sms; the link leads nowhere. */
  'link-scheme-not-allowed',
  /** No scheme, so it leads nowhere in a mail. */
  'link-not-absolute',
  /** Not a URL, or one with a user name or password. */
  'link-invalid',
] as const;

export type ContentProblemCode = (typeof CONTENT_PROBLEM_CODES)[number];
export type MailPart = 'subject' | 'text' | 'html';

/** Something the author should mend before sending. `index` is a position in that part's source, in UTF-16 code units. */
export interface ContentProblem {
  code: ContentProblemCode;
  part: MailPart;
  index: number;
  /** The key as written. */
  tag?: string;
  url?: string;
}
