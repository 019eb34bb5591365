import type { ApiPropertyOptions } from '@nestjs/swagger';
/** The kinds of custom field that exist (C-05). */
export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'date',
  'single_choice',
  'multiple_choice',
  'checkbox',
  'prefecture',
  'phone',
  'postal_code',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** What a text of a field must consist of (入力制限, C-06). */
export const INPUT_RESTRICTIONS = [
  'none',
  'full_width',
  'half_width',
  'half_width_alphanumeric',
  'half_width_digits',
  'full_width_katakana',
  'hiragana',
  'email',
  'url',
] as const;
export type InputRestriction = (typeof INPUT_RESTRICTIONS)[number];

/** Types whose values are text that may be searched for a part of it. */
export const isTextual = (type: FieldType): boolean =>
  type === 'text' || type === 'long_text' || type === 'phone' || type === 'postal_code';

/** One choice; the id never changes, the label may. */
export interface FieldChoice {
  readonly id: string;
  readonly label: string;
  /** no longer offered; customers who have it keep it */
  readonly retired?: boolean;
}

/**
 * A stored value: text and long text as they are, dates YYYY-MM-DD, numbers as numbers, choices by id, a checkbox true or
 * false, a prefecture by its code of JIS X 0401, telephone numbers 03-1234-5678 or +12125550123, postal codes 123-4567.
 * Absent = empty; for a checkbox: never answered.
 */
export type FieldValue = string | number | boolean | readonly string[];

/** All values of a customer, keyed by field id. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** The same for the API document. */
export const FIELD_VALUES_DOC = {
  type: 'object',
  additionalProperties: {
    oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'array', items: { type: 'string' } }],
  },
  description:
    'field id → value; dates YYYY-MM-DD, choices by id, checkboxes true or false, prefectures by their code of JIS X 0401, telephone numbers 03-1234-5678 or +12125550123, postal codes 123-4567; a field without a value is absent',
} as const satisfies ApiPropertyOptions;
