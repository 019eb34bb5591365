import type { Bind } from '../condition-kind.types.js';
import { isTextual } from '../field.types.js';
import { containsPattern, fieldOf } from './compile-conditions.js';
import {
  isFieldCondition,
  type Condition,
  type ConditionField,
  type ConditionTree,
  type FieldCondition,
} from './conditions.js';
import { fold, termTokens, valueToken } from './grams.js';

// What the search index can say of a query, over the alias `s` (customer_search). Both are necessary, never sufficient:
// rows that do not satisfy them are no hits, the others are compared with the customer itself. Null: it can say nothing.

/** Through the GIN index: rows that have every token the condition implies. */
export function tokensOfConditions(tree: ConditionTree, fields: readonly ConditionField[], bind: Bind): string | null {
  return combine(tree, bind, (condition, give) => tokensOfCondition(condition, fields, give));
}

/** By a look at the folded texts, which is far cheaper than folding the customer's own. */
export function textsOfConditions(tree: ConditionTree, fields: readonly ConditionField[], bind: Bind): string | null {
  return combine(tree, bind, (condition, give) => textsOfCondition(condition, fields, give));
}

/** Tokens that every text containing all of the folded words has. */
export function tokensOfWords(words: readonly string[], bind: Bind): string | null {
  const tokens = words.flatMap((word) => termTokens(word) ?? []);
  return tokens.length === 0 ? null : hasAll(tokens, bind);
}

/**
 * Under `all` every condition narrows; under `any` the index helps only when it can say something of each, which is
 * asked first, since a value may not be bound for a part that is then left out.
 */
function combine(
  tree: ConditionTree,
  bind: Bind,
  sqlOf: (condition: Condition, bind: Bind) => string | null,
): string | null {
  if ('all' in tree) {
    const parts = tree.all.flatMap((condition) => sqlOf(condition, bind) ?? []);
    return parts.length === 0 ? null : parts.join(' and ');
  }
  const unbound = (): string => '';
  if (tree.any.length === 0 || tree.any.some((condition) => sqlOf(condition, unbound) === null)) return null;
  return `(${tree.any.map((condition) => sqlOf(condition, bind)).join(' or ')})`;
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

function tokensOfCondition(condition: Condition, fields: readonly ConditionField[], bind: Bind): string | null {
  const term = searchableTerm(condition, fields);
  const pieces = term === null ? null : termTokens(term);
  if (pieces) return hasAll(pieces, bind);
  if (!isFieldCondition(condition)) return null;
  const field = fieldOf(condition, fields);
  return field && !field.retiredAt ? tokensOfValue(condition, field, bind) : null;
}

/** Whole values have a token of their own: choices, ticked boxes, dates, numbers, short texts. */
function tokensOfValue({ op, value, values }: FieldCondition, field: ConditionField, bind: Bind): string | null {
  if ((op === 'equals' || op === 'on') && value !== undefined && field.id !== 'email') {
    const token = valueToken(field.id, value);
    return token === null ? null : hasAll([token], bind);
  }
  if (op === 'checked') return hasAll(valueTokens(field.id, ['true']), bind);
  if (op !== 'any_of' && op !== 'all_of') return null;
  const tokens = valueTokens(field.id, values ?? []);
  return op === 'all_of' ? hasAll(tokens, bind) : hasAny(tokens, bind);
}

const valueTokens = (fieldId: string, values: readonly string[]): number[] =>
  values.flatMap((value) => valueToken(fieldId, value) ?? []);

const array = (tokens: readonly number[]): string => `{${[...new Set(tokens)].join(',')}}`;
const hasAll = (tokens: readonly number[], bind: Bind): string => `s.grams @> ${bind(array(tokens))}::integer[]`;

/** True for rows that have at least one of the tokens. */
export const hasAny = (tokens: readonly number[], bind: Bind): string => `s.grams && ${bind(array(tokens))}::integer[]`;
