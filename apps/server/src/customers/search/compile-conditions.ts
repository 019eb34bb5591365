import type { Bind } from '../condition-kind.types.js';
import {
  isFieldCondition,
  type Condition,
  type ConditionField,
  type ConditionTree,
  type FieldCondition,
} from './conditions.js';
import { fold } from './grams.js';
import { EMAIL_FIELD, type Vocabulary } from './read-conditions.js';

/**
 * A condition tree as SQL over the alias `c` (customer): a boolean that is never null. Every value is a parameter; the
 * only identifiers are ids of field rows. Fields that no longer exist have no value for anybody.
 */
export function compileConditions(tree: ConditionTree, vocabulary: Vocabulary, bind: Bind): string {
  if ('all' in tree) return join(tree.all, 'and', 'true', vocabulary, bind);
  return tree.any.length === 0 ? 'true' : join(tree.any, 'or', 'false', vocabulary, bind);
}

function join(
  conditions: readonly Condition[],
  word: 'and' | 'or',
  none: string,
  vocabulary: Vocabulary,
  bind: Bind,
): string {
  const parts = conditions.map((condition) => compileCondition(condition, vocabulary, bind));
  return parts.length === 0 ? none : `(${parts.join(` ${word} `)})`;
}

function compileCondition(condition: Condition, vocabulary: Vocabulary, bind: Bind): string {
  if (isFieldCondition(condition)) {
    const field = fieldOf(condition, vocabulary.fields);
    return field ? compileFieldCondition(condition, field, bind) : compileMissing(condition);
  }
  const kind = vocabulary.kinds.get(condition.kind);
  if (!kind) throw new Error(`No module registers conditions of the kind ${condition.kind}`);
  return kind.toSql(condition, bind);
}

/** The field a condition speaks of. */
export function fieldOf(condition: FieldCondition, fields: readonly ConditionField[]): ConditionField | undefined {
  return condition.field === EMAIL_FIELD.id ? EMAIL_FIELD : fields.find(({ id }) => id === condition.field);
}

const compileMissing = ({ op }: FieldCondition): string =>
  String(op === 'empty' || op.startsWith('not_') ? op !== 'not_empty' : op === 'none_of');

function compileFieldCondition(condition: FieldCondition, field: ConditionField, bind: Bind): string {
  const json = `c.field_values->${jsonKey(field)}`;
  const text = field === EMAIL_FIELD ? 'c.email_normalised' : `(c.field_values->>${jsonKey(field)})`;
  if (condition.op === 'empty') return `(${text} is null)`;
  if (condition.op === 'not_empty') return `(${text} is not null)`;
  switch (field.type) {
    case 'text':
    case 'long_text':
    case 'phone':
    case 'postal_code':
      return compileText(condition, field === EMAIL_FIELD ? text : `fold_text(${text})`, bind);
    case 'number':
      return compileNumber(condition, `(${json})`, bind);
    case 'date':
      return compileDate(condition, `(${text} collate "C")`, bind);
    case 'checkbox':
      return holds(`(${json}) = 'true'::jsonb`, condition.op === 'not_checked');
    case 'single_choice':
    case 'prefecture':
      return holds(`${text} = any (${bind(condition.values)}::text[])`, condition.op === 'none_of');
    case 'multiple_choice':
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

/** Compared as jsonb, so that a value of another type could never stop the whole search with a cast error. */
function compileNumber({ op, value, to }: FieldCondition, json: string, bind: Bind): string {
  const number = (n: unknown): string => `to_jsonb(${bind(n)}::numeric)`;
  const isNumber = `jsonb_typeof(${json}) = 'number'`;
  if (op === 'between') return holds(`${isNumber} and ${json} between ${number(value)} and ${number(to)}`, false);
  const comparison = NUMBER_COMPARISONS[op as keyof typeof NUMBER_COMPARISONS];
  return holds(`${isNumber} and ${json} ${comparison} ${number(value)}`, op === 'not_equals');
}

function compileDate({ op, value, to }: FieldCondition, text: string, bind: Bind): string {
  const day = (d: unknown): string => `${bind(d)}::text`;
  switch (op) {
    case 'before':
      return holds(`${text} < ${day(value)}`, false);
    case 'after':
      return holds(`${text} > ${day(value)}`, false);
    case 'between':
      return holds(`${text} between ${day(value)} and ${day(to)}`, false);
    default:
      return holds(`${text} = ${day(value)}`, false);
  }
}

/** A folded term as the inside of a LIKE pattern. */
export function likeLiteral(term: string): string {
  return term.replaceAll(/[\\%_]/g, '\\$&');
}

/** The LIKE pattern of texts that contain the folded term. */
export const containsPattern = (term: string): string => `%${likeLiteral(term)}%`;
