import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { editorOf, isComplete, startParts, subjectsOf, unfinished } from './condition-subjects';
import {
  conditionsOf,
  emptyCondition,
  isGroup,
  isSameTree,
  parseTree,
  replaceNode,
  toDraft,
  toTree,
  withoutPart,
  writeTree,
  type ApiTree,
  type DraftCondition,
} from './conditions';
import type { CustomerField } from './customer-fields.api';

const field = (id: string, label: string, type: CustomerField['type']): CustomerField => ({
  id,
  label,
  mergeKey: id,
  type,
  inputRestriction: 'none',
  choices: [
    { id: 'c1', label: '東京都', retired: false },
    { id: 'c2', label: '大阪府', retired: false },
  ],
  position: 0,
  required: false,
  mergeDefault: '',
  searchable: false,
  conversion: null,
});

const subjects = subjectsOf(
  i18next.t,
  [field('1', '氏名', 'text'), field('2', '都道府県', 'single_choice'), field('3', '誕生日', 'date')],
  { groups: true, deliveries: true },
);
const subjectOf = (key: string | null) => subjects.find((subject) => subject.key === key);
const isFinished = (one: DraftCondition) => isComplete(subjectOf(one.subject), one);

const tree: ApiTree = {
  all: [
    { field: '2', op: 'any_of', values: ['c1'] },
    {
      any: [
        { kind: 'status', value: 'ok' },
        { kind: 'group', op: 'in' },
        { all: [{ kind: 'link', op: 'clicked', deliveryId: '9', linkNo: 2 }] },
      ],
    },
    { field: '3', op: 'relative', value: -30, to: 0 },
  ],
};

test('a tree of the API survives being edited, however deep', () => {
  const written = toTree(toDraft(tree), isFinished);
  expect(isSameTree(written, tree)).toBe(true);
  expect(isSameTree(written, { any: [] })).toBe(false);
});

test('an address with something else in it restricts nothing', () => {
  for (const text of ['', 'x', '{"all":1}', '[]', 'null', '{}']) expect(parseTree(text)).toBeNull();
  expect(writeTree(parseTree(JSON.stringify(tree)))).toBe(JSON.stringify(tree));
  expect(writeTree({ all: [] })).toBe('');
  expect(writeTree(null)).toBe('');
});

test('a part is taken away without touching the others', () => {
  expect(withoutPart(tree, 1)).toEqual({
    all: [
      { field: '2', op: 'any_of', values: ['c1'] },
      { field: '3', op: 'relative', value: -30, to: 0 },
    ],
  });
  expect(writeTree(withoutPart({ any: [{ kind: 'status', value: 'ok' }] }, 0))).toBe('');
});

test('conditions that are not finished, and groups of nothing else, are left out', () => {
  const draft = toDraft(tree);
  const [first] = conditionsOf(draft);
  const begun = replaceNode(draft, first?.id ?? '', (node) => (isGroup(node) ? node : { ...node, parts: {} }));
  expect(unfinished(begun, subjectOf).size).toBe(1);
  expect(toTree(begun, isFinished)).toEqual({ all: [tree.all[1], tree.all[2]] });
  const empty = { ...draft, nodes: [{ id: 'g', join: 'any' as const, nodes: [emptyCondition()] }] };
  expect(toTree(empty, isFinished)).toEqual({ all: [] });
  expect(unfinished(empty, subjectOf).size).toBe(0);
});

test('a group that loses its last condition goes with it', () => {
  const draft = toDraft({ all: [{ any: [{ kind: 'status', value: 'ok' }] }, { kind: 'group', op: 'in' }] });
  const [status] = conditionsOf(draft);
  expect(replaceNode(draft, status?.id ?? '', () => null).nodes).toHaveLength(1);
});

test.each<[Partial<DraftCondition>, boolean]>([
  [{ subject: 'field:1', op: 'contains', parts: { value: '' } }, false],
  [{ subject: 'field:1', op: 'contains', parts: { value: '山' } }, true],
  [{ subject: 'field:1', op: 'empty', parts: {} }, true],
  [{ subject: 'field:2', op: 'any_of', parts: { values: [] } }, false],
  [{ subject: 'field:3', op: 'between', parts: { value: '2026-04-01' } }, false],
  [{ subject: 'field:3', op: 'between', parts: { value: '2026-04-02', to: '2026-04-01' } }, false],
  [{ subject: 'field:3', op: 'relative', parts: { value: -1, to: 0 } }, true],
  [{ subject: 'field:3', op: 'month', parts: { values: ['this'] } }, true],
  [{ subject: 'error_count', op: 'gte', parts: { value: 0 } }, true],
  [{ subject: 'status', op: 'is', parts: {} }, false],
  [{ subject: 'group', op: 'in', parts: {} }, false],
  [{ subject: 'group', op: 'in', parts: { groupId: 'any' } }, true],
  [{ subject: 'delivery', op: 'opened', parts: { deliveryId: '3' } }, true],
  [{ subject: 'link', op: 'clicked', parts: { deliveryId: '3' } }, false],
  [{ subject: 'link', op: 'clicked', parts: { url: 'ab' } }, false],
  [{ subject: 'link', op: 'clicked', parts: { url: 'abc' } }, true],
  [{ subject: 'field:99', op: 'empty', parts: {} }, false],
])('whether a condition says enough: %j', (condition, expected) => {
  expect(isFinished({ ...emptyCondition(), ...condition })).toBe(expected);
});

test('changing the operator keeps what still fits, and begins with something sensible', () => {
  const birthday = subjectOf('field:3');
  if (!birthday) throw new Error('no such subject');
  expect(startParts(editorOf(birthday, 'relative'), null, {})).toEqual({ value: -30, to: 0 });
  expect(startParts('days', 'day', { value: '2026-04-01' })).toEqual({ value: '2026-04-01' });
  expect(startParts('months', 'day', { value: '2026-04-01' })).toEqual({});
  expect(startParts('text', 'text', { value: '山' })).toEqual({ value: '山' });
});

test('who may not read groups or deliveries is not offered conditions on them', () => {
  const keys = subjectsOf(i18next.t, [], { groups: false, deliveries: false }).map(({ key }) => key);
  expect(keys).toEqual(['field:email', 'status', 'error_count', 'registered', 'updated', 'registered_via']);
});
