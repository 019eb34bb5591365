import { describe, expect, test } from '@jest/globals';
import { KINDS, TODAY } from '../../../test/search-world.js';
import type { ConditionNode, ConditionTree } from './conditions.js';
import { describeConditions } from './describe-conditions.js';
import type { Vocabulary } from './read-conditions.js';

const choices = ['東京都', '大阪府', '京都府'].map((label, i) => ({ id: `c${i + 1}`, label }));
const field = (id: string, label: string, type: Vocabulary['fields'][number]['type']) =>
  ({ id, label, type, choices, searchable: false }) as const;
const vocabulary: Vocabulary = {
  fields: [
    field('1', 'お名前', 'text'),
    field('2', 'ポイント', 'number'),
    field('3', '生年月日', 'date'),
    field('4', '都道府県', 'single_choice'),
    field('5', '興味', 'multiple_choice'),
  ],
  kinds: KINDS,
  today: TODAY,
};
const names: Record<string, string> = {
  'group 7': 'メルマガ',
  'delivery 9': '秋のセール (2026/11/20)',
  'link 9/2': '「秋のセール (2026/11/20)」→「詳しく見る」',
};
const referents = {
  of: (kind: string, key: string) => {
    const name = names[`${kind} ${key}`];
    return name === undefined ? undefined : { name };
  },
};
const inWords = (tree: ConditionTree) => describeConditions(tree, vocabulary, referents);
const one = (node: ConditionNode) => inWords({ all: [node] }).sentence;

describe('a condition reads as people speak', () => {
  test.each<[ConditionNode, string, string]>([
    [
      { field: 'email', op: 'ends_with', value: '@example.jp' },
      'メールアドレスが「@example.jp」で終わる顧客',
      'Customers whose e-mail address ends with “@example.jp”',
    ],
    [
      { field: '1', op: 'not_contains', value: '山' },
      'お名前に「山」を含まない顧客',
      'Customers whose お名前 does not contain “山”',
    ],
    [{ field: '1', op: 'empty' }, 'お名前が空である顧客', 'Customers whose お名前 is empty'],
    [
      { field: '2', op: 'between', value: 1000, to: 2000.5 },
      'ポイントが 1,000 以上 2,000.5 以下である顧客',
      'Customers whose ポイント is from 1,000 to 2,000.5',
    ],
    [{ field: '2', op: 'gt', value: -1 }, 'ポイントが -1 より大きい顧客', 'Customers whose ポイント is more than -1'],
    [
      { field: '3', op: 'on', value: '1980-04-01' },
      '生年月日が 1980/04/01 である顧客',
      'Customers whose 生年月日 is on 1980/04/01',
    ],
    [
      { field: '3', op: 'relative', value: -30, to: 0 },
      '生年月日が 30 日前から今日までである顧客',
      'Customers whose 生年月日 is from 30 days ago to today',
    ],
    [
      { field: '3', op: 'relative', value: 3, to: 3 },
      '生年月日が 3 日後である顧客',
      'Customers whose 生年月日 is 3 days from now',
    ],
    [
      { field: '3', op: 'month', values: ['this', '12'] },
      '生年月日の月が 今月・12月 である顧客',
      'Customers whose 生年月日 is in this month or December',
    ],
    [
      { field: '3', op: 'month_day', value: 'today' },
      '生年月日の月日が今日である顧客',
      'Customers whose 生年月日 falls on today, in any year',
    ],
    [
      { field: '3', op: 'month_day', value: '04-01' },
      '生年月日の月日が 4月1日 である顧客',
      'Customers whose 生年月日 falls on April 1, in any year',
    ],
    [
      { field: '4', op: 'any_of', values: ['c1'] },
      '都道府県が「東京都」である顧客',
      'Customers whose 都道府県 is “東京都”',
    ],
    [
      { field: '4', op: 'none_of', values: ['c1', 'c2'] },
      '都道府県が「東京都」「大阪府」のいずれでもない顧客',
      'Customers whose 都道府県 is none of “東京都”, “大阪府”',
    ],
    [
      { field: '5', op: 'all_of', values: ['c1', 'c3'] },
      '興味に「東京都」「京都府」のすべてを含む顧客',
      'Customers whose 興味 includes all of “東京都”, “京都府”',
    ],
    [
      { field: '99', op: 'equals', value: 'x' },
      '削除された項目が「x」である顧客',
      'Customers whose deleted field is “x”',
    ],
    [{ kind: 'status', value: 'error' }, 'ステータスが「エラー」である顧客', 'Customers whose status is error'],
    [
      { kind: 'error_count', op: 'gte', value: 2 },
      'エラー回数が 2 以上である顧客',
      'Customers whose error count is at least 2',
    ],
    [
      { kind: 'registered', op: 'relative', value: -7, to: -1 },
      '登録日が 7 日前から 1 日前までである顧客',
      'Customers who were registered from 7 days ago to 1 day ago',
    ],
    [
      { kind: 'updated', op: 'after', value: '2026-04-01' },
      '更新日が 2026/04/01 より後である顧客',
      'Customers who were last changed after 2026/04/01',
    ],
    [
      { kind: 'registered_via', op: 'any_of', values: ['csv', 'form'] },
      '登録経路が「CSV」「登録フォーム」のいずれかである顧客',
      'Customers whose way of registration is one of “CSV”, “a form”',
    ],
    [
      { kind: 'group', op: 'in', groupId: '7' },
      'グループ「メルマガ」に入っている顧客',
      'Customers who are in the group “メルマガ”',
    ],
    [
      { kind: 'group', op: 'not_in', states: ['stopped', 'banned'] },
      'どのグループでも配信停止または配信禁止ではない顧客',
      'Customers who are not stopped or banned in any group',
    ],
    [
      { kind: 'group', op: 'in', groupId: '8', states: ['active'] },
      '削除されたグループで配信可能である顧客',
      'Customers who are active in a deleted group',
    ],
    [
      { kind: 'delivery', op: 'not_opened', deliveryId: '9' },
      'メール「秋のセール (2026/11/20)」を受け取って開封していない顧客',
      'Customers who received but did not open “秋のセール (2026/11/20)”',
    ],
    [
      { kind: 'delivery', op: 'bounced', deliveryId: '9' },
      'メール「秋のセール (2026/11/20)」が届かずエラーになった顧客',
      'Customers who could not be reached with “秋のセール (2026/11/20)”',
    ],
    [
      { kind: 'delivery', op: 'bounced', deliveryId: '10' },
      '削除された配信が届かずエラーになった顧客',
      'Customers who could not be reached with a deleted mail',
    ],
    [
      { kind: 'link', op: 'clicked', deliveryId: '9', linkNo: 2 },
      '「秋のセール (2026/11/20)」→「詳しく見る」をクリックした顧客',
      'Customers who clicked 「秋のセール (2026/11/20)」→「詳しく見る」',
    ],
    [
      { kind: 'link', op: 'not_clicked', url: 'shop' },
      'URL に「shop」を含むリンクをクリックしていない顧客',
      'Customers who clicked no link whose URL contains “shop”',
    ],
  ])('%j', (node, ja, en) => {
    expect(one(node)).toEqual({ ja, en });
  });

  test('a long list of choices is cut, and says by how many', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ id: `m${i}`, label: `県${i}` }));
    const wide = { ...vocabulary, fields: [{ ...field('4', '都道府県', 'single_choice'), choices: many }] };
    const tree = { all: [{ field: '4', op: 'any_of', values: many.map(({ id }) => id) }] } as const;
    expect(describeConditions(tree, wide, referents).sentence.ja).toMatch(/「県9」ほか 2 件のいずれかである顧客$/);
  });
});

