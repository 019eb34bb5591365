import { expect, test } from '@jest/globals';
import { compileConversion, staysItself } from './compile-conversion.js';
import type { FieldShape } from './field-check.types.js';
import type { FieldType, FieldValue, InputRestriction } from './field.types.js';

const RED = { id: 'a1', label: '赤' };
const BLUE = { id: 'b2', label: '青' };
const OLD = { id: 'z9', label: '旧', retired: true };
const choicesOf = (type: FieldType) => (type.endsWith('choice') ? [RED, BLUE, OLD] : []);
const shape = (type: FieldType, inputRestriction: InputRestriction = 'none'): FieldShape => ({
  type,
  choices: choicesOf(type),
  inputRestriction,
});

test.each([
  ['text', '42', 'number', 42],
  ['text', '１，０００', 'number', 1000],
  ['text', '42歳', 'number', 'not-a-number'],
  ['text', '1980年4月1日', 'date', '1980-04-01'],
  ['text', '昭和55年', 'date', 'not-a-date'],
  ['text', '赤', 'single_choice', 'a1'],
  ['text', '赤、青', 'multiple_choice', ['a1', 'b2']],
  ['text', '緑', 'single_choice', 'unknown-choice'],
  ['text', '東京', 'prefecture', '13'],
  ['text', 'はい', 'checkbox', true],
  ['text', '０３−１２３４−５６７８', 'phone', '03-1234-5678'],
  ['text', '1000001', 'postal_code', '100-0001'],
  ['long_text', '東京都\n港区', 'text', '東京都 港区'],
  ['number', 1234.5, 'text', '1234.5'],
  ['number', 20260401, 'date', '2026-04-01'],
  ['date', '1980-04-01', 'text', '1980/04/01'],
  ['single_choice', 'a1', 'text', '赤'],
  ['single_choice', 'a1', 'multiple_choice', ['a1']],
  ['single_choice', 'gone', 'text', 'unknown-choice'],
  ['multiple_choice', ['a1', 'b2'], 'text', '赤、青'],
  ['multiple_choice', ['a1'], 'single_choice', 'a1'],
  ['multiple_choice', ['a1', 'b2'], 'single_choice', 'several-choices'],
  ['checkbox', true, 'text', 'はい'],
  ['checkbox', false, 'number', 'not-a-number'],
  ['prefecture', '13', 'text', '東京都'],
  ['phone', '03-1234-5678', 'number', 'not-a-number'],
] as const)('%s %j as %s is %j', (from, value, to, expected) => {
  const checked = compileConversion(shape(from), shape(to))(value as FieldValue);
  expect(checked.ok ? checked.value : checked.code).toEqual(expected);
});

test('a retired choice that both fields know is kept, although nobody can choose it any more', () => {
  expect(compileConversion(shape('single_choice'), shape('multiple_choice'))('z9')).toEqual({
    ok: true,
    value: ['z9'],
  });
});

test('C-06 the restriction of the new field counts as well', () => {
  const convert = compileConversion(shape('number'), shape('text', 'full_width'));
  expect(convert(42)).toMatchObject({ ok: false, code: 'not-full-width' });
});

test.each([
  ['text', 'long_text', true],
  ['long_text', 'text', true],
  ['phone', 'text', true],
  ['postal_code', 'long_text', true],
  ['text', 'phone', false],
  ['text', 'number', false],
  ['single_choice', 'multiple_choice', false],
  ['date', 'text', false],
] as const)('a field of %s that becomes %s stays itself: %s', (from, to, stays) => {
  expect(staysItself(from, to)).toBe(stays);
});
