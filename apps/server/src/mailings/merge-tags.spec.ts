import { expect, test } from '@jest/globals';
import type { FrozenMergeKey } from './merge-key.types.js';
import { mergeValueReader, tokyoDate } from './merge-tags.service.js';

const CONTEXT = { groupName: '会員', senderName: 'くばり商店', deliveredAt: new Date('2026-11-30T15:00:00Z') };
const key = (values: Partial<FrozenMergeKey>): FrozenMergeKey => ({
  key: 'name',
  fieldId: '1',
  type: 'text',
  choices: [],
  defaultValue: '',
  ...values,
});
const NOBODY = { email: 'a@example.jp', registeredAt: null, fieldValues: {} };

test('dates are those of Japan', () => {
  expect(tokyoDate(new Date('2026-11-30T14:59:59Z'))).toBe('2026/11/30');
  expect(tokyoDate(new Date('2026-11-30T15:00:00Z'))).toBe('2026/12/01');
});

test('system values: address, group, sender, day of delivery and of registration', () => {
  const read = mergeValueReader([], CONTEXT, '{{registered_date}}');
  expect(read({ ...NOBODY, registeredAt: new Date('2026-01-01T00:00:00Z') })).toEqual({
    email: 'a@example.jp',
    group_name: '会員',
    sender_name: 'くばり商店',
    delivery_date: '2026/12/01',
    registered_date: '2026/01/01',
  });
});

test('a choice is merged by its label as it was at scheduling', () => {
  const keys = [key({ key: 'rank', type: 'single_choice', choices: [{ id: 'c1', label: 'ゴールド' }] })];
  expect(mergeValueReader(keys, CONTEXT, '{{rank}}')({ ...NOBODY, fieldValues: { '1': 'c1' } })).toMatchObject({
    rank: 'ゴールド',
  });
});

test('a ticked box is merged as はい, a prefecture by its name, whatever language the dashboard has', () => {
  const keys = [
    key({ key: 'member', fieldId: '1', type: 'checkbox' }),
    key({ key: 'prefecture', fieldId: '2', type: 'prefecture' }),
    key({ key: 'tel', fieldId: '3', type: 'phone' }),
  ];
  const read = mergeValueReader(keys, CONTEXT, '{{member}} {{prefecture}} {{tel}}');
  const fieldValues = { '1': true, '2': '13', '3': '03-1234-5678' };
  expect(read({ ...NOBODY, fieldValues })).toMatchObject({ member: 'はい', prefecture: '東京都', tel: '03-1234-5678' });
  expect(read({ ...NOBODY, fieldValues: { '1': false } })).toMatchObject({ member: 'いいえ' });
  expect(read(NOBODY)).not.toHaveProperty('member');
});

test('fields that the mail does not use are not looked up; empty ones are left to the default', () => {
  const keys = [key({ key: 'name' }), key({ key: 'city', fieldId: '2' })];
  const read = mergeValueReader(keys, CONTEXT, 'Dear {{ name }}');
  expect(Object.keys(read({ ...NOBODY, fieldValues: { '1': '花子', '2': '東京' } }))).not.toContain('city');
  expect(read(NOBODY)).not.toHaveProperty('name');
});
