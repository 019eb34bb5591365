import { EMPTY, type CheckedValue } from './field-check.types.js';
import { halfWidth, STROKES } from './half-width.js';

const POSTAL_CODE = new RegExp(`^(?:〒\\s*)?(\\d{3})\\s*[${STROKES}]?\\s*(\\d{4})$`);
const NOT_A_POSTAL_CODE: CheckedValue = { ok: false, code: 'not-a-postal-code', params: {} };

/** Seven digits of any width, with or without 〒 and hyphen; stored 123-4567. */
export function checkPostalCode(text: string): CheckedValue {
  let match = POSTAL_CODE.exec(text);
  if (!match) {
    const plain = halfWidth(text).trim();
    if (plain === '') return EMPTY;
    match = POSTAL_CODE.exec(plain);
    if (!match) return NOT_A_POSTAL_CODE;
  }
  return { ok: true, value: `${match[1]}-${match[2]}` };
}
