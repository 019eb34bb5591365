import { areaCodeLength } from './area-codes.js';
import { EMPTY, type CheckedValue } from './field-check.types.js';
import { halfWidth, STROKES } from './half-width.js';

const NOT_A_PHONE_NUMBER: CheckedValue = { ok: false, code: 'not-a-phone-number', params: {} };

/** Longer cells hold two numbers, or words. */
const MAX_INPUT = 40;
const BETWEEN_DIGITS = new RegExp(`[\\s().・${STROKES}]`, 'g');

/** E.164: at most 15 digits, the country's code first. */
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;
/** +81 (0)3 … is how Japan writes its own numbers for abroad. */
const OF_JAPAN = /^\+810?(?=[1-9])/;

const DIGITS = /^\d+$/;
const MOBILE_AS_STORED = /^0[5-9]0-[1-9]\d{3}-\d{4}$/;

/** Mobile, IP and machine numbers: eleven digits, 0A0. */
const ELEVEN_DIGITS = /^0[25-9]0\d{8}$/;
/** Areas and services: ten digits, never 0A0. */
const TEN_DIGITS = /^0[1-9][1-9]\d{7}$/;

/**
 * A telephone number of any width, with or without hyphens, brackets and +81. Stored with hyphens as Japan writes it, or
 * as +12125550123 when it is another country's: one number is always the same text.
 */
export function checkPhone(text: string): CheckedValue {
  // what most files hold: digits alone, or a number as it is stored
  if (MOBILE_AS_STORED.test(text)) return { ok: true, value: text };
  if (DIGITS.test(text)) return checkDigits(text);
  const plain = halfWidth(text).trim();
  if (plain === '') return EMPTY;
  if (plain.length > MAX_INPUT) return NOT_A_PHONE_NUMBER;
  const digits = plain.replaceAll(BETWEEN_DIGITS, '').replace(OF_JAPAN, '0');
  if (!digits.startsWith('+')) return checkDigits(digits);
  return INTERNATIONAL.test(digits) && !digits.startsWith('+81') ? { ok: true, value: digits } : NOT_A_PHONE_NUMBER;
}

function checkDigits(digits: string): CheckedValue {
  if (ELEVEN_DIGITS.test(digits)) return { ok: true, value: hyphened(digits, digits.startsWith('0800') ? 4 : 3, 4) };
  if (!TEN_DIGITS.test(digits)) return NOT_A_PHONE_NUMBER;
  if (SERVICE.test(digits)) return { ok: true, value: hyphened(digits, 4, 3) };
  return { ok: true, value: hyphened(digits, areaCodeLength(digits), 4) };
}

/** Numbers of services, which belong to no area: 0120-123-456. */
const SERVICE = /^0(?:120|570|990)/;

const hyphened = (digits: string, area: number, last: number): string =>
  `${digits.slice(0, area)}-${digits.slice(area, -last)}-${digits.slice(-last)}`;
