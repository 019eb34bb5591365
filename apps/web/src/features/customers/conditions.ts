import type { TFunction } from 'i18next';
import { fieldChoices, type CustomerField, type FieldType } from './customer-fields.api';

const TEXT = [
  'contains',
  'not_contains',
  'equals',
  'not_equals',
  'starts_with',
  'ends_with',
  'empty',
  'not_empty',
] as const;

/** The operators of each type of field; the server has the same table. */
const OPERATORS = {
  text: TEXT,
  long_text: TEXT,
  number: ['equals', 'not_equals', 'gte', 'lte', 'gt', 'lt', 'between', 'empty', 'not_empty'],
  date: ['on', 'before', 'after', 'between', 'empty', 'not_empty'],
  single_choice: ['any_of', 'none_of', 'empty', 'not_empty'],
  multiple_choice: ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'],
  checkbox: ['checked', 'not_checked', 'empty', 'not_empty'],
  prefecture: ['any_of', 'none_of', 'empty', 'not_empty'],
  phone: TEXT,
  postal_code: TEXT,
} as const satisfies Record<FieldType, readonly string[]>;

export type Operator = (typeof OPERATORS)[FieldType][number];

/** What a condition can be about: the address, a custom field (its id), or the day of registration. */
export interface Subject {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly operators: readonly Operator[];
}

export interface Condition {
  readonly subject: string;
  readonly op: Operator;
  readonly value?: string | number;
  readonly to?: string | number;
  readonly values?: readonly string[];
}

/** All of the conditions, or any of them. */
export interface Conditions {
  readonly match: 'all' | 'any';
  readonly conditions: readonly Condition[];
}

const EMAIL = 'email';
const REGISTERED = '@registered';
const NONE: Conditions = { match: 'all', conditions: [] };

/** Everything conditions can be about, in the order of the fields. */
export function subjectsOf(t: TFunction, fields: readonly CustomerField[]): readonly Subject[] {
  return [
    ...fields.map((field) => ({
      key: field.id,
      label: field.label,
      type: field.type,
      choices: fieldChoices(t, field),
      operators: OPERATORS[field.type],
    })),
    {
      key: EMAIL,
      label: t('customers.form.email'),
      type: 'text',
      choices: [],
      operators: TEXT.filter((op) => op !== 'empty' && op !== 'not_empty'),
    },
    {
      key: REGISTERED,
      label: t('customers.column.createdAt'),
      type: 'date',
      choices: [],
      operators: ['on', 'before', 'after', 'between'],
    },
  ];
}

/** Reads the API's condition tree as JSON; what is not one of ours restricts nothing. */
export function readConditions(text: string): Conditions {
  if (text === '') return NONE;
  try {
    const tree = JSON.parse(text) as { all?: unknown; any?: unknown };
    const match = Array.isArray(tree.any) ? 'any' : 'all';
    const list: unknown = tree[match];
    return Array.isArray(list) ? { match, conditions: list.flatMap(fromApi) } : NONE;
  } catch {
    return NONE;
  }
}

/** The API's condition tree as JSON; empty text when there is no condition. */
export function writeConditions({ match, conditions }: Conditions): string {
  return conditions.length === 0 ? '' : JSON.stringify({ [match]: conditions.map(toApi) });
}

function fromApi(item: unknown): Condition[] {
  if (typeof item !== 'object' || item === null) return [];
  const { field, kind, ...rest } = item as Condition & { field?: unknown; kind?: unknown };
  if (typeof rest.op !== 'string') return [];
  if (kind === 'registered') return [{ ...rest, subject: REGISTERED }];
  return typeof field === 'string' ? [{ ...rest, subject: field }] : [];
}

function toApi({ subject, ...rest }: Condition): object {
  return subject === REGISTERED ? { kind: 'registered', ...rest } : { field: subject, ...rest };
}

/** How many values an operator takes. */
export function valueKind(op: Operator): 'none' | 'one' | 'two' | 'many' {
  if (op === 'empty' || op === 'not_empty' || op === 'checked' || op === 'not_checked') return 'none';
  if (op === 'any_of' || op === 'none_of' || op === 'all_of') return 'many';
  return op === 'between' ? 'two' : 'one';
}

/** Whether a condition says enough to be applied. */
export function isComplete(condition: Condition): boolean {
  const filled = (value: string | number | undefined) => value !== undefined && value !== '';
  const kind = valueKind(condition.op);
  if (kind === 'many') return (condition.values?.length ?? 0) > 0;
  if (kind === 'two') return filled(condition.value) && filled(condition.to);
  return kind === 'none' || filled(condition.value);
}

/** A condition in words, for its chip: 都道府県 が 東京都、大阪府 のいずれか */
export function conditionText(t: TFunction, subject: Subject, condition: Condition): string {
  const show = (value: string | number | undefined) => {
    const text = String(value ?? '');
    if (subject.type === 'date') return text.replaceAll('-', '/');
    return subject.choices.find((choice) => choice.id === text)?.label ?? text;
  };
  return t(`customers.condition.text.${condition.op}`, {
    field: subject.label,
    value: condition.values ? condition.values.map(show).join('、') : show(condition.value),
    to: show(condition.to),
  });
}
