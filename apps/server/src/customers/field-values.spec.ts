import { describe, expect, test } from '@jest/globals';
import {
  checkFieldValue,
  compileFieldCheck,
  compileFieldText,
  fieldValueText,
  type FieldShape,
} from './field-values.js';
import type { FieldType } from './field.types.js';

const COLOURS = [
  { id: 'a1', label: '赤' },
  { id: 'b2', label: '青' },
  { id: 'c3', label: '緑（新）' },
  { id: 'd4', label: '白', retired: true },
];
const field = (type: FieldType): FieldShape => ({ type, choices: type.endsWith('choice') ? COLOURS : [] });
const valueOf = (type: FieldType, text: string): unknown => {
  const result = checkFieldValue(field(type), text);
  return result.ok ? result.value : result.code;
};

describe.each(['text', 'long_text', 'number', 'date', 'single_choice', 'multiple_choice'] as const)('%s', (type) => {
  test.each(['', '  ', '\u3000', '\r\n'])('%j is empty', (text) => {
    expect(valueOf(type, text)).toBeNull();
  });
});

describe('text', () => {
  test('is kept as typed, trimmed', () => {
    expect(valueOf('text', ' 山田　太郎\u3000')).toBe('山田　太郎');
    expect(valueOf('text', '①㈱髙﨑')).toBe('①㈱髙﨑');
    expect(valueOf('text', '=1+1')).toBe('=1+1');
  });

  test('is one line, long text keeps its lines', () => {
    expect(valueOf('text', '東京都\r\n港区\n\n 1-2')).toBe('東京都 港区 1-2');
    expect(valueOf('long_text', '東京都\r\n港区\r1-2\n')).toBe('東京都\n港区\n1-2');
  });

  test('C-05 holds 900 characters, full and half width alike, and a surrogate pair is one', () => {
    expect(valueOf('text', 'あ'.repeat(900))).toBe('あ'.repeat(900));
    expect(valueOf('text', '𠮷'.repeat(900))).toBe('𠮷'.repeat(900));
    expect(checkFieldValue(field('text'), 'a'.repeat(901))).toEqual({
      ok: false,
      code: 'too-long',
      params: { max: 900 },
    });
    expect(valueOf('long_text', '𠮷'.repeat(901))).toBe('too-long');
  });

  test('what a database cannot hold is refused', () => {
    expect(valueOf('text', 'a\u0000b')).toBe('control-character');
    expect(valueOf('text', 'a\u001Bb')).toBe('control-character');
    expect(valueOf('text', 'a\uD800b')).toBe('control-character');
    expect(valueOf('text', 'a\tb')).toBe('a\tb');
  });
});

describe('number', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['42', 42],
    [' +42 ', 42],
    ['-3.25', -3.25],
    ['1,234,567.5', 1234567.5],
    ['１，２３４', 1234],
    ['−５', -5],
    ['007', 7],
    ['123456789012345', 123456789012345],
    ['0.000001', 0.000001],
  ])('%j is %d', (text, value) => {
    expect(valueOf('number', text)).toBe(value);
  });

  test.each([
    'abc',
    '1e5',
    '1,23',
    '12,3456',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1234567890123456',
    '0.0000001',
    '5円',
    '--1',
  ])('%j is none', (text) => {
    expect(valueOf('number', text)).toBe('not-a-number');
  });

  test('more digits than a double keeps are refused, decimals included', () => {
    expect(valueOf('number', '12345678901.123456')).toBe('not-a-number');
  });
});

describe('date', () => {
  test.each([
    ['1980/4/1', '1980-04-01'],
    ['1980/04/01', '1980-04-01'],
    ['1980-04-01', '1980-04-01'],
    ['1980-4-1', '1980-04-01'],
    ['19800401', '1980-04-01'],
    ['1980年4月1日', '1980-04-01'],
    ['１９８０／４／１', '1980-04-01'],
    [' 2000-02-29 ', '2000-02-29'],
    ['2024/2/29', '2024-02-29'],
  ])('C-43 %j is %j', (text, value) => {
    expect(valueOf('date', text)).toBe(value);
  });

  test.each([
    '1980/13/1',
    '1980/0/1',
    '1980/4/31',
    '1900/2/29',
    '2023-02-29',
    '0000/1/1',
    '80/4/1',
    '1980/4-1',
    '1980/4',
    '1980年4月',
    '4/1/1980',
    '昭和55年4月1日',
  ])('%j is none', (text) => {
    expect(valueOf('date', text)).toBe('not-a-date');
  });
});

describe('choices', () => {
  test('C-43 are read by label, width and case aside, or by id, and stored by id', () => {
    expect(valueOf('single_choice', '赤')).toBe('a1');
    expect(valueOf('single_choice', ' 青 ')).toBe('b2');
    expect(valueOf('single_choice', '緑(新)')).toBe('c3');
    expect(valueOf('single_choice', 'c3')).toBe('c3');
  });

  test('several are separated by , or | (or 、), in the order of the choices, none twice', () => {
    expect(valueOf('multiple_choice', '青,赤')).toEqual(['a1', 'b2']);
    expect(valueOf('multiple_choice', '赤|青|赤')).toEqual(['a1', 'b2']);
    expect(valueOf('multiple_choice', '青、 緑（新）')).toEqual(['b2', 'c3']);
    expect(valueOf('multiple_choice', '赤')).toEqual(['a1']);
    expect(valueOf('multiple_choice', ',|')).toBeNull();
  });

  test('a label that is none of them, or retired, is refused by name', () => {
    expect(checkFieldValue(field('multiple_choice'), '赤,黄')).toEqual({
      ok: false,
      code: 'unknown-choice',
      params: { choice: '黄' },
    });
    expect(valueOf('single_choice', '白')).toBe('unknown-choice');
    expect(valueOf('single_choice', '赤,青')).toBe('several-choices');
  });

  test('a compiled check gives the same answer the second time', () => {
    const check = compileFieldCheck(field('multiple_choice'));
    expect(check('赤|青')).toEqual(check('赤|青'));
    expect(check('黄')).toEqual(check('黄'));
  });
});

describe('a value as people read it', () => {
  test.each([
    ['text', '山田', '山田'],
    ['number', 1234567.5, '1234567.5'],
    ['number', 0.000001, '0.000001'],
    ['number', 0, '0'],
    ['date', '1980-04-01', '1980/04/01'],
    ['single_choice', 'a1', '赤'],
    ['multiple_choice', ['a1', 'c3'], '赤、緑（新）'],
    ['single_choice', 'd4', '白'],
    ['single_choice', 'gone', ''],
    ['text', undefined, ''],
    ['multiple_choice', null, ''],
  ] as const)('%s %j is %j', (type, value, text) => {
    expect(fieldValueText(field(type), value)).toBe(text);
  });

  test('what is shown can be read in again', () => {
    for (const [type, text] of [
      ['date', '1980/04/01'],
      ['multiple_choice', '赤、青'],
      ['number', '-3.25'],
    ] as const) {
      const result = checkFieldValue(field(type), text);
      expect(result.ok && compileFieldText(field(type))(result.value)).toBe(text);
    }
  });
});
