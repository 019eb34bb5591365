import { EMPTY, type CheckedValue } from './field-check.types.js';
import { halfWidth } from './half-width.js';

const NOT_A_NUMBER: CheckedValue = { ok: false, code: 'not-a-number', params: {} };

/** 15 digits are what a double keeps exactly; six decimals are never shown with an exponent. */
const NUMBER = /^[+-]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?$/;
const MAX_DIGITS = 15;

/** A number of any width, with or without thousands separators. */
export function checkNumber(text: string): CheckedValue {
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
