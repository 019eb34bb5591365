import { expect, test } from '@jest/globals';
import { checkFieldValue } from '../customers/field-values.js';
import { INPUT_RESTRICTIONS, type FieldType } from '../customers/field.types.js';
import { fieldRefusalEn, fieldRefusalJa } from './field-refusal.js';

test.each([
  ['full_width', '山田 太郎', '【氏名】は全角で入力してください'],
  ['half_width', '山田', '【氏名】は半角で入力してください'],
  ['half_width_alphanumeric', 'a-1', '【氏名】は半角英数字で入力してください'],
  ['half_width_digits', '１２', '【氏名】は半角数字で入力してください'],
  ['full_width_katakana', 'ﾔﾏﾀﾞ', '【氏名】は全角カタカナで入力してください'],
  ['hiragana', 'ヤマダ', '【氏名】はひらがなで入力してください'],
  ['email', 'taro', '【氏名】はメールアドレスの形式（半角）で入力してください'],
  ['url', 'example.jp', '【氏名】はhttps:// から始まるURLで入力してください'],
] as const)('C-06 C-44 a cell that breaks %s: %s → %s', (inputRestriction, cell, words) => {
  const checked = checkFieldValue({ type: 'text', choices: [], inputRestriction }, cell);
  expect(checked.ok ? '' : fieldRefusalJa({ field: '氏名', problem: checked.code })).toBe(words);
});

test.each([
  ['checkbox', '?', '【x】は「はい」か「いいえ」で入力してください', '[x] must be yes or no'],
  ['prefecture', '江戸', '【x】が都道府県名ではありません: 江戸', '[x] is not a prefecture of Japan: 江戸'],
  ['postal_code', '1', '【x】の郵便番号が正しくありません（7桁の数字）', '[x] is not a postal code (7 digits)'],
] as const)('C-44 a cell that is no %s says so in both languages', (type: FieldType, cell, ja, en) => {
  const checked = checkFieldValue({ type, choices: [] }, cell);
  if (checked.ok) throw new Error('unreachable');
  const detail = { field: 'x', problem: checked.code, params: checked.params };
  expect([fieldRefusalJa(detail), fieldRefusalEn(detail)]).toEqual([ja, en]);
});

test('every restriction has words of its own', () => {
  const words = INPUT_RESTRICTIONS.filter((restriction) => restriction !== 'none').map((inputRestriction) => {
    const cell = inputRestriction === 'full_width' ? 'a' : '漢';
    const checked = checkFieldValue({ type: 'text', choices: [], inputRestriction }, cell);
    return checked.ok ? '' : fieldRefusalEn({ field: 'x', problem: checked.code });
  });
  expect(new Set(words).size).toBe(INPUT_RESTRICTIONS.length - 1);
  expect(words).not.toContain('[x] has a wrong value');
});

test('a problem that is no longer known is still told', () => {
  expect(fieldRefusalJa({ field: 'x', problem: 'gone' })).toBe('【x】の値が正しくありません');
});
