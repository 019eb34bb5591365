import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { conditionText, isComplete, readConditions, subjectsOf, writeConditions } from './conditions';
import type { CustomerField } from './customer-fields.api';

const prefecture: CustomerField = {
  id: '2',
  label: '都道府県',
  mergeKey: 'pref',
  type: 'single_choice',
  choices: [
    { id: 'c1', label: '東京都', retired: false },
    { id: 'c2', label: '大阪府', retired: false },
  ],
  position: 0,
  required: false,
  mergeDefault: '',
  searchable: false,
};

const tree =
  '{"any":[{"field":"2","op":"any_of","values":["c1"]},{"kind":"registered","op":"after","value":"2026-04-01"}]}';

test('a tree of the API survives reading and writing, whatever the order of its keys', () => {
  expect(JSON.parse(writeConditions(readConditions(tree)))).toEqual(JSON.parse(tree));
});

test('an address that was tampered with restricts nothing instead of breaking the page', () => {
  for (const text of ['{', '[]', '{"all":"x"}', '{"all":[{"op":1},null]}'])
    expect(readConditions(text).conditions).toEqual([]);
  expect(writeConditions({ match: 'all', conditions: [] })).toBe('');
});

test('a condition is told in words, choices by their label and days with slashes', () => {
  const subjects = subjectsOf(i18next.t, [prefecture]);
  const texts = readConditions(tree).conditions.map((condition) => {
    const subject = subjects.find((one) => one.key === condition.subject);
    return subject ? conditionText(i18next.t, subject, condition) : '';
  });
  expect(texts).toEqual(['都道府県 が 東京都 のいずれか', '登録日 が 2026/04/01 より後']);
});

test('a condition counts only once it has the values its operator takes', () => {
  expect(isComplete({ subject: '2', op: 'contains', value: '' })).toBe(false);
  expect(isComplete({ subject: '2', op: 'between', value: 0 })).toBe(false);
  expect(isComplete({ subject: '2', op: 'between', value: 0, to: 9 })).toBe(true);
  expect(isComplete({ subject: '2', op: 'any_of', values: [] })).toBe(false);
  expect(isComplete({ subject: '2', op: 'empty' })).toBe(true);
});
