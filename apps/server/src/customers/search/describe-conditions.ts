import type { Clause, Phrase, Referent } from '../condition-kind.types.js';
import { choicesOf } from '../field-values.js';
import {
  checkedPhrase,
  dayFieldWords,
  dayPhrase,
  emptyPhrase,
  monthDayPhrase,
  monthPhrase,
  multiplePhrase,
  named,
  numberPhrase,
  singlePhrase,
  textPhrase,
  type Word,
} from './condition-words.js';
import { fieldOf } from './compile-conditions.js';
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
import { EMAIL_FIELD, type Vocabulary } from './read-conditions.js';

/** What the rows are called that conditions name, by kind and key. */
export interface Referents {
  of(kind: string, key: string): Referent | undefined;
}

/** A tree in words: the whole, and each of its outermost parts. */
export interface ConditionsInWords {
  readonly sentence: Word;
  readonly parts: readonly Word[];
}

const GONE: Word = { ja: '削除された項目', en: 'deleted field' };
const EMAIL: Word = { ja: 'メールアドレス', en: 'e-mail address' };

/** A condition tree as a sentence in Japanese and in English. Pure: names of groups and mails are looked up before. */
export function describeConditions(
  tree: ConditionTree,
  vocabulary: Vocabulary,
  referents: Referents,
): ConditionsInWords {
  const describe = (condition: Condition): Phrase => phraseOf(condition, vocabulary, referents);
  const { nodes } = partsOf(tree);
  if (nodes.length === 0) return { sentence: { ja: 'すべての顧客', en: 'All customers' }, parts: [] };
  return {
    sentence: { ja: `${inJapanese(tree, describe)}顧客`, en: `Customers ${inEnglish(tree, describe)}` },
    parts: nodes.map((node) =>
      isGroup(node)
        ? { ja: inJapanese(node, describe), en: inEnglish(node, describe) }
        : { ja: describe(node).ja.end, en: describe(node).en },
    ),
  };
}

type Describe = (condition: Condition) => Phrase;

/** A であり、B である; A であるか、B である; with groups inside: A である、かつ（B であるか、C である） */
function inJapanese(tree: ConditionTree, describe: Describe): string {
  const { join, nodes } = partsOf(tree);
  const clauses = nodes.map((node) => clauseOf(node, describe));
  const last = clauses.at(-1)?.end ?? '';
  const others = clauses.slice(0, -1);
  if (nodes.some((node) => isGroup(node)))
    return clauses.map(({ end }) => end).join(join === 'all' ? '、かつ' : '、または');
  return join === 'all'
    ? [...others.map(({ middle }) => `${middle}、`), last].join('')
    : [...others.map(({ end }) => `${end}か、`), last].join('');
}

function clauseOf(node: ConditionNode, describe: Describe): Clause {
  if (!isGroup(node)) return describe(node).ja;
  const text = inJapanese(node, describe);
  const inner = partsOf(node).nodes.length > 1 ? `（${text}）` : text;
  return { middle: inner, end: inner };
}

function inEnglish(tree: ConditionTree, describe: Describe): string {
  const { join, nodes } = partsOf(tree);
  const clauses = nodes.map((node) => {
    if (!isGroup(node)) return describe(node).en;
    const text = inEnglish(node, describe);
    return partsOf(node).nodes.length > 1 ? `(${text})` : text;
  });
  return clauses.join(join === 'all' ? ' and ' : ' or ');
}

function phraseOf(condition: Condition, vocabulary: Vocabulary, referents: Referents): Phrase {
  if (isFieldCondition(condition)) return fieldPhrase(condition, fieldOf(condition, vocabulary.fields));
  const kind = vocabulary.kinds.get(condition.kind);
  if (!kind) throw new Error(`No module registers conditions of the kind ${condition.kind}`);
  const key = kind.refersTo?.keyOf(condition) ?? null;
  return kind.describe(condition, key === null ? null : (referents.of(condition.kind, key)?.name ?? null));
}

function fieldPhrase(condition: FieldCondition, field: ConditionField | undefined): Phrase {
  const { op, value, to, values = [] } = condition;
  const word = field === undefined ? GONE : field === EMAIL_FIELD ? EMAIL : named(field.label);
  if (op === 'empty' || op === 'not_empty') return emptyPhrase(word, op === 'empty');
  if (op === 'checked' || op === 'not_checked') return checkedPhrase(word, op === 'checked');
  if (op === 'month') return monthPhrase(word, values);
  if (op === 'month_day') return monthDayPhrase(word, String(value));
  const choices = values.map((id) =>
    named(field === undefined ? id : (choicesOf(field).find((choice) => choice.id === id)?.label ?? id)),
  );
  switch (field === undefined ? 'text' : SHAPES[field.type]) {
    case 'number':
      return numberPhrase(word, op, Number(value), Number(to));
    case 'date':
      return dayPhrase(dayFieldWords(word), { op, value, to });
    case 'single':
      return singlePhrase(word, op, choices);
    case 'multiple':
      return multiplePhrase(word, op, choices);
    default:
      return textPhrase(word, op, String(value));
  }
}
