import { randomBytes } from 'node:crypto';
import sanitizeHtml from 'sanitize-html';
import { findConditionalComments, sanitiseConditional } from './outlook-conditionals.js';

const TAGS = `
  html head title meta style body a abbr address article aside b bdi bdo big blockquote br caption center cite
  code col colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins
  kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td
  tfoot th thead time tr tt u ul var wbr`
  .trim()
  .split(/\s+/);

const ATTRIBUTES = `
  abbr align alt aria-* background bgcolor border cellpadding cellspacing class color cols colspan data-*
  datetime dir face headers height hspace id lang name nowrap role rowspan scope size span start style title
  type valign vspace width xml:lang xmlns xmlns:o xmlns:v xmlns:w`
  .trim()
  .split(/\s+/);

/** What reads as code to some mail program; the whole style goes, since nobody writes these by accident. */
const STYLE_CODE =
  /expression\s*\(|(?:java|vb)script\s*:|-moz-binding|behaviou?r\s*:|@import|<\/?(?:style|script)|\\[0-9a-f]/i;

/** Meta tags that only describe; http-equiv=refresh would lead away. */
const META_NAMES =
  /^(?:viewport|format-detection|color-scheme|supported-color-schemes|x-apple-disable-message-reformatting)$/i;
const META_EQUIV = /^(?:content-type|x-ua-compatible)$/i;

const DOCTYPE = /^\s*<!doctype[^>]*>/i;

/**
 * An author's HTML without anything that could act: scripts, event handlers, forms, frames, embedded objects, and URLs
 * of other schemes than a mail needs. Keeps what mails are made of: tables, inline styles, style sheets, merge tags, and
 * Outlook's conditional comments (security.md 4). Doing it twice changes nothing more.
 */
export function sanitiseMailHtml(html: string): string {
  if (html.trim() === '') return html;
  const { text, conditionals } = takeConditionalsOut(html);
  const clean = sanitizeHtml(text, {
    allowedTags: TAGS,
    allowVulnerableTags: true, // style: its text is checked below
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'script',
      'textarea',
      'option',
      'noscript',
      'xmp',
      'iframe',
      'noembed',
      'noframes',
      'object',
      'svg',
      'math',
    ],
    allowedAttributes: {
      '*': ATTRIBUTES,
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt'],
      meta: ['charset', 'content', 'http-equiv', 'name'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms', 'cid'],
    allowedSchemesAppliedToAttributes: ['href', 'src', 'background'],
    allowProtocolRelative: false,
    parseStyleAttributes: false, // it would drop the mso- properties
    enforceHtmlBoundary: false,
    transformTags: { '*': dropStyleCode },
    exclusiveFilter: ({ tag, attribs, text: inner }) =>
      (tag === 'meta' && !isHarmlessMeta(attribs)) || (tag === 'style' && STYLE_CODE.test(withoutComments(inner))),
    textFilter: (escaped, tagName) => (tagName === 'title' ? escaped : putConditionalsBack(escaped, conditionals)),
  });
  const whole = withoutPlaceholders(clean, conditionals);
  return DOCTYPE.test(html) ? `<!DOCTYPE html>\n${whole.trimStart()}` : whole;
}

/** Text in place of conditional comments; random, so that no author can write one. */
interface Conditionals {
  readonly key: string;
  readonly comments: readonly string[];
}

/** sanitize-html drops every comment, so these travel as text and come back where they still stand as text. */
function takeConditionalsOut(html: string): { text: string; conditionals: Conditionals } {
  const key = `kubari${randomBytes(12).toString('hex')}x`;
  const comments: string[] = [];
  let text = '';
  let at = 0;
  for (const comment of findConditionalComments(html)) {
    text += `${html.slice(at, comment.start)}${key}${comments.length};`;
    comments.push(sanitiseConditional(comment));
    at = comment.end;
  }
  return { text: text + html.slice(at), conditionals: { key, comments } };
}

function putConditionalsBack(text: string, { key, comments }: Conditionals): string {
  if (!text.includes(key)) return text;
  return text.replaceAll(new RegExp(`${key}(\\d+);`, 'g'), (_, index: string) => comments[Number(index)] ?? '');
}

/** Inside an attribute, a title or a style a comment is no comment; there it only leaves. */
function withoutPlaceholders(html: string, { key }: Conditionals): string {
  return html.includes(key) ? html.replaceAll(new RegExp(`${key}\\d+;?`, 'g'), '') : html;
}

function dropStyleCode(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const { style, ...rest } = attribs;
  if (style === undefined || !STYLE_CODE.test(withoutComments(style))) return { tagName, attribs };
  return { tagName, attribs: rest };
}

function withoutComments(css: string): string {
  return css.replaceAll(/\/\*[^]*?\*\//g, '');
}

function isHarmlessMeta({ charset, name, 'http-equiv': equiv }: sanitizeHtml.Attributes): boolean {
  if (equiv !== undefined) return META_EQUIV.test(equiv);
  return charset !== undefined || (name !== undefined && META_NAMES.test(name));
}
