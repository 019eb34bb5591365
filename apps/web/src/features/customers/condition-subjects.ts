import type { TFunction } from 'i18next';
import { MAX_CONDITIONS, conditionsOf, type DraftCondition, type DraftGroup, type Parts } from './conditions';
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
const COMPARE = ['equals', 'not_equals', 'gte', 'lte', 'gt', 'lt', 'between'] as const;
const DAYS = ['relative', 'on', 'before', 'after', 'between'] as const;

/** The operators of each shape of condition; the server has the same table (C-24). */
const OPERATORS = {
  text: TEXT,
  number: [...COMPARE, 'empty', 'not_empty'],
  date: [...DAYS, 'month', 'month_day', 'empty', 'not_empty'],
  single: ['any_of', 'none_of', 'empty', 'not_empty'],
  multiple: ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'],
  checkbox: ['checked', 'not_checked', 'empty', 'not_empty'],
  status: ['is'],
  count: COMPARE,
  instant: DAYS,
  route: ['any_of', 'none_of'],
  group: ['in', 'not_in'],
  delivery: ['opened', 'not_opened', 'clicked', 'not_clicked', 'received', 'not_received', 'bounced'],
  link: ['clicked', 'not_clicked'],
} as const;
export type Shape = keyof typeof OPERATORS;

const SHAPES = {
  text: 'text',
  long_text: 'text',
  number: 'number',
  date: 'date',
  single_choice: 'single',
  multiple_choice: 'multiple',
  checkbox: 'checkbox',
  prefecture: 'single',
  phone: 'text',
  postal_code: 'text',
} as const satisfies Record<FieldType, Shape>;

export const SECTIONS = ['fields', 'record', 'groups', 'reactions'] as const;

/** What a condition can be about, as the picker offers it. */
export interface Subject {
  readonly key: string;
  readonly label: string;
  readonly section: (typeof SECTIONS)[number];
  readonly shape: Shape;
  readonly operators: readonly string[];
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

const ROUTES = ['screen', 'csv', 'api', 'form'] as const;

/** Everything conditions can be about: fields in their order, then the record, groups, and reactions to mails. */
export function subjectsOf(
  t: TFunction,
  fields: readonly CustomerField[],
  may: { readonly groups: boolean; readonly deliveries: boolean },
): readonly Subject[] {
  const one = (key: string, shape: Shape, section: Subject['section'], label: string): Subject => ({
    key,
    label,
    section,
    shape,
    operators: OPERATORS[shape],
    choices: [],
  });
  const email = one('field:email', 'text', 'fields', t('customers.form.email'));
  return [
    ...fields.map((field) => ({
      ...one(`field:${field.id}`, SHAPES[field.type], 'fields', field.label),
      choices: fieldChoices(t, field),
    })),
    { ...email, operators: TEXT.filter((op) => op !== 'empty' && op !== 'not_empty') },
    {
      ...one('status', 'status', 'record', t('customers.column.status')),
      choices: (['ok', 'error'] as const).map((id) => ({ id, label: t(`customers.status.${id}`) })),
    },
    one('error_count', 'count', 'record', t('customers.detail.errorCount')),
    one('registered', 'instant', 'record', t('customers.column.createdAt')),
    one('updated', 'instant', 'record', t('customers.column.updatedAt')),
    {
      ...one('registered_via', 'route', 'record', t('customers.column.via')),
      choices: ROUTES.map((id) => ({ id, label: t(`customers.via.${id}`) })),
    },
    ...(may.groups ? [one('group', 'group', 'groups', t('conditions.subject.group'))] : []),
    ...(may.deliveries
      ? [
          one('delivery', 'delivery', 'reactions', t('conditions.subject.delivery')),
          one('link', 'link', 'reactions', t('conditions.subject.link')),
        ]
      : []),
  ];
}

/** What a condition asks to be filled in. */
export type Editor =
  | 'none'
  | 'text'
  | 'number'
  | 'numbers'
  | 'day'
  | 'days'
  | 'offsets'
  | 'months'
  | 'monthDay'
  | 'choices'
  | 'status'
  | 'group'
  | 'delivery'
  | 'link';

const BY_OPERATOR: Readonly<Record<string, Editor>> = {
  empty: 'none',
  not_empty: 'none',
  checked: 'none',
  not_checked: 'none',
  any_of: 'choices',
  none_of: 'choices',
  all_of: 'choices',
  relative: 'offsets',
  month: 'months',
  month_day: 'monthDay',
};

export function editorOf({ shape }: Subject, op: string): Editor {
  const editor = BY_OPERATOR[op];
  if (editor) return editor;
  switch (shape) {
    case 'number':
    case 'count':
      return op === 'between' ? 'numbers' : 'number';
    case 'date':
    case 'instant':
      return op === 'between' ? 'days' : 'day';
    case 'status':
    case 'group':
    case 'delivery':
    case 'link':
      return shape;
    default:
      return 'text';
  }
}

/** What an editor starts with; what was filled in before is kept where it still fits. */
export function startParts(editor: Editor, before: Editor | null, parts: Parts): Parts {
  if (editor === before) return parts;
  if (editor === 'offsets') return { value: -30, to: 0 };
  if (editor === 'monthDay') return { value: 'today' };
  const { value } = parts;
  const isKept = (editor === 'numbers' && before === 'number') || (editor === 'number' && before === 'numbers');
  const isDay = (editor === 'days' && before === 'day') || (editor === 'day' && before === 'days');
  return (isKept || isDay) && value !== undefined ? { value } : {};
}

const isFilled = (value: string | number | undefined): boolean => value !== undefined && value !== '';

/** Whether a condition says enough to be applied. */
export function isComplete(subject: Subject | undefined, { op, parts }: DraftCondition): boolean {
  if (!subject || op === '') return false;
  const { value, to, values, groupId, deliveryId, linkNo, url } = parts;
  switch (editorOf(subject, op)) {
    case 'none':
      return true;
    case 'numbers':
    case 'days':
    case 'offsets':
      return isFilled(value) && isFilled(to) && isInOrder(value, to);
    case 'choices':
    case 'months':
      return (values?.length ?? 0) > 0;
    case 'group':
      return isFilled(groupId);
    case 'delivery':
      return isFilled(deliveryId);
    case 'link':
      return url === undefined ? isFilled(deliveryId) && linkNo !== undefined : url.trim().length >= 3;
    default:
      return isFilled(value);
  }
}

const isInOrder = (value: string | number | undefined, to: string | number | undefined): boolean =>
  value !== undefined && to !== undefined && value <= to;

/** What stands in the way of applying: conditions that were begun and not finished. Untouched ones are simply left out. */
export function unfinished(
  group: DraftGroup,
  subjectOf: (key: string | null) => Subject | undefined,
): ReadonlySet<string> {
  return new Set(
    conditionsOf(group)
      .filter((one) => one.subject !== null && !isComplete(subjectOf(one.subject), one))
      .map(({ id }) => id),
  );
}

export const isFull = (group: DraftGroup): boolean => conditionsOf(group).length >= MAX_CONDITIONS;