describe('several conditions are one sentence', () => {
  const tokyo = { field: '4', op: 'any_of', values: ['c1'] } as const;
  const rich = { field: '2', op: 'gte', value: 20 } as const;
  const opened = { kind: 'delivery', op: 'opened', deliveryId: '9' } as const;

  test('all, any, and groups inside each other', () => {
    expect(inWords({ all: [tokyo, opened, rich] }).sentence).toEqual({
      ja: '都道府県が「東京都」であり、メール「秋のセール (2026/11/20)」を開封し、ポイントが 20 以上である顧客',
      en: 'Customers whose 都道府県 is “東京都” and who opened “秋のセール (2026/11/20)” and whose ポイント is at least 20',
    });
    expect(inWords({ any: [tokyo, rich] }).sentence).toEqual({
      ja: '都道府県が「東京都」であるか、ポイントが 20 以上である顧客',
      en: 'Customers whose 都道府県 is “東京都” or whose ポイント is at least 20',
    });
    expect(inWords({ all: [opened, { any: [tokyo, rich] }, { all: [rich] }] }).sentence).toEqual({
      ja: 'メール「秋のセール (2026/11/20)」を開封した、かつ（都道府県が「東京都」であるか、ポイントが 20 以上である）、かつポイントが 20 以上である顧客',
      en: 'Customers who opened “秋のセール (2026/11/20)” and (whose 都道府県 is “東京都” or whose ポイント is at least 20) and whose ポイント is at least 20',
    });
  });

  test('each outermost part stands by itself, for a chip', () => {
    expect(inWords({ any: [opened, { all: [tokyo, rich] }] }).parts.map(({ ja }) => ja)).toEqual([
      'メール「秋のセール (2026/11/20)」を開封した',
      '都道府県が「東京都」であり、ポイントが 20 以上である',
    ]);
  });

  test('no condition means everybody', () => {
    expect(inWords({ any: [] })).toEqual({ sentence: { ja: 'すべての顧客', en: 'All customers' }, parts: [] });
  });
});
