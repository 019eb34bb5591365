import type { KindCondition } from '../condition-kind.types.js';
import type { FieldChoice, FieldType } from '../field.types.js';

/** Operators on text; a negative one holds exactly when its positive does not, so also for an empty value. */
export const TEXT_OPS = [
  'contains',
  'not_contains',
  'equals',
  'not_equals',
  'starts_with',
  'ends_with',
  'empty',
  'not_empty',
] as const;
export const NUMBER_OPS = ['equals', 'not_equals', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'not_empty'] as const;
export const DATE_OPS = ['on', 'before', 'after', 'between', 'empty', 'not_empty'] as const;
export const SINGLE_CHOICE_OPS = ['any_of', 'none_of', 'empty', 'not_empty'] as const;
export const MULTIPLE_CHOICE_OPS = ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'] as const;
/** not_checked holds exactly when checked does not, so also for a box that was never answered (empty). */
export const CHECKBOX_OPS = ['checked', 'not_checked', 'empty', 'not_empty'] as const;

/** The operators each type of field has (C-24). */
export const OPS_BY_TYPE = {
  text: TEXT_OPS,
  long_text: TEXT_OPS,
  number: NUMBER_OPS,
  date: DATE_OPS,
  single_choice: SINGLE_CHOICE_OPS,
  multiple_choice: MULTIPLE_CHOICE_OPS,
  checkbox: CHECKBOX_OPS,
  prefecture: SINGLE_CHOICE_OPS,
  phone: TEXT_OPS,
  postal_code: TEXT_OPS,
} as const satisfies Record<FieldType, readonly string[]>;

export type ConditionOp = (typeof OPS_BY_TYPE)[FieldType][number];

/** C-24: conditions in one tree. */
export const MAX_CONDITIONS = 20;

/** A condition on a custom field, or on the address (`field: 'email'`). Dates are YYYY-MM-DD, choices ids. */
export interface FieldCondition {
  readonly field: string;
  readonly op: ConditionOp;
  readonly value?: string | number;
  /** upper end of `between`, inclusive */
  readonly to?: string | number;
  /** of any_of, none_of, all_of */
  readonly values?: readonly string[];
}

export type Condition = FieldCondition | KindCondition;

/** All or any of the conditions; this is what segments and deliveries store. An empty list holds for everybody. */
export type ConditionTree = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

/** What conditions need to know of a field. */
export interface ConditionField {
  readonly id: string;
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  readonly searchable: boolean;
  /** out of use: the search index no longer knows its values */
  readonly retiredAt?: Date | null;
}

export function isFieldCondition(condition: Condition): condition is FieldCondition {
  return 'field' in condition;
}

/** The conditions of a tree, whichever way they are joined. */
export function conditionsOf(tree: ConditionTree): readonly Condition[] {
  return 'all' in tree ? tree.all : tree.any;
}
