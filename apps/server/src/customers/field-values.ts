import type { FieldChoice, FieldType, FieldValue } from './field.types.js';

/** What checking and showing a value needs to know of a field; a CustomerField row is one. */
export interface FieldShape {
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
}

/** C-05: characters of one value, full and half width alike. */
export const MAX_VALUE_LENGTH = 900;

/** Why a text is not a value of its field; the dashboard and the result CSV translate it (C-44). */
export type FieldValueProblem =
  | 'too-long'
  | 'control-character'
  | 'not-a-number'
  | 'not-a-date'
  | 'unknown-choice'
  | 'several-choices';

/** The outcome of checking one cell; null is an empty value. Whether empty is allowed is the caller's rule. */
export type CheckedValue =
  | { readonly ok: true; readonly value: FieldValue | null }
  | {
      readonly ok: false;
      readonly code: FieldValueProblem;
      readonly params: Readonly<Record<string, string | number>>;
    };

export type FieldCheck = (text: string) => CheckedValue;

const EMPTY: CheckedValue = { ok: true, value: null };
const TOO_LONG: CheckedValue = { ok: false, code: 'too-long', params: { max: MAX_VALUE_LENGTH } };
const CONTROL_CHARACTER: CheckedValue = { ok: false, code: 'control-character', params: {} };
const NOT_A_NUMBER: CheckedValue = { ok: false, code: 'not-a-number', params: {} };
const NOT_A_DATE: CheckedValue = { ok: false, code: 'not-a-date', params: {} };

/** Checks one text against a field. For many texts compile once with compileFieldCheck. */
export function checkFieldValue(field: FieldShape, text: string): CheckedValue {
  return compileFieldCheck(field)(text);
}

/** The check of a field as one function; imports call it millions of times. */
export function compileFieldCheck(field: FieldShape): FieldCheck {
  switch (field.type) {
    case 'text':
      return checkText;
    case 'long_text':
      return checkLongText;
    case 'number':
      return checkNumber;
    case 'date':
      return checkDate;
    case 'single_choice':
      return choiceCheck(field.choices, false);
    case 'multiple_choice':
      return choiceCheck(field.choices, true);
  }
}

// Most cells hold nothing of this, so one test decides whether the slower looks below are needed.
// eslint-disable-next-line no-control-regex -- control characters are what we look for
const UNUSUAL = /[\u0000-\u001F\u007F\uD800-\uDFFF]/;
// eslint-disable-next-line no-control-regex -- as above; TAB, LF and CR are allowed
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** With the u flag a whole pair is one character outside this range. */
const HALF_A_PAIR = /[\uD800-\uDFFF]/u;

function checkText(text: string): CheckedValue {
  const trimmed = text.trim();
  if (trimmed === '') return EMPTY;
  if (UNUSUAL.test(trimmed)) return checkUnusual(trimmed.replaceAll(/\s*[\r\n]+\s*/g, ' '));
  return trimmed.length > MAX_VALUE_LENGTH ? TOO_LONG : { ok: true, value: trimmed };
}

function checkLongText(text: string): CheckedValue {
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

/** 15 digits are what a double keeps exactly; six decimals are never shown with an exponent. */
const NUMBER = /^[+-]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?$/;
const MAX_DIGITS = 15;

function checkNumber(text: string): CheckedValue {
  let plain = text;
  if (!NUMBER.test(plain)) {
    plain = halfWidth(text).trim();
    if (plain === '') return EMPTY;
    if (!NUMBER.test(plain)) return NOT_A_NUMBER;
  }
  if (plain.length > MAX_DIGITS) {
    const digits = plain.replaceAll(/\D/g, '').replace(/^0+/, '');
    if (digits.length > MAX_DIGITS) return NOT_A_NUMBER;
  }
  const value = Number(plain.includes(',') ? plain.replaceAll(',', '') : plain);
  return { ok: true, value: value === 0 ? 0 : value };
}

const DATE = /^(\d{4})(?:([-/])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})日)$/;

