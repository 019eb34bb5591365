import type { FieldError } from '../platform/http/app-error.js';
import { parseAddress } from './address.js';
import type { CustomerField } from './customer-field.entity.js';
import type { CheckedValue } from './field-check.types.js';
import { checkFieldValue } from './field-values.js';
import type { FieldValue } from './field.types.js';

/** A customer as a form or the API gives it. */
export interface CustomerInput {
  readonly email?: string | undefined;
  /** field id → text as typed, number, true or false, list of choices, or null */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

/** What the input says, checked; `email` is absent when it was not given. */
export interface ReadCustomerInput {
  readonly email?: { readonly email: string; readonly emailNormalised: string };
  /** null blanks a value */
  readonly values: Readonly<Record<string, FieldValue | null>>;
  /** beside the fields they belong to: `email` or `fields.<id>`; empty when all is well */
  readonly errors: readonly FieldError[];
}

/** Checks an input against the fields in use. A new customer needs an address and every required field. */
export function readCustomerInput(
  input: CustomerInput,
  fields: readonly CustomerField[],
  isNew: boolean,
): ReadCustomerInput {
  const errors: FieldError[] = [];
  const values: Record<string, FieldValue | null> = {};
  for (const id of Object.keys(input.fields ?? {}))
    if (!fields.some((field) => field.id === id))
      errors.push({ field: `fields.${id}`, code: 'unknown-field', message: 'no such field' });
  for (const field of fields) {
    const given = input.fields?.[field.id];
    const checked = given === undefined ? null : readValue(field, given);
    if (checked && !checked.ok)
      errors.push({ field: `fields.${field.id}`, code: checked.code, message: 'does not fit', params: checked.params });
    else if (field.required && (checked ? checked.value === null : isNew))
      errors.push({ field: `fields.${field.id}`, code: 'required', message: 'must not be empty' });
    else if (checked) values[field.id] = checked.value;
  }
  const address = input.email === undefined && !isNew ? null : parseAddress(input.email ?? '');
  if (address && !address.ok)
    errors.unshift({ field: 'email', code: ADDRESS_CODES[address.reason], message: address.reason });
  return address?.ok ? { email: address, values, errors } : { values, errors };
}

const ADDRESS_CODES = { missing: 'required', malformed: 'malformed-address' } as const;

type ReadValue =
  | CheckedValue
  | { readonly ok: false; readonly code: 'malformed-value'; readonly params: Readonly<Record<string, string>> };

/** Lists are joined by what separates choices in a cell: neither ids nor labels of multiple choices hold it (C-43). */
function readValue(field: CustomerField, given: unknown): ReadValue {
  if (given === null) return { ok: true, value: null };
  if (typeof given === 'string' || typeof given === 'number') return checkFieldValue(field, String(given));
  if (typeof given === 'boolean' && field.type === 'checkbox') return { ok: true, value: given };
  if (Array.isArray(given) && given.length <= 1000 && given.every((part) => typeof part === 'string'))
    return checkFieldValue(field, given.join('|'));
  return { ok: false, code: 'malformed-value', params: {} };
}
