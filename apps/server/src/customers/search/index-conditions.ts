import type { Bind, Day } from '../condition-kind.types.js';
import { isTextual } from '../field.types.js';
import { containsPattern, fieldOf } from './compile-conditions.js';
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
import { addDays, dayRange, monthDaysOf, monthsOf, type DayRange } from './day-conditions.js';
import { dayOfYearToken, fold, monthToken, pairTokens, termTokens, valueToken } from './grams.js';
import type { Vocabulary } from './read-conditions.js';

// What the search index can say of a query, over the alias `s` (customer_search). Both are necessary, never sufficient:
// rows that do not satisfy them are no hits, the others are compared with the customer itself. Null: it can say nothing.

/** Through the GIN index: rows that have every token the condition implies. */
export function tokensOfConditions(tree: ConditionTree, vocabulary: Vocabulary, bind: Bind): string | null {
  return combineParts(tree, bind, (condition, give) => tokensOfCondition(condition, vocabulary, give));
}

/** By a look at the folded texts, which is far cheaper than folding the customer's own. */
export function textsOfConditions(tree: ConditionTree, fields: readonly ConditionField[], bind: Bind): string | null {
  return combineParts(tree, bind, (condition, give) => textsOfCondition(condition, fields, give));
}

/** Tokens that every text containing all of the folded words has. */
export function tokensOfWords(words: readonly string[], bind: Bind): string | null {
  const parts = words.flatMap((word) => tokensOfTerm(word, bind) ?? []);
  return parts.length === 0 ? null : parts.join(' and ');
}

function tokensOfTerm(folded: string, bind: Bind): string | null {
  const pieces = termTokens(folded);
  if (pieces) return hasAll(pieces, bind);
  const pairs = pairTokens(folded);
  return pairs && hasAny(pairs, bind);
}

type SqlOf = (condition: Condition, bind: Bind) => string | null;

/**
 * Under `all` every part narrows; under `any` the parts help only when something can be said of each, which is asked
 * first, since a value may not be bound for a part that is then left out.
 */
export function combineParts(tree: ConditionTree, bind: Bind, sqlOf: SqlOf): string | null {
  const ofNode = (node: ConditionNode, give: Bind): string | null =>
    isGroup(node) ? combineParts(node, give, sqlOf) : sqlOf(node, give);
  const { join, nodes } = partsOf(tree);
  if (join === 'all') {
    const parts = nodes.flatMap((node) => ofNode(node, bind) ?? []);
    return parts.length === 0 ? null : parts.join(' and ');
  }
  const unbound = (): string => '';
  if (nodes.length === 0 || nodes.some((node) => ofNode(node, unbound) === null)) return null;
  return `(${nodes.map((node) => `(${ofNode(node, bind)})`).join(' or ')})`;
}

const IN_TEXTS: ReadonlySet<string> = new Set(['contains', 'equals', 'starts_with', 'ends_with']);

function textsOfCondition(condition: Condition, fields: readonly ConditionField[], bind: Bind): string | null {
  const term = searchableTerm(condition, fields);
  return term === null ? null : `s.texts like ${bind(containsPattern(term))}::text`;
}

/** The folded term that must stand in the texts; null when the condition is none of that sort. */
function searchableTerm(condition: Condition, fields: readonly ConditionField[]): string | null {
  if (!isFieldCondition(condition) || !IN_TEXTS.has(condition.op)) return null;
  const field = fieldOf(condition, fields);
  return field?.searchable && isTextual(field.type) ? fold(String(condition.value)) : null;
}

function tokensOfCondition(condition: Condition, { fields, today }: Vocabulary, bind: Bind): string | null {
  if (!isFieldCondition(condition)) return null;
  const field = fieldOf(condition, fields);
  if (!field || field.retiredAt) return null;
  const term = searchableTerm(condition, fields);
  if (condition.op === 'equals' && field.id !== 'email') return tokensOfValue(condition, field, bind);
  if (term !== null) return tokensOfTerm(term, bind);
  return SHAPES[field.type] === 'date'
    ? tokensOfDate(condition, field.id, bind, today)
    : tokensOfValue(condition, field, bind);
}

/** Whole values have a token of their own: choices, ticked boxes, numbers, short texts. */
function tokensOfValue({ op, value, values }: FieldCondition, field: ConditionField, bind: Bind): string | null {
  if (op === 'equals' && value !== undefined) {
    const token = valueToken(field.id, value);
    if (token !== null) return hasAll([token], bind);
    return isTextual(field.type) && field.searchable ? tokensOfTerm(fold(String(value)), bind) : null;
  }
  if (op === 'checked') return hasAll(valueTokens(field.id, ['true']), bind);
  if (op !== 'any_of' && op !== 'all_of') return null;
  const tokens = valueTokens(field.id, values ?? []);
  return op === 'all_of' ? hasAll(tokens, bind) : hasAny(tokens, bind);
}

const valueTokens = (fieldId: string, values: readonly string[]): number[] =>
  values.flatMap((value) => valueToken(fieldId, value) ?? []);

/** A longer range of months is not looked up in the index: it would be most customers. */
const MAX_MONTHS = 36;
/** Tokens of single days are asked for up to so many. */
const MAX_DAYS = 45;

/** Dates have a token for the day, for the month and for the day of the year. */
function tokensOfDate(condition: FieldCondition, fieldId: string, bind: Bind, today: Day): string | null {
  const { op, value, values = [] } = condition;
  if (op === 'month_day')
    return hasAny(
      monthDaysOf(String(value), today).map((day) => dayOfYearToken(fieldId, day)),
      bind,
    );
  if (op === 'month')
    return hasAny(
      monthsOf(values, today).flatMap((month) => daysOfMonth(month).map((day) => dayOfYearToken(fieldId, day))),
      bind,
    );
  if (op === 'empty' || op === 'not_empty') return null;
  const tokens = tokensOfRange(dayRange(condition, today), fieldId);
  return tokens && hasAny(tokens, bind);
}

const daysOfMonth = (month: string): string[] =>
  Array.from({ length: 31 }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`);

/** A range with two ends; open ones hold for too many customers to be looked up. */
function tokensOfRange({ from, to }: DayRange, fieldId: string): number[] | null {
  if (from === undefined || to === undefined || from > to) return null;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days <= MAX_DAYS)
    return Array.from({ length: days }, (_, i) => valueToken(fieldId, addDays(from, i))).filter(
      (token) => token !== null,
    );
  const [first, last] = [monthNumber(from), monthNumber(to)];
  if (last - first >= MAX_MONTHS) return null;
  return Array.from({ length: last - first + 1 }, (_, i) => monthToken(fieldId, monthText(first + i)));
}

const DAY_MS = 86_400_000;
const monthNumber = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const monthText = (months: number): string =>
  `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;

const array = (tokens: readonly number[]): string => `{${[...new Set(tokens)].join(',')}}`;
const hasAll = (tokens: readonly number[], bind: Bind): string => `s.grams @> ${bind(array(tokens))}::integer[]`;

/** True for rows that have at least one of the tokens. */
export const hasAny = (tokens: readonly number[], bind: Bind): string => `s.grams && ${bind(array(tokens))}::integer[]`;
