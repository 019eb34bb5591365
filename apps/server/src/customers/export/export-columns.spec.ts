import { describe, expect, test } from '@jest/globals';
import { compileColumns, needsOf, strangeColumn, type ExportRow } from './export-columns.js';

const fields = [
  { id: '1', label: 'お名前', type: 'text', choices: [] },
  { id: '2', label: '誕生日', type: 'date', choices: [] },
  {
    id: '3',
    label: '興味',
    type: 'multiple_choice',
    choices: [
      { id: 'c1', label: '食品' },
      { id: 'c2', label: '旅行' },
    ],
  },
] as const;

const row: ExportRow = {
  id: '7',
  email: 'taro@example.jp',
  status: 'error',
  error_count: 3,
  status_changed_at: '2026/11/20 12:00:00',
  registered_via: 'csv',
  created_at: '2026/04/01 09:00:00',
  updated_at: '2026/05/01 09:00:00',
  field_values: { 1: '山田', 2: '1980-04-01', 3: ['c1', 'c2'] },
  groups: '会員、VIP',
  delivery_state: 'stopped',
  state_changed_at: '2026/10/01 10:00:00',
  state_changed_via: 'one_click',
  joined_at: '2026/04/02 09:00:00',
};

describe('the columns of a file', () => {
  test('C-23 stand in the order they were chosen, under the names of the list', () => {
    const columns = compileColumns(['field:2', 'email', 'field:3', 'status', 'registered_via'], fields, 'ja');
    expect(columns.headings).toEqual(['誕生日', 'メールアドレス', '興味', 'ステータス', '登録経路']);
    expect(columns.cellsOf(row)).toEqual(['1980/04/01', 'taro@example.jp', '食品、旅行', 'エラー', 'CSV']);
  });

  test('C-17 tell of a stop when and how, and nothing once the customer is 配信可能 again', () => {
    const columns = compileColumns(['delivery_state', 'stopped_at', 'stopped_via', 'joined_at'], fields, 'ja');
    expect(columns.headings).toEqual(['配信状態', '配信停止日時', '配信停止方法', 'グループ追加日時']);
    expect(columns.cellsOf(row)).toEqual([
      '配信停止',
      '2026/10/01 10:00:00',
      'ワンクリック解除',
      '2026/04/02 09:00:00',
    ]);
    expect(columns.cellsOf({ ...row, delivery_state: 'active' }).slice(0, 3)).toEqual(['配信可能', '', '']);
    const outside = { ...row, delivery_state: null, state_changed_at: null, state_changed_via: null, joined_at: null };
    expect(columns.cellsOf(outside)).toEqual(['', '', '', '']);
  });

  test('speak the language of whoever ordered the file', () => {
    const columns = compileColumns(['email', 'status', 'stopped_via', 'error_count'], fields, 'en');
    expect(columns.headings).toEqual(['E-mail', 'Status', 'Stopped by', 'Errors']);
    expect(columns.cellsOf(row)).toEqual(['taro@example.jp', 'Error', 'One-click unsubscribe', '3']);
  });

  test('of a field that has gone meanwhile stay, empty', () => {
    expect(compileColumns(['field:9', 'email'], fields, 'ja').cellsOf(row)).toEqual(['', 'taro@example.jp']);
  });

  test('that cannot be are named', () => {
    expect(strangeColumn(['email', 'field:1'], fields, false)).toBeNull();
    expect(strangeColumn(['email', 'email'], fields, false)).toEqual({ key: 'email', code: 'column-twice' });
    expect(strangeColumn(['field:9'], fields, false)).toEqual({ key: 'field:9', code: 'unknown-column' });
    expect(strangeColumn(['password_hash'], fields, false)?.code).toBe('unknown-column');
    expect(strangeColumn(['stopped_at'], fields, false)?.code).toBe('column-needs-group');
    expect(strangeColumn(['stopped_at'], fields, true)).toBeNull();
  });

  test('decide what has to be read', () => {
    expect(needsOf(['email', 'status'])).toEqual({ fieldValues: false, groups: false, membership: false });
    expect(needsOf(['field:1', 'groups', 'stopped_via'])).toEqual({
      fieldValues: true,
      groups: true,
      membership: true,
    });
  });
});
