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
/** Days as they are compared with the calendar, or with today: `relative` goes from so many days after today to so many. */
export const DAY_OPS = ['on', 'before', 'after', 'between', 'relative'] as const;
export const DATE_OPS = [...DAY_OPS, 'month', 'month_day', 'empty', 'not_empty'] as const;
export const SINGLE_CHOICE_OPS = ['any_of', 'none_of', 'empty', 'not_empty'] as const;
export const MULTIPLE_CHOICE_OPS = ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'] as const;
/** not_checked holds exactly when checked does not, so also for a box that was never answered (empty). */
export const CHECKBOX_OPS = ['checked', 'not_checked', 'empty', 'not_empty'] as const;

/** How values of a type are compared (C-24). */
export const SHAPES = {
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
} as const satisfies Record<FieldType, string>;
type Shape = (typeof SHAPES)[FieldType];

const OPS_BY_SHAPE = {
  text: TEXT_OPS,
  number: NUMBER_OPS,
  date: DATE_OPS,
  single: SINGLE_CHOICE_OPS,
  multiple: MULTIPLE_CHOICE_OPS,
  checkbox: CHECKBOX_OPS,
} as const satisfies Record<Shape, readonly string[]>;

export type ConditionOp = (typeof OPS_BY_SHAPE)[Shape][number];

/** The operators a type of field has (C-24). */
export const opsOf = (type: FieldType): readonly ConditionOp[] => OPS_BY_SHAPE[SHAPES[type]];

/** How large a tree may be. */
export interface TreeLimits {
  /** in whatever groups */
  readonly conditions: number;
  /** groups inside each other: the tree itself, groups in it, and groups in those */
  readonly depth: number;
}

/** C-24: a tree as somebody builds it. */
export const TREE_LIMITS: TreeLimits = { conditions: 20, depth: 3 };
/** A stored tree may be two in one: a segment and what was asked beside it. */
export const STORED_LIMITS: TreeLimits = { conditions: 2 * TREE_LIMITS.conditions, depth: TREE_LIMITS.depth + 1 };

/** A condition on a custom field, or on the address (`field: 'email'`). Dates are YYYY-MM-DD, choices ids. */
export interface FieldCondition {
  readonly field: string;
  readonly op: ConditionOp;
  /** of `relative`: days after today, negative before; of `month_day`: MM-DD or `today` */
  readonly value?: string | number;
  /** upper end of `between` and `relative`, inclusive */
  readonly to?: string | number;
  /** of any_of, none_of, all_of: ids of choices; of month: 1 to 12, `this` or `next` */
  readonly values?: readonly string[];
}

export type Condition = FieldCondition | KindCondition;

/** All or any of the conditions and groups; this is what segments and deliveries store. An empty list holds for everybody. */
export type ConditionTree = { readonly all: readonly ConditionNode[] } | { readonly any: readonly ConditionNode[] };
export type ConditionNode = Condition | ConditionTree;

/** What conditions need to know of a field. */
export interface ConditionField {
  readonly id: string;
  readonly label: string;
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  readonly searchable: boolean;
  /** out of use: the search index no longer knows its values */
  readonly retiredAt?: Date | null;
}

export function isFieldCondition(condition: Condition): condition is FieldCondition {
  return 'field' in condition;
}

export function isGroup(node: ConditionNode): node is ConditionTree {
  return 'all' in node || 'any' in node;
}

/** How the parts of a group are joined, and the parts. */
export function partsOf(tree: ConditionTree): {
  readonly join: 'all' | 'any';
  readonly nodes: readonly ConditionNode[];
} {
  return 'all' in tree ? { join: 'all', nodes: tree.all } : { join: 'any', nodes: tree.any };
}

/** A condition and where it stands, e.g. `conditions.all.2.any.0`. */
export interface PlacedCondition {
  readonly path: string;
  readonly condition: Condition;
}

/** The conditions of a tree in their order, however deep. */
export function conditionsOf(tree: ConditionTree, path = 'conditions'): readonly PlacedCondition[] {
  const { join, nodes } = partsOf(tree);
  return nodes.flatMap((node, i) => {
    const place = `${path}.${join}.${i}`;
    return isGroup(node) ? conditionsOf(node, place) : [{ path: place, condition: node }];
  });
}
