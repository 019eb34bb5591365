import { randomBytes } from 'node:crypto';
import { AppError, invalidField } from '../platform/http/app-error.js';
import type { CustomerField } from './customer-field.entity.js';
import { CHOICE_SEPARATORS } from './choice-values.js';
import { isTextual, type FieldChoice } from './field.types.js';
import { RESTRICTIONS_BY_TYPE } from './input-restriction.js';

/** Their contents are in the search index, which grows with them (docs/decisions.md). */
export const MAX_SEARCHABLE_FIELDS = 5;

/** Merge keys of the system; no field can take their names. */
const SYSTEM_KEYS: ReadonlySet<string> = new Set([
  'email',
  'unsubscribe_url',
  'delivery_date',
  'registered_date',
  'group_name',
  'sender_name',
]);

type Rules = Pick<CustomerField, 'label' | 'mergeKey' | 'type' | 'choices' | 'searchable' | 'inputRestriction'>;

/** 422 when the field breaks a rule of its own or takes the name of another. */
export function checkFieldRules(field: Rules, others: readonly Pick<CustomerField, 'label' | 'mergeKey'>[]): void {
  if (others.some(({ label }) => label === field.label))
    throw invalidField('label', 'label-taken', 'Another field has this name.');
  checkMergeKey(field.mergeKey);
  if (others.some(({ mergeKey }) => mergeKey === field.mergeKey))
    throw invalidField('mergeKey', 'merge-key-taken', 'Another field has this merge key.');
  if (field.searchable && !isTextual(field.type))
    throw invalidField('searchable', 'not-searchable', 'Only text can be put into the search index.');
  if (!(RESTRICTIONS_BY_TYPE[field.type] ?? ['none']).includes(field.inputRestriction))
    throw invalidField('inputRestriction', 'not-for-this-type', 'This type of field cannot have this restriction.');
  checkChoices(field);
}

/** The word between {{ and }}: a default may follow after |, so none of these may be part of it. */
function checkMergeKey(key: string): void {
  if (key === '' || /[{}|\s]/.test(key))
    throw invalidField('mergeKey', 'malformed-merge-key', 'must not be empty or hold { } | or white space');
  if (SYSTEM_KEYS.has(key)) throw invalidField('mergeKey', 'merge-key-taken', 'The system uses this merge key.');
}

/** The label as a merge key, without what a key cannot hold. */
export function mergeKeyFrom(label: string): string {
  return label.replaceAll(/[{}|\s]+/g, '_');
}

function checkChoices({ type, choices }: Rules): void {
  const hasChoices = type === 'single_choice' || type === 'multiple_choice';
  if (!hasChoices && choices.length > 0)
    throw invalidField('choices', 'no-choices', 'Only choice fields have choices.');
  if (hasChoices && choices.every((choice) => choice.retired))
    throw invalidField('choices', 'required', 'A choice field needs at least one choice.');
  const labels = new Set<string>();
  const ids = new Set<string>();
  for (const [i, { id, label }] of choices.entries()) {
    if (labels.has(label)) throw invalidField(`choices.${i}.label`, 'label-taken', 'Another choice has this name.');
    if (ids.has(id)) throw invalidField(`choices.${i}.id`, 'label-taken', 'A choice is named twice.');
    // C-43: in a CSV cell these separate choices, so a label that holds one could not be read back
    if (type === 'multiple_choice' && CHOICE_SEPARATORS.test(label))
      throw invalidField(`choices.${i}.label`, 'malformed-choice', 'must not hold , | or 、');
    labels.add(label);
    ids.add(id);
  }
}

/** The choices of a request: known ids stay, so that renaming one loses no value; new ones get an id that never changes. */
export function changedChoices(
  field: Pick<CustomerField, 'choices'>,
  input: readonly { id?: string; label: string; retired?: boolean }[],
): FieldChoice[] {
  const known = new Set(field.choices.map((choice) => choice.id));
  const strange = input.findIndex(({ id }) => id !== undefined && !known.has(id));
  if (strange >= 0) throw invalidField(`choices.${strange}.id`, 'unknown-choice', 'no such choice');
  return input.map(({ id, label, retired }) => ({
    id: id ?? `c${randomBytes(4).toString('hex')}`,
    label,
    ...(retired ? { retired } : {}),
  }));
}

/** 409 when there would be more fields than the setting allows (C-04). */
export function checkFieldCount(count: number, max: number): void {
  if (count > max)
    throw new AppError(
      409,
      'too-many-fields',
      `There can be ${max} fields: take one out of use, or let an administrator raise the limit.`,
    );
}

/** 422 when there would be too many searchable fields. */
export function checkSearchable(fields: readonly Pick<CustomerField, 'searchable'>[]): void {
  if (fields.filter((field) => field.searchable).length > MAX_SEARCHABLE_FIELDS)
    throw invalidField('searchable', 'too-many-searchable', `At most ${MAX_SEARCHABLE_FIELDS} fields are searchable.`, {
      max: MAX_SEARCHABLE_FIELDS,
    });
}
