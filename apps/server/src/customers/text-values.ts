import { EMPTY, type CheckedValue } from './field-check.types.js';

/** C-05: characters of one value, full and half width alike. */
export const MAX_VALUE_LENGTH = 900;

const TOO_LONG: CheckedValue = { ok: false, code: 'too-long', params: { max: MAX_VALUE_LENGTH } };
const CONTROL_CHARACTER: CheckedValue = { ok: false, code: 'control-character', params: {} };

// Most cells hold nothing of this, so one test decides whether the slower looks below are needed.
// eslint-disable-next-line no-control-regex -- control characters are what we look for
const UNUSUAL = /[\u0000-\u001F\u007F\uD800-\uDFFF]/;
// eslint-disable-next-line no-control-regex -- as above; TAB, LF and CR are allowed
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** With the u flag a whole pair is one character outside this range. */
const HALF_A_PAIR = /[\uD800-\uDFFF]/u;

// eslint-disable-next-line no-control-regex -- as above
const NOT_FOR_JSONB = /[\u0000\uD800-\uDFFF]/gu;

/**
 * The beginning of a text that was refused, to be shown beside the reason. Reasons are kept as jsonb: NUL goes, and so does
 * half a pair, be it in the text or what the cut leaves of one.
 */
export const quoted = (text: string): string => text.slice(0, 100).replaceAll(NOT_FOR_JSONB, '');

/** A text of one line: line breaks become a space. */
export function checkText(text: string): CheckedValue {
  const trimmed = text.trim();
  if (trimmed === '') return EMPTY;
  if (UNUSUAL.test(trimmed)) return checkUnusual(trimmed.replaceAll(/\s*[\r\n]+\s*/g, ' '));
  return trimmed.length > MAX_VALUE_LENGTH ? TOO_LONG : { ok: true, value: trimmed };
}

/** A text that keeps its lines. */
export function checkLongText(text: string): CheckedValue {
  const trimmed = text.trim();
  if (trimmed === '') return EMPTY;
  if (UNUSUAL.test(trimmed)) return checkUnusual(trimmed.replaceAll(/\r\n?/g, '\n'));
  return trimmed.length > MAX_VALUE_LENGTH ? TOO_LONG : { ok: true, value: trimmed };
}

/** PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; a pair counts as one character. */
function checkUnusual(text: string): CheckedValue {
  if (FORBIDDEN.test(text) || HALF_A_PAIR.test(text)) return CONTROL_CHARACTER;
  if (
    text.length > MAX_VALUE_LENGTH &&
    (text.length > 2 * MAX_VALUE_LENGTH || Array.from(text).length > MAX_VALUE_LENGTH)
  )
    return TOO_LONG;
  return { ok: true, value: text };
}