/** C-43: YYYY/M/D, YYYY-MM-DD, YYYYMMDD, YYYY年M月D日; stored YYYY-MM-DD. */
function checkDate(text: string): CheckedValue {
  let match = DATE.exec(text);
  if (!match) {
    const plain = halfWidth(text).trim();
    if (plain === '') return EMPTY;
    match = DATE.exec(plain);
    if (!match) return NOT_A_DATE;
  }
  const year = match[1] ?? '';
  const month = match[3] ?? match[5] ?? match[7] ?? '';
  const day = match[4] ?? match[6] ?? match[8] ?? '';
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return NOT_A_DATE;
  return { ok: true, value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
}

/** 0 for a year or month that does not exist. */
function daysIn(year: number, month: number): number {
  if (year < 1 || month < 1 || month > 12) return 0;
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Full-width digits and signs as half-width ones. */
function halfWidth(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u2212', '-');
}

/** What separates the choices of a cell; labels of multiple choice fields must not hold these (C-43). */
export const CHOICE_SEPARATORS = /[,|、，]/;

/** How many different cells of a choice field are remembered; real columns have a few dozen. */
const REMEMBERED_CELLS = 1000;

function choiceCheck(choices: readonly FieldChoice[], several: boolean): FieldCheck {
  const offered = choices.filter((choice) => !choice.retired);
  const byText = new Map<string, string>();
  for (const choice of offered) byText.set(choice.id, choice.id);
  for (const choice of offered) byText.set(looseKey(choice.label), choice.id);
  for (const choice of offered) byText.set(choice.label, choice.id);
  const position = new Map(choices.map((choice, index) => [choice.id, index]));
  const find = (text: string): string | undefined => byText.get(text) ?? byText.get(looseKey(text));

  const check = (text: string): CheckedValue => {
    const trimmed = text.trim();
    if (trimmed === '') return EMPTY;
    const whole = find(trimmed);
    if (whole !== undefined) return { ok: true, value: several ? [whole] : whole };
    const parts = trimmed.split(CHOICE_SEPARATORS).flatMap((part) => part.trim() || []);
    const ids = new Set<string>();
    for (const part of parts) {
      const id = find(part);
      if (id === undefined) return { ok: false, code: 'unknown-choice', params: { choice: part.slice(0, 100) } };
      ids.add(id);
    }
    if (ids.size === 0) return EMPTY;
    if (!several) return { ok: false, code: 'several-choices', params: {} };
    return { ok: true, value: [...ids].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)) };
  };

  const remembered = new Map<string, CheckedValue>();
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    const result = check(text);
    if (result.ok && remembered.size < REMEMBERED_CELLS) remembered.set(text, result);
    return result;
  };
}

const looseKey = (label: string): string => label.normalize('NFKC').toLowerCase().trim();

/** A value as people read it: choice labels joined with 、, dates YYYY/MM/DD, '' for an empty one. */
export function fieldValueText(field: FieldShape, value: FieldValue | null | undefined): string {
  return compileFieldText(field)(value);
}

/** fieldValueText as one function, for lists, exports and merging. */
export function compileFieldText(field: FieldShape): (value: FieldValue | null | undefined) => string {
  switch (field.type) {
    case 'date':
      return (value) => (typeof value === 'string' ? value.replaceAll('-', '/') : plainText(value));
    case 'single_choice':
    case 'multiple_choice': {
      const labels = new Map(field.choices.map((choice) => [choice.id, choice.label]));
      const labelOf = (id: string): string => labels.get(id) ?? '';
      return (value) => {
        if (typeof value === 'string') return labelOf(value);
        return value === null || value === undefined || typeof value === 'number' ? '' : value.map(labelOf).join('、');
      };
    }
    default:
      return plainText;
  }
}

function plainText(value: FieldValue | null | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value ? value.join('、') : '';
}
