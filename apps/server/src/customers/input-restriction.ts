import { parseAddress } from './address.js';
import type { CheckedValue, FieldCheck, FieldValueProblem } from './field-check.types.js';
import type { FieldType, InputRestriction } from './field.types.js';

/** The restrictions each type of field can have (C-06); other types have none. A long text is more than one word. */
export const RESTRICTIONS_BY_TYPE: { readonly [T in FieldType]?: readonly InputRestriction[] } = {
  text: [
    'none',
    'full_width',
    'half_width',
    'half_width_alphanumeric',
    'half_width_digits',
    'full_width_katakana',
    'hiragana',
    'email',
    'url',
  ],
  long_text: ['none', 'full_width', 'half_width'],
};

/** ASCII, Latin letters and signs that CP932 does not hold in full width (× and ° are full width there), half-width kana. */
const HALF_WIDTH =
  '\\u0020-\\u007E\\u00A0-\\u00A6\\u00A9-\\u00AF\\u00B2\\u00B3\\u00B5\\u00B7-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u203E\\u20A9\\uFF61-\\uFFDC\\uFFE8-\\uFFEE';
/** Line breaks and TAB are of no width. */
const NO_WIDTH = '\\t\\n\\r';
/** Between the words of a reading both spaces are usual; a voiced sound may be a character of its own (files from macOS). */
const AROUND_KANA = '\\u0020\\u3000\\u3099\\u309A\\u30FB\\u30FC';

/** What a whole value must look like; tested once per cell, so each is one pass without backtracking. */
const PATTERNS = {
  full_width: new RegExp(`^[^${HALF_WIDTH}\\t]*$`),
  half_width: new RegExp(`^[${HALF_WIDTH}${NO_WIDTH}]*$`),
  half_width_alphanumeric: /^[A-Za-z0-9]*$/,
  half_width_digits: /^[0-9]*$/,
  full_width_katakana: new RegExp(`^[\\u30A1-\\u30FA\\u30FD\\u30FE\\u31F0-\\u31FF${AROUND_KANA}]*$`),
  hiragana: new RegExp(`^[\\u3041-\\u3096\\u309D\\u309E${AROUND_KANA}]*$`),
} as const;

const PROBLEMS = {
  full_width: 'not-full-width',
  half_width: 'not-half-width',
  half_width_alphanumeric: 'not-half-width-alphanumeric',
  half_width_digits: 'not-half-width-digits',
  full_width_katakana: 'not-full-width-katakana',
  hiragana: 'not-hiragana',
  email: 'not-an-email',
  url: 'not-a-url',
} as const satisfies Record<Exclude<InputRestriction, 'none'>, FieldValueProblem>;

/** The check with the field's restriction upon what it lets through; the same check when there is none (C-06). */
export function restricted(check: FieldCheck, restriction: InputRestriction): FieldCheck {
  if (restriction === 'none') return check;
  const refused: CheckedValue = { ok: false, code: PROBLEMS[restriction], params: {} };
  const holds = testOf(restriction);
  return (text) => {
    const checked = check(text);
    return checked.ok && typeof checked.value === 'string' && !holds(checked.value) ? refused : checked;
  };
}

function testOf(restriction: Exclude<InputRestriction, 'none'>): (value: string) => boolean {
  if (restriction === 'email') return isAddress;
  if (restriction === 'url') return isUrl;
  const pattern = PATTERNS[restriction];
  return (value) => pattern.test(value);
}

/** An address that needs no correction: parseAddress forgives full-width letters, a restriction does not. */
function isAddress(value: string): boolean {
  const address = parseAddress(value);
  return address.ok && address.emailNormalised === value.toLowerCase();
}

const URL_START = /^https?:\/\/[^\s/?#]/i;

/** A whole address of a page: http or https, a host, no white space. */
function isUrl(value: string): boolean {
  return URL_START.test(value) && !/[\s<>"]/.test(value) && URL.canParse(value);
}
