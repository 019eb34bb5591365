import type { Bind, MemberSet } from '../condition-kind.types.js';
import {
  isFieldCondition,
  isGroup,
  partsOf,
  type Condition,
  type ConditionNode,
  type ConditionTree,
} from './conditions.js';
import { tokensOfConditions } from './index-conditions.js';
import type { Vocabulary } from './read-conditions.js';

/** A set that holds everybody whom a tree can mean. */
export interface ImpliedSet extends MemberSet {
  /** the condition that holds for exactly this set; null when the set is merely wide enough */
  readonly condition: Condition | null;
}

/** Makes the SQL of a set; called once per use, since each use binds its own values. */
export type SetSql = (bind: Bind) => ImpliedSet;

const unbound: Bind = () => '';

/**
 * The sets a tree implies: conditions that must hold by themselves, and groups of which each alternative is a set.
 * Every match lies in each of them.
 */
export function impliedSets(tree: ConditionTree, vocabulary: Vocabulary): readonly SetSql[] {
  const { join, nodes } = partsOf(tree);
  if (join === 'all') return nodes.flatMap((node) => setsOfNode(node, vocabulary));
  const [only, ...others] = nodes;
  if (only === undefined) return [];
  if (others.length === 0) return setsOfNode(only, vocabulary);
  const alternatives = nodes.map((node) => alternativeSet(node, vocabulary));
  if (alternatives.some((set) => set === null)) return [];
  return [(bind) => ({ condition: null, isOrdered: false, mayBeGone: true, sql: union(alternatives, bind) })];
}

const union = (alternatives: readonly (SetSql | null)[], bind: Bind): string =>
  alternatives.map((set) => set?.(bind).sql).join(' union ');

function setsOfNode(node: ConditionNode, vocabulary: Vocabulary): readonly SetSql[] {
  if (isGroup(node)) return impliedSets(node, vocabulary);
  if (isFieldCondition(node)) return [];
  const kind = vocabulary.kinds.get(node.kind);
  const members = kind?.members?.bind(kind);
  const { today } = vocabulary;
  if (!members || members(node, unbound, today) === null) return [];
  return [(bind) => ({ condition: node, ...(members(node, bind, today) ?? NOBODY) })];
}

/** One alternative of several: a set of its own, or what the search index knows. */
function alternativeSet(node: ConditionNode, vocabulary: Vocabulary): SetSql | null {
  const [set] = setsOfNode(node, vocabulary);
  if (set) return set;
  const tree = isGroup(node) ? node : { all: [node] };
  if (tokensOfConditions(tree, vocabulary, unbound) === null) return null;
  return (bind) => ({
    condition: null,
    isOrdered: false,
    mayBeGone: true,
    sql: `select s.customer_id from customer_search s where ${tokensOfConditions(tree, vocabulary, bind)}
          union select customer_id from customer_search_stale`,
  });
}

const NOBODY: MemberSet = {
  sql: 'select null::bigint as customer_id where false',
  isOrdered: false,
  mayBeGone: false,
};
