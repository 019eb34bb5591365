import type { Bind, Day } from '../condition-kind.types.js';
import {
  isFieldCondition,
  isGroup,
  partsOf,
  SHAPES,
  type Condition,
  type ConditionField,
  type ConditionNode,
  type ConditionTree,
  type FieldCondition,
} from './conditions.js';
import { dayRange, monthDaysOf, monthsOf } from './day-conditions.js';
import { fold } from './grams.js';
import { EMAIL_FIELD, type Vocabulary } from './read-conditions.js';

/**
 * A condition tree as SQL over the alias `c` (customer): a boolean that is never null. Every value is a parameter; the
 * only identifiers are ids of field rows. Fields that no longer exist have no value for anybody. `known` is a condition
 * that already holds for everybody asked.
 */
export function compileConditions(
  tree: ConditionTree,
  vocabulary: Vocabulary,
  bind: Bind,
  known: Condition | null = null,
): string {
  const { join, nodes } = partsOf(tree);
  if (nodes.length === 0) return 'true';
  const compile = (node: ConditionNode): string => {
    if (isGroup(node)) return compileConditions(node, vocabulary, bind, known);
    return node === known ? 'true' : compileCondition(node, vocabulary, bind);
  };
  return `(${nodes.map(compile).join(join === 'all' ? ' and ' : ' or ')})`;
}

function compileCondition(condition: Condition, vocabulary: Vocabulary, bind: Bind): string {
  if (isFieldCondition(condition)) {
    const field = fieldOf(condition, vocabulary.fields);
    return field ? compileFieldCondition(condition, field, bind, vocabulary.today) : compileMissing(condition);
  }
  const kind = vocabulary.kinds.get(condition.kind);
  if (!kind) throw new Error(`No module registers conditions of the kind ${condition.kind}`);
  return kind.toSql(condition, bind, vocabulary.today);
}

/** The field a condition speaks of. */
export function fieldOf(condition: FieldCondition, fields: readonly ConditionField[]): ConditionField | undefined {
  return condition.field === EMAIL_FIELD.id ? EMAIL_FIELD : fields.find(({ id }) => id === condition.field);
}

const compileMissing = ({ op }: FieldCondition): string =>
  String(op === 'empty' || op.startsWith('not_') ? op !== 'not_empty' : op === 'none_of');

function compileFieldCondition(condition: FieldCondition, field: ConditionField, bind: Bind, today: Day): string {
  const json = `c.field_values->${jsonKey(field)}`;
  const text = field === EMAIL_FIELD ? 'c.email_normalised' : `(c.field_values->>${jsonKey(field)})`;
  if (condition.op === 'empty') return `(${text} is null)`;
  if (condition.op === 'not_empty') return `(${text} is not null)`;
  switch (SHAPES[field.type]) {
    case 'text':
      return compileText(condition, field === EMAIL_FIELD ? text : `fold_text(${text})`, bind);
    case 'number':
      return compileNumber(condition, `(${json})`, bind);
    case 'date':
      return compileDate(condition, `(${text} collate "C")`, bind, today);
    case 'checkbox':
      return holds(`(${json}) = 'true'::jsonb`, condition.op === 'not_checked');
    case 'single':
      return holds(`${text} = any (${bind(condition.values)}::text[])`, condition.op === 'none_of');
    case 'multiple':
      return holds(
        `(${json}) ${condition.op === 'all_of' ? '?&' : '?|'} ${bind(condition.values)}::text[]`,
        condition.op === 'none_of',
      );
  }
}

/** The id of a field row as a literal; digits only, whatever the row says. */
function jsonKey(field: ConditionField): string {
  return `'${field.id.replaceAll(/\D/g, '')}'`;
}

/** Without a value the positive is false, its negation true. */
const holds = (positive: string, negated: boolean): string => `(${positive}) is ${negated ? 'not true' : 'true'}`;

function compileText({ op, value }: FieldCondition, text: string, bind: Bind): string {
  const term = fold(String(value));
  switch (op) {
    case 'equals':
    case 'not_equals':
      return holds(`${text} = ${bind(term)}::text`, op === 'not_equals');
    case 'starts_with':
      return holds(`${text} like ${bind(`${likeLiteral(term)}%`)}::text`, false);
    case 'ends_with':
      return holds(`${text} like ${bind(`%${likeLiteral(term)}`)}::text`, false);
    default:
      return holds(`${text} like ${bind(containsPattern(term))}::text`, op === 'not_contains');
  }
}

const NUMBER_COMPARISONS = { equals: '=', not_equals: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/**
 * Compared as jsonb, so that a value of another type could never stop the whole search with a cast error. The type is
 * looked at last, since most rows do not get that far.
 */
function compileNumber({ op, value, to }: FieldCondition, json: string, bind: Bind): string {
  const number = (n: unknown): string => `${bind(JSON.stringify(n))}::jsonb`;
  const isNumber = `jsonb_typeof(${json}) = 'number'`;
  if (op === 'between') return holds(`${json} between ${number(value)} and ${number(to)} and ${isNumber}`, false);
  const comparison = NUMBER_COMPARISONS[op as keyof typeof NUMBER_COMPARISONS];
  return holds(`${json} ${comparison} ${number(value)} and ${isNumber}`, op === 'not_equals');
}

function compileDate(condition: FieldCondition, text: string, bind: Bind, today: Day): string {
  const { op, value, values = [] } = condition;
  if (op === 'month') return holds(`substr(${text}, 6, 2) = any (${bind(monthsOf(values, today))}::text[])`, false);
  if (op === 'month_day')
    return holds(`substr(${text}, 6) = any (${bind(monthDaysOf(String(value), today))}::text[])`, false);
  const { from, to, after, before } = dayRange(condition, today);
  const parts = Object.entries({ '>=': from, '<=': to, '>': after, '<': before }).flatMap(([sign, day]) =>
    day === undefined ? [] : [`${text} ${sign} ${bind(day)}::text`],
  );
  return holds(parts.join(' and '), false);
}

/** A folded term as the inside of a LIKE pattern. */
export function likeLiteral(term: string): string {
  return term.replaceAll(/[\\%_]/g, '\\$&');
}

/** The LIKE pattern of texts that contain the folded term. */
export const containsPattern = (term: string): string => `%${likeLiteral(term)}%`;
