import type { EntityManager } from 'typeorm';
import { invalidField } from '../../platform/http/app-error.js';
import type { ConditionKind, Referent } from '../condition-kind.types.js';
import { conditionsOf, isFieldCondition, type ConditionTree, type PlacedCondition } from './conditions.js';
import type { Referents } from './describe-conditions.js';
import type { Vocabulary } from './read-conditions.js';

/** A condition that names a row elsewhere: a group, a delivery, a link. */
interface Mention {
  readonly path: string;
  readonly kind: ConditionKind;
  readonly key: string;
}

/** The rows that the trees name, by one statement for each kind that names any. */
export async function lookUpReferents(
  em: EntityManager,
  trees: readonly ConditionTree[],
  vocabulary: Vocabulary,
): Promise<Referents> {
  const keys = new Map<ConditionKind, Set<string>>();
  for (const { kind, key } of trees.flatMap((tree) => mentionsOf(tree, vocabulary)))
    keys.set(kind, (keys.get(kind) ?? new Set()).add(key));
  const found = new Map<string, ReadonlyMap<string, Referent>>();
  for (const [kind, ofKind] of keys)
    if (kind.refersTo) found.set(kind.kind, await kind.refersTo.lookUp([...ofKind], em));
  return { of: (kind, key) => found.get(kind)?.get(key) };
}

/** Refuses the first condition whose row is gone, or of which nothing can be asked any more. */
export function checkReferents(tree: ConditionTree, vocabulary: Vocabulary, referents: Referents): void {
  for (const { path, kind, key } of mentionsOf(tree, vocabulary)) {
    const referent = referents.of(kind.kind, key);
    const place = `${path}.${kind.refersTo?.part ?? ''}`;
    if (!referent) throw invalidField(place, 'not-found', 'does not exist');
    if (referent.problem) throw invalidField(place, referent.problem.code, referent.problem.message);
  }
}

function mentionsOf(tree: ConditionTree, vocabulary: Vocabulary): readonly Mention[] {
  return conditionsOf(tree).flatMap(({ path, condition }: PlacedCondition): Mention[] => {
    if (isFieldCondition(condition)) return [];
    const kind = vocabulary.kinds.get(condition.kind);
    const key = kind?.refersTo?.keyOf(condition) ?? null;
    return kind === undefined || key === null ? [] : [{ path, kind, key }];
  });
}
