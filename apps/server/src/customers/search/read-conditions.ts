import { AppError, invalidField } from '../../platform/http/app-error.js';
import type { ConditionKind, Day } from '../condition-kind.types.js';
import type { CheckedValue } from '../field-check.types.js';
import { checkFieldValue, choicesOf } from '../field-values.js';
import { isTextual, type FieldType } from '../field.types.js';
import {
  conditionsOf,
  opsOf,
  TREE_LIMITS,
  type Condition,
  type ConditionField,
  type ConditionNode,
  type ConditionTree,
  type FieldCondition,
  type TreeLimits,
} from './conditions.js';
import { readDayTest } from './day-conditions.js';

const MAX_TEXT = 200;
const MAX_VALUES = 200;

/** What conditions may speak of, and the day it is in Japan. */
export interface Vocabulary {
  readonly fields: readonly ConditionField[];
  readonly kinds: { get(kind: string): ConditionKind | undefined };
  readonly today: Day;
}

type Refuse = (part: string, code: string, message: string) => AppError;
type Input = Readonly<Record<string, unknown>>;

/**
 * Checks a condition tree from outside and returns it in the one form that is stored and compiled: only known keys,
 * numbers as numbers, dates YYYY-MM-DD, choices by id. 422 naming the wrong part, e.g. `conditions.all.2.any.0.value`.
 */
export function readConditions(input: unknown, vocabulary: Vocabulary, limits = TREE_LIMITS): ConditionTree {
  const tree = readGroup(input, { path: 'conditions', depth: 1, limits }, vocabulary);
  if (conditionsOf(tree).length > limits.conditions) throw tooMany('conditions', limits);
  return tree;
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly limits: TreeLimits;
}

function readGroup(input: unknown, { path, depth, limits }: Place, vocabulary: Vocabulary): ConditionTree {
  const join = isRecord(input) ? (['all', 'any'] as const).filter((key) => key in input) : [];
  const [key] = join;
  const list = isRecord(input) && key !== undefined ? input[key] : undefined;
  if (!isRecord(input) || join.length !== 1 || Object.keys(input).length !== 1 || !Array.isArray(list) || !key)
    throw invalidField(path, 'malformed-conditions', 'must be {"all": [...]} or {"any": [...]}');
  if (depth > limits.depth)
    throw invalidField(path, 'too-deep', `at most ${limits.depth} groups inside each other`, { max: limits.depth });
  if (list.length > limits.conditions) throw tooMany(path, limits);
  // an empty group would hold for everybody, which under "any" makes the whole hold for everybody
  if (depth > 1 && list.length === 0) throw invalidField(path, 'empty-group', 'a group needs a condition');
  const nodes = list.map((item: unknown, i) =>
    readNode(item, { path: `${path}.${key}.${i}`, depth: depth + 1, limits }, vocabulary),
  );
  return key === 'all' ? { all: nodes } : { any: nodes };
}

const tooMany = (path: string, { conditions: max }: TreeLimits): AppError =>
  invalidField(path, 'too-many-conditions', `at most ${max} conditions`, { max });

function readNode(input: unknown, place: Place, vocabulary: Vocabulary): ConditionNode {
  const isGroup = isRecord(input) && ('all' in input || 'any' in input);
  return isGroup ? readGroup(input, place, vocabulary) : readCondition(input, place.path, vocabulary);
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
export const EMAIL_FIELD: ConditionField = { id: 'email', label: '', type: 'text', choices: [], searchable: true };

function readFieldCondition(input: Input, fields: readonly ConditionField[], refuse: Refuse): FieldCondition {
  const field = input.field === EMAIL_FIELD.id ? EMAIL_FIELD : fields.find(({ id }) => id === input.field);
  if (!field) throw refuse('field', 'unknown-field', 'no such field');
  const ops = opsOf(field.type);
  const op = ops.find((word) => word === input.op);
  if (!op) throw refuse('op', 'unknown-operator', `a ${field.type} field has ${ops.join(', ')}`);
  return { field: field.id, op, ...readOperands(input, op, field, refuse) };
}

type Operands = Omit<FieldCondition, 'field' | 'op'>;

function readOperands(input: Input, op: FieldCondition['op'], field: ConditionField, refuse: Refuse): Operands {
  switch (op) {
    case 'empty':
    case 'not_empty':
    case 'checked':
    case 'not_checked':
      return {};
    case 'any_of':
    case 'none_of':
    case 'all_of':
      return { values: readChoices(input.values, field, refuse) };
    case 'month':
      return { values: readMonths(input.values, refuse) };
    case 'month_day':
      return { value: readMonthDay(input.value, refuse) };
    default:
      return field.type === 'date' ? readDays(input, refuse) : readValues(input, op, field, refuse);
  }
}

function readDays(input: Input, refuse: Refuse): Operands {
  const { op: _, ...operands } = readDayTest(input, refuse) ?? { op: null };
  return operands;
}

function readValues(input: Input, op: FieldCondition['op'], field: ConditionField, refuse: Refuse): Operands {
  const value = readValue(input.value, 'value', field, refuse);
  if (op !== 'between') return { value };
  const to = readValue(input.to, 'to', field, refuse);
  if (to < value) throw refuse('to', 'range-reversed', 'must not be less than value');
  return { value, to };
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

const MONTH = /^(?:[1-9]|1[0-2]|this|next)$/;

function readMonths(input: unknown, refuse: Refuse): string[] {
  if (!Array.isArray(input) || input.length === 0 || input.length > 14)
    throw refuse('values', 'required', 'must be a list of months');
  return input.map((value: unknown, i) => {
    const month = String(value);
    if (!MONTH.test(month)) throw refuse(`values.${i}`, 'unknown-value', 'must be 1 to 12, this or next');
    return month;
  });
}

/** A leap year, so that 02-29 is a day. */
const ANY_YEAR = '2024';

function readMonthDay(input: unknown, refuse: Refuse): string {
  if (input === 'today') return input;
  const match = typeof input === 'string' ? /^(\d{1,2})[-/](\d{1,2})$/.exec(input.trim()) : null;
  const checked = match && checkFieldValue({ type: 'date', choices: [] }, `${ANY_YEAR}-${match[1]}-${match[2]}`);
  if (!checked?.ok || typeof checked.value !== 'string')
    throw refuse('value', 'not-a-date', 'must be a day MM-DD, or today');
  return checked.value.slice(5);
}

function isRecord(input: unknown): input is Input {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
