import { AppError, invalidField } from '../../platform/http/app-error.js';
import type { ConditionKind } from '../condition-kind.types.js';
import type { CheckedValue } from '../field-check.types.js';
import { checkFieldValue, choicesOf } from '../field-values.js';
import { isTextual, type FieldType } from '../field.types.js';
import {
  MAX_CONDITIONS,
  OPS_BY_TYPE,
  type Condition,
  type ConditionField,
  type ConditionOp,
  type ConditionTree,
  type FieldCondition,
} from './conditions.js';

const MAX_TEXT = 200;
const MAX_VALUES = 200;

/** What conditions may speak of. */
export interface Vocabulary {
  readonly fields: readonly ConditionField[];
  readonly kinds: { get(kind: string): ConditionKind | undefined };
}

type Refuse = (part: string, code: string, message: string) => AppError;

/**
 * Checks a condition tree from outside and returns it in the one form that is stored and compiled: only known keys,
 * numbers as numbers, dates YYYY-MM-DD, choices by id. 422 naming the wrong part, e.g. `conditions.all.2.value`.
 */
export function readConditions(input: unknown, vocabulary: Vocabulary): ConditionTree {
  const join = isRecord(input) ? (['all', 'any'] as const).filter((key) => key in input) : [];
  const [key] = join;
  const list = isRecord(input) && key !== undefined ? input[key] : undefined;
  if (!isRecord(input) || join.length !== 1 || Object.keys(input).length !== 1 || !Array.isArray(list) || !key)
    throw invalidField('conditions', 'malformed-conditions', 'must be {"all": [...]} or {"any": [...]}');
  if (list.length > MAX_CONDITIONS)
    throw invalidField('conditions', 'too-many-conditions', `at most ${MAX_CONDITIONS} conditions`, {
      max: MAX_CONDITIONS,
    });
  const conditions = list.map((item: unknown, i) => readCondition(item, `conditions.${key}.${i}`, vocabulary));
  return key === 'all' ? { all: conditions } : { any: conditions };
}

function readCondition(input: unknown, path: string, vocabulary: Vocabulary): Condition {
  const refuse: Refuse = (part, code, message) => invalidField(part ? `${path}.${part}` : path, code, message);
  if (!isRecord(input)) throw refuse('', 'malformed-condition', 'must be an object');
  if ('field' in input) return readFieldCondition(input, vocabulary.fields, refuse);
  const kind = typeof input.kind === 'string' ? vocabulary.kinds.get(input.kind) : undefined;
  if (!kind) throw refuse('kind', 'unknown-condition', 'names neither a field nor a kind of condition');
  return kind.read(input, refuse);
}

/** The address is searched like a text field that is never empty. */
export const EMAIL_FIELD: ConditionField = { id: 'email', type: 'text', choices: [], searchable: true };

function readFieldCondition(
  input: Readonly<Record<string, unknown>>,
  fields: readonly ConditionField[],
  refuse: Refuse,
): FieldCondition {
  const field = input.field === EMAIL_FIELD.id ? EMAIL_FIELD : fields.find(({ id }) => id === input.field);
  if (!field) throw refuse('field', 'unknown-field', 'no such field');
  const ops: readonly ConditionOp[] = OPS_BY_TYPE[field.type];
  const op = ops.find((word) => word === input.op);
  if (!op) throw refuse('op', 'unknown-operator', `a ${field.type} field has ${ops.join(', ')}`);
  if (op === 'empty' || op === 'not_empty' || op === 'checked' || op === 'not_checked') return { field: field.id, op };
  if (op === 'any_of' || op === 'none_of' || op === 'all_of')
    return { field: field.id, op, values: readChoices(input.values, field, refuse) };
  const value = readValue(input.value, 'value', field, refuse);
  return op === 'between'
    ? { field: field.id, op, value, to: readValue(input.to, 'to', field, refuse) }
    : { field: field.id, op, value };
}

function readValue(input: unknown, part: string, field: ConditionField, refuse: Refuse): string | number {
  if (typeof input !== 'string' && typeof input !== 'number')
    throw refuse(part, 'required', 'must be text or a number');
  const text = String(input);
  if (text.length > MAX_TEXT) throw refuse(part, 'too-long', `at most ${MAX_TEXT} characters`);
  const checked = isTextual(field.type) ? readText(field.type, text) : checkFieldValue(field, text);
  if (!checked.ok) throw refuse(part, checked.code, 'does not fit the field');
  if (typeof checked.value !== 'string' && typeof checked.value !== 'number')
    throw refuse(part, 'required', 'must not be empty');
  return checked.value;
}

/** A piece of a text: no restriction of the field holds for it, and a whole telephone number is written as it is stored. */
function readText(type: FieldType, text: string): CheckedValue {
  const whole = checkFieldValue({ type, choices: [] }, text);
  return whole.ok ? whole : checkFieldValue({ type: 'text', choices: [] }, text);
}

function readChoices(input: unknown, field: ConditionField, refuse: Refuse): string[] {
  if (!Array.isArray(input) || input.length === 0 || input.length > MAX_VALUES)
    throw refuse('values', 'required', `must be a list of 1 to ${MAX_VALUES} choices`);
  return input.map((value: unknown, i) => {
    const choice = choicesOf(field).find(({ id, label }) => id === value || label === value);
    if (!choice) throw refuse(`values.${i}`, 'unknown-choice', 'no such choice');
    return choice.id;
  });
}

function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
