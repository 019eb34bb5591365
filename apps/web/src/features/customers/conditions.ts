// The API's condition tree as the builder edits it: every condition and group has an identity of its own.

/** All or any of the parts; a part is a condition or such a tree again. */
export type Join = 'all' | 'any';

/** A condition as the API has it: on a field, or of another kind. */
export interface ApiCondition {
  readonly field?: string;
  readonly kind?: string;
  readonly op?: string;
  readonly [part: string]: unknown;
}
export type ApiTree = { readonly all: readonly ApiNode[] } | { readonly any: readonly ApiNode[] };
export type ApiNode = ApiCondition | ApiTree;

/** What a condition compares with, as far as it has been filled in. */
export interface Parts {
  readonly value?: string | number;
  readonly to?: string | number;
  readonly values?: readonly string[];
  /** `any`: whichever group */
  readonly groupId?: string;
  readonly states?: readonly string[];
  readonly deliveryId?: string;
  readonly linkNo?: number;
  readonly url?: string;
}

export interface DraftCondition {
  readonly id: string;
  /** `field:12`, `field:email` or a kind; null while nothing is chosen */
  readonly subject: string | null;
  readonly op: string;
  readonly parts: Parts;
}

export interface DraftGroup {
  readonly id: string;
  readonly join: Join;
  readonly nodes: readonly DraftNode[];
}
export type DraftNode = DraftCondition | DraftGroup;

export const isGroup = (node: DraftNode): node is DraftGroup => 'nodes' in node;
const isTree = (node: ApiNode): node is ApiTree => 'all' in node || 'any' in node;

/** The server's limits (C-24). */
export const MAX_CONDITIONS = 20;
export const MAX_DEPTH = 3;

let lastId = 0;
const nextId = (): string => `n${(lastId += 1)}`;

export const emptyCondition = (): DraftCondition => ({ id: nextId(), subject: null, op: '', parts: {} });
export const emptyGroup = (join: Join): DraftGroup => ({ id: nextId(), join, nodes: [emptyCondition()] });

/** Reads the tree that an address holds; null when it is none. */
export function parseTree(text: string): ApiTree | null {
  if (text === '') return null;
  try {
    const tree: unknown = JSON.parse(text);
    const isOne = typeof tree === 'object' && tree !== null && partsOf(tree as ApiTree) !== null;
    return isOne ? (tree as ApiTree) : null;
  } catch {
    return null;
  }
}

function partsOf(tree: ApiTree): { join: Join; nodes: readonly ApiNode[] } | null {
  if ('all' in tree && Array.isArray(tree.all)) return { join: 'all', nodes: tree.all };
  return 'any' in tree && Array.isArray(tree.any) ? { join: 'any', nodes: tree.any } : null;
}

/** Empty text for a tree without conditions: everybody. */
export function writeTree(tree: ApiTree | null): string {
  return tree === null || (partsOf(tree)?.nodes.length ?? 0) === 0 ? '' : JSON.stringify(tree);
}

/** Whether two trees say the same, whatever the order of their keys. */
export const isSameTree = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, part]) => `${key}:${canonical(part)}`).join(',')}}`;
}

/** Whether two drafts say the same, also in what is not complete; the identity of their parts does not matter. */
export const isSameDraft = (one: DraftGroup, other: DraftGroup): boolean =>
  isSameTree(withoutIdentity(one), withoutIdentity(other));

const withoutIdentity = (node: DraftNode): object =>
  isGroup(node) ? { ...node, id: null, nodes: node.nodes.map(withoutIdentity) } : { ...node, id: null };

/** A tree without its part at `index`. */
export function withoutPart(tree: ApiTree, index: number): ApiTree {
  const { join, nodes } = partsOf(tree) ?? { join: 'all', nodes: [] };
  const rest = nodes.filter((_, at) => at !== index);
  return join === 'all' ? { all: rest } : { any: rest };
}

/** A tree to be edited; one empty condition when there is none. */
export function toDraft(tree: ApiTree | null): DraftGroup {
  const parts = tree === null ? null : partsOf(tree);
  if (parts === null || parts.nodes.length === 0) return emptyGroup('all');
  const toNode = (node: ApiNode): DraftNode => (isTree(node) ? toDraft(node) : fromApi(node));
  return { id: nextId(), join: parts.join, nodes: parts.nodes.map(toNode) };
}

/** The tree of the conditions that are complete; groups without any are left out. */
export function toTree(group: DraftGroup, isComplete: (condition: DraftCondition) => boolean): ApiTree {
  const nodes = group.nodes.flatMap((node): ApiNode[] => {
    if (!isGroup(node)) return isComplete(node) ? [toApi(node)] : [];
    const inner = toTree(node, isComplete);
    return (partsOf(inner)?.nodes.length ?? 0) === 0 ? [] : [inner];
  });
  return group.join === 'all' ? { all: nodes } : { any: nodes };
}

const FIELD = 'field:';

function fromApi({ field, kind, op, ...parts }: ApiCondition): DraftCondition {
  const subject = field === undefined ? (kind ?? null) : `${FIELD}${field}`;
  const group = kind === 'group' && parts['groupId'] === undefined ? { groupId: 'any' } : {};
  return { id: nextId(), subject, op: op ?? (kind === 'status' ? 'is' : ''), parts: { ...parts, ...group } };
}

function toApi({ subject, op, parts }: DraftCondition): ApiCondition {
  if (subject === null) throw new Error('A condition without a subject cannot be sent');
  if (subject.startsWith(FIELD)) return { field: subject.slice(FIELD.length), op, ...parts };
  if (subject === 'status') return { kind: 'status', value: parts.value };
  const { groupId, states, ...rest } = parts;
  return {
    kind: subject,
    op,
    ...rest,
    ...(groupId === undefined || groupId === 'any' ? {} : { groupId }),
    ...(states === undefined || states.length === 0 ? {} : { states }),
  };
}

/** Every condition, however deep. */
export function conditionsOf(group: DraftGroup): readonly DraftCondition[] {
  return group.nodes.flatMap((node) => (isGroup(node) ? conditionsOf(node) : [node]));
}

/** The group with the node of that id replaced; null takes it away, and groups it leaves empty with it. */
export function replaceNode(group: DraftGroup, id: string, change: (node: DraftNode) => DraftNode | null): DraftGroup {
  const nodes = group.nodes.flatMap((node): DraftNode[] => {
    if (node.id === id) return [change(node) ?? []].flat();
    if (!isGroup(node)) return [node];
    const inner = replaceNode(node, id, change);
    return inner.nodes.length === 0 ? [] : [inner];
  });
  return { ...group, nodes };
}
