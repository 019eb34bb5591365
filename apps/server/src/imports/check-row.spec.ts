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
  operation: 'register',
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
      bar: null,
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
      bar: { code: OUTCOMES.fieldRequired.code, detail: { field: 'お名前' } },
    });
    const blanking = compileRowCheck(plan({ fields: [required], blanksEmptyCells: true }));
    expect(blanking(['a@example.jp', ''])).toMatchObject({ ok: false, code: OUTCOMES.fieldRequired.code });
  });
});

describe('check of one row for the other operations', () => {
  const strict = { ...name, required: true };

  test('C-33 a stop does not fail for a broken value: it only cannot register anybody', () => {
    const check = compileRowCheck(plan({ operation: 'stop' }));
    expect(check(['taro@example.jp', '山田', '2月31日'])).toEqual({
      ok: true,
      email: 'taro@example.jp',
      emailNormalised: 'taro@example.jp',
      values: {},
      bar: { code: OUTCOMES.fieldRefused.code, detail: { field: '誕生日', problem: 'not-a-date', params: {} } },
    });
    expect(check(['taro@example.jp', '山田'])).toMatchObject({ values: { 1: '山田' }, bar: null });
  });

  test('a deletion looks at the address alone', () => {
    const check = compileRowCheck(plan({ operation: 'delete', fields: [strict, birthday] }));
    expect(check(['taro@example.jp', '', '2月31日'])).toMatchObject({ ok: true, values: {}, bar: null });
    expect(check(['taro@'])).toEqual({ ok: false, code: OUTCOMES.addressMalformed.code, detail: null });
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
    const { parts } = planChunk(rows, { overwrite: true, blanksEmptyCells: false });
    expect(parts.map((part) => part.map((c) => [c.values, c.rows.map((row) => row.at)]))).toEqual([
      [
        [{ 1: '一', 2: '2001-01-01' }, [0, 2]],
        [{ 1: '二' }, [1]],
      ],
    ]);
  });

  test('C-42 where empty cells blank, the last row stands alone', () => {
    const { parts } = planChunk(rows, { overwrite: true, blanksEmptyCells: true });
    expect(parts[0]?.[0]?.values).toEqual({ 2: '2001-01-01' });
  });

  test('C-34 without overwriting the first row wins', () => {
    const { parts } = planChunk(rows, { overwrite: false, blanksEmptyCells: false });
    expect(parts[0]?.[0]?.values).toEqual({ 1: '一', 2: '2000-01-01' });
  });

  test('a row that can register, after one that cannot, is applied after it: it means something else for a new customer', () => {
    const required = compileRowCheck(plan({ fields: [{ ...name, required: true }, birthday] }));
    const mixed = [
      ['a@example.jp', '', '2000-01-01'],
      ['b@example.jp', '二'],
      ['a@example.jp', '一'],
      ['b@example.jp'],
    ];
    const { parts } = planChunk(mixed.map(required), { overwrite: true, blanksEmptyCells: false });
    expect(
      parts.map((part) => part.map((c) => [c.emailNormalised, c.mayRegister, c.rows.map((row) => row.at)])),
    ).toEqual([
      [
        ['a@example.jp', false, [0]],
        ['b@example.jp', true, [1]],
      ],
      [
        ['a@example.jp', true, [2]],
        ['b@example.jp', false, [3]],
      ],
    ]);
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
