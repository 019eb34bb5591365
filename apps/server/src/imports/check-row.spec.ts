import { describe, expect, test } from '@jest/globals';
import { compileRowCheck, type ImportField, type RowPlan } from './check-row.js';
import { planChunk } from './chunk-plan.js';
import { OUTCOMES, outcomeClass, outcomeText } from './row-outcome.js';
import { suggestMapping } from './suggest-mapping.js';

const name: ImportField = { id: '1', label: 'お名前', type: 'text', choices: [], required: false };
const birthday: ImportField = { id: '2', label: '誕生日', type: 'date', choices: [], required: false };
const rank: ImportField = {
  id: '3',
  label: '会員ランク',
  type: 'single_choice',
  choices: [{ id: 'g', label: 'ゴールド' }],
  required: false,
};
const plan = (changes: Partial<RowPlan> = {}): RowPlan => ({
  mapping: ['email', 'field:1', 'field:2', 'field:3', 'ignore'],
  fields: [name, birthday, rank],
  blanksEmptyCells: false,
  ...changes,
});

describe('check of one row', () => {
  const check = compileRowCheck(plan());

  test('C-40 a short row is padded, not refused', () => {
    expect(check(['taro@example.jp'])).toMatchObject({ ok: true, values: {} });
  });

  test('C-43 values are stored by the field’s rules', () => {
    expect(check(['Taro@Example.JP', '山田', '1980年4月1日', 'ゴールド', 'x'])).toEqual({
      ok: true,
      email: 'Taro@example.jp',
      emailNormalised: 'taro@example.jp',
      values: { 1: '山田', 2: '1980-04-01', 3: 'g' },
      lacks: null,
    });
  });

  test('C-32 a row without an address fails, and one with a broken address says so', () => {
    expect(check(['', '山田'])).toEqual({ ok: false, code: OUTCOMES.addressMissing.code, detail: null });
    expect(check(['taro@', '山田'])).toEqual({ ok: false, code: OUTCOMES.addressMalformed.code, detail: null });
  });

  test('J-01 docomo addresses with two dots are customers too', () => {
    expect(check(['taro..y@docomo.ne.jp'])).toMatchObject({ ok: true, emailNormalised: 'taro..y@docomo.ne.jp' });
  });

  test('C-44 the reason names the field', () => {
    const checked = check(['taro@example.jp', '', '1980/13/40']);
    expect(checked).toMatchObject({ ok: false, code: OUTCOMES.fieldRefused.code });
    if (checked.ok) throw new Error('unreachable');
    expect(outcomeText(checked.code, checked.detail ?? {}, 'ja')).toBe('【誕生日】の日付が正しくありません');
  });

  test('C-45 the escape of an exported formula cell is taken off', () => {
    expect(check(['taro@example.jp', "'=SUM(A1)"])).toMatchObject({ ok: true, values: { 1: '=SUM(A1)' } });
  });

  test('an empty required cell leaves the row for an update only, or fails where it would blank the value', () => {
    const required = { ...name, required: true };
    expect(compileRowCheck(plan({ fields: [required] }))(['a@example.jp', ' '])).toMatchObject({
      ok: true,
      lacks: 'お名前',
    });
    const blanking = compileRowCheck(plan({ fields: [required], blanksEmptyCells: true }));
    expect(blanking(['a@example.jp', ''])).toMatchObject({ ok: false, code: OUTCOMES.fieldRequired.code });
  });
});

describe('rows of the same address in one chunk', () => {
  const check = compileRowCheck(plan());
  const rows = [
    ['a@example.jp', '一', '2000-01-01'],
    ['b@example.jp', '二'],
    ['A@example.jp', '', '2001-01-01'],
  ].map(check);

  test('C-35 with overwriting the last row wins, cell by cell', () => {
    const { customers } = planChunk(rows, { overwrite: true, blanksEmptyCells: false });
    expect(customers.map((c) => [c.values, c.rows])).toEqual([
      [{ 1: '一', 2: '2001-01-01' }, [0, 2]],
      [{ 1: '二' }, [1]],
    ]);
  });

  test('C-42 where empty cells blank, the last row stands alone', () => {
    const { customers } = planChunk(rows, { overwrite: true, blanksEmptyCells: true });
    expect(customers[0]?.values).toEqual({ 2: '2001-01-01' });
  });

  test('C-34 without overwriting the first row wins', () => {
    const { customers } = planChunk(rows, { overwrite: false, blanksEmptyCells: false });
    expect(customers[0]?.values).toEqual({ 1: '一', 2: '2000-01-01' });
  });
});

test('C-34 every outcome belongs to one of the four classes, and no code is used twice', () => {
  const codes = Object.values(OUTCOMES).map((outcome) => outcome.code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.map(outcomeClass)).toEqual(Object.values(OUTCOMES).map((outcome) => outcome.class));
});

describe('suggested mapping', () => {
  const fields = [
    { id: '1', label: 'お名前', mergeKey: 'お名前' },
    { id: '2', label: '誕生日', mergeKey: 'birthday' },
  ];

  test('C-41 columns are found by their headings', () => {
    const rows = [
      ['お名前', 'E-Mail', 'BIRTHDAY', '備考'],
      ['山田', 'taro@example.jp', '', ''],
    ];
    expect(suggestMapping(rows, fields)).toEqual({
      hasHeader: true,
      mapping: ['field:1', 'email', 'field:2', 'ignore'],
    });
  });

  test('a file without headings is recognised by an address in its first row', () => {
    expect(suggestMapping([['山田', 'taro@example.jp']], fields)).toEqual({
      hasHeader: false,
      mapping: ['ignore', 'email'],
    });
  });
});
