import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../users/session.api';
import { isComplete, isFull, subjectsOf, unfinished, type Subject } from './condition-subjects';
import {
  conditionsOf,
  emptyGroup,
  isGroup,
  isSameDraft,
  replaceNode,
  toDraft,
  toTree,
  writeTree,
  type ApiTree,
  type DraftGroup,
  type DraftNode,
} from './conditions';
import { useCustomerFields } from './customer-fields.api';

/** Conditions being built: the tree as it is edited, and what of it can be used already. */
export interface Builder {
  readonly group: DraftGroup;
  readonly subjects: readonly Subject[];
  /** the complete conditions as JSON; empty text when there are none */
  readonly conditions: string;
  /** begun and not finished */
  readonly unfinishedCount: number;
  /** of those, the ones that say so: after somebody tried to apply */
  readonly shown: ReadonlySet<string>;
  readonly isFull: boolean;
  /** whether something was changed since it began, or since the last reset */
  readonly isChanged: boolean;
  readonly change: (node: DraftNode) => void;
  /** puts a node into a group, at its end or after another node */
  readonly add: (group: DraftGroup, node: DraftNode, after?: string) => void;
  readonly remove: (id: string) => void;
  readonly reset: (tree: ApiTree | null) => void;
  /** the conditions, or null while some are not finished, which is then shown */
  readonly finish: () => string | null;
}

/** Everything conditions can be about, for this user. */
export function useSubjects(): readonly Subject[] {
  const { t } = useTranslation();
  const fields = useCustomerFields();
  const groups = useMay('group.read');
  const deliveries = useMay('delivery.read');
  return useMemo(() => subjectsOf(t, fields, { groups, deliveries }), [t, fields, groups, deliveries]);
}

export function useBuilder(initial: ApiTree | null): Builder {
  const subjects = useSubjects();
  const [start, setStart] = useState(() => toDraft(initial));
  const [group, setGroup] = useState(start);
  const [isTried, setTried] = useState(false);
  const subjectOf = (key: string | null) => subjects.find((subject) => subject.key === key);
  const missing = unfinished(group, subjectOf);
  const conditions = writeTree(toTree(group, (one) => isComplete(subjectOf(one.subject), one)));
  return {
    group,
    subjects,
    conditions,
    unfinishedCount: missing.size,
    shown: isTried ? missing : NONE,
    isFull: isFull(group),
    isChanged: !isSameDraft(group, start),
    change: (node) =>
      setGroup((whole) => (node.id === whole.id && isGroup(node) ? node : replaceNode(whole, node.id, () => node))),
    add: (into, node, after) => setGroup((whole) => insert(whole, into, node, after)),
    remove: (id) =>
      setGroup((whole) => {
        const rest = replaceNode(whole, id, () => null);
        return conditionsOf(rest).length === 0 ? emptyGroup(rest.join) : rest;
      }),
    reset: (tree) => {
      const next = toDraft(tree);
      setTried(false);
      setStart(next);
      setGroup(next);
    },
    finish: () => {
      setTried(true);
      return missing.size === 0 ? conditions : null;
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

function insert(whole: DraftGroup, into: DraftGroup, node: DraftNode, after?: string): DraftGroup {
  const at = into.nodes.findIndex(({ id }) => id === after);
  const nodes = at < 0 ? [...into.nodes, node] : [...into.nodes.slice(0, at + 1), node, ...into.nodes.slice(at + 1)];
  return into.id === whole.id ? { ...whole, nodes } : replaceNode(whole, into.id, () => ({ ...into, nodes }));
}
