import type { CheckedValue, FieldShape } from './field-check.types.js';
import { compileFieldCheck, compileFieldText } from './field-values.js';
import { isTextual, type FieldType, type FieldValue } from './field.types.js';
import { quoted } from './text-values.js';

/** What becomes of a stored value when its field gets another type. */
export type Conversion = (value: FieldValue) => CheckedValue;

/**
 * Text that stays text: the same values, conditions and merge tags go on to hold, so the field itself changes. Any other
 * type needs a new field.
 */
export const staysItself = (from: FieldType, to: FieldType): boolean =>
  isTextual(from) && (to === 'text' || to === 'long_text');

/** A value goes the way it would go through a file: written as people read it, then checked as the new field checks. */
export function compileConversion(from: FieldShape, to: FieldShape): Conversion {
  const textOf = compileFieldText(from);
  const check = compileFieldCheck(to);
  const known = isChoice(from.type) && isChoice(to.type) ? new Set(to.choices.map(({ id }) => id)) : null;
  return (value) => {
    const ids = typeof value === 'string' ? [value] : value;
    // choices that both fields have keep their ids, and with them those that are retired
    if (known && Array.isArray(ids) && ids.every((id: string) => known.has(id))) return chosen(to.type, ids);
    const text = textOf(value);
    const checked = check(text);
    // a choice that is gone has no words
    if (checked.ok && checked.value === null)
      return { ok: false, code: 'unknown-choice', params: { choice: quoted(String(value)) } };
    return checked;
  };
}

const isChoice = (type: FieldType): boolean => type === 'single_choice' || type === 'multiple_choice';

function chosen(type: FieldType, ids: readonly string[]): CheckedValue {
  if (type === 'multiple_choice') return { ok: true, value: ids };
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) return { ok: false, code: 'several-choices', params: {} };
  return { ok: true, value: id };
}
