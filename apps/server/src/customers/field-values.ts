import { CHECKBOX_TEXTS, checkCheckbox } from './checkbox-values.js';
import { choiceCheck } from './choice-values.js';
import { checkDate } from './date-values.js';
import type { CheckedValue, FieldCheck, FieldShape } from './field-check.types.js';
import type { FieldChoice, FieldValue } from './field.types.js';
import { restricted } from './input-restriction.js';
import { checkNumber } from './number-values.js';
import { checkPhone } from './phone-numbers.js';
import { checkPostalCode } from './postal-codes.js';
import { prefectureCheck, PREFECTURES } from './prefectures.js';
import { checkLongText, checkText } from './text-values.js';

/** Checks one text against a field. For many texts compile once with compileFieldCheck. */
export function checkFieldValue(field: FieldShape, text: string): CheckedValue {
  return compileFieldCheck(field)(text);
}

/** The check of a field as one function: its type, its restriction (C-06), its length. Imports call it millions of times. */
export function compileFieldCheck(field: FieldShape): FieldCheck {
  switch (field.type) {
    case 'text':
      return restricted(checkText, field.inputRestriction ?? 'none');
    case 'long_text':
      return restricted(checkLongText, field.inputRestriction ?? 'none');
    case 'number':
      return checkNumber;
    case 'date':
      return checkDate;
    case 'single_choice':
      return choiceCheck(field.choices, false);
    case 'multiple_choice':
      return choiceCheck(field.choices, true);
    case 'checkbox':
      return checkCheckbox;
    case 'prefecture':
      return prefectureCheck();
    case 'phone':
      return checkPhone;
    case 'postal_code':
      return checkPostalCode;
  }
}

/** What can be chosen in a field: its own choices, or the 47 prefectures; none for other types. */
export function choicesOf(field: FieldShape): readonly FieldChoice[] {
  return field.type === 'prefecture' ? PREFECTURES : field.choices;
}

/** A value as people read it: choice labels joined with 、, dates YYYY/MM/DD, はい or いいえ, '' for an empty one. */
export function fieldValueText(field: FieldShape, value: FieldValue | null | undefined): string {
  return compileFieldText(field)(value);
}

/** fieldValueText as one function, for lists, exports and merging. */
export function compileFieldText(field: FieldShape): (value: FieldValue | null | undefined) => string {
  switch (field.type) {
    case 'date':
      return (value) => (typeof value === 'string' ? value.replaceAll('-', '/') : plainText(value));
    case 'single_choice':
    case 'multiple_choice':
    case 'prefecture': {
      const labels = new Map(choicesOf(field).map((choice) => [choice.id, choice.label]));
      const labelOf = (id: string): string => labels.get(id) ?? '';
      return (value) => {
        if (typeof value === 'string') return labelOf(value);
        return Array.isArray(value) ? value.map(labelOf).join('、') : '';
      };
    }
    default:
      return plainText;
  }
}

function plainText(value: FieldValue | null | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return CHECKBOX_TEXTS[`${value}`];
  return value ? value.join('、') : '';
}
