import { describe, expect, test } from '@jest/globals';
import { checkFieldValue } from './field-values.js';
import { INPUT_RESTRICTIONS, type FieldType, type InputRestriction } from './field.types.js';

const outcome = (type: FieldType, inputRestriction: InputRestriction, text: string): unknown => {
  const checked = checkFieldValue({ type, choices: [], inputRestriction }, text);
  return checked.ok ? checked.value : checked.code;
};

interface Cases {
  readonly problem: string;
  readonly fits: readonly string[];
  readonly refused: readonly string[];
}

const CASES: Readonly<Record<Exclude<InputRestriction, 'none'>, Cases>> = {
  full_width: {
    problem: 'not-full-width',
    fits: [
      '山田　太郎',
      'ヤマダ',
      'ＡＢＣ１２３',
      '①㈱髙﨑',
      '𠮷野家',
      '東京都港区１−２−３',
      '±×÷°',
      'が',
      'か\u3099',
      '😀',
    ],
    refused: ['山田 太郎', 'ﾔﾏﾀﾞ', 'ＡＢＣ123', 'a', '山田\t太郎', 'café', '山田｡', '¥100', '･'],
  },
  half_width: {
    problem: 'not-half-width',
    fits: ['abc 123', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'ｶﾞ', 'café', '~!@#', '¥100', '｡｢｣､･'],
    refused: ['山田', 'ａｂｃ', 'ヤマダ', 'abc　def', '𠮷', 'ガ', '±', '×', '“'],
  },
  half_width_alphanumeric: {
    problem: 'not-half-width-alphanumeric',
    fits: ['abc', 'ABC123', '007'],
    refused: ['abc 123', 'a-b', 'ａｂｃ', '１２３', 'ｱｲｳ', 'é', 'a_b', '²'],
  },
  half_width_digits: {
    problem: 'not-half-width-digits',
    fits: ['0', '00123'],
    refused: ['１２３', '12-3', '1.5', '-1', '1a', '٣'],
  },
  full_width_katakana: {
    problem: 'not-full-width-katakana',
    fits: ['ヤマダ　タロウ', 'ヤマダ タロウ', 'ヴァイオリン', 'コーヒー・ヌガー', 'カ\u3099', 'ㇰ', 'ヵヶ', 'ヷヽヾ'],
    refused: ['ﾔﾏﾀﾞ', 'やまだ', 'ヤマダ1', 'ヤマダ１', 'ヤマ田', 'ヤマダ-', 'ｰ', '゛'],
  },
  hiragana: {
    problem: 'not-hiragana',
    fits: ['やまだ　たろう', 'やまだ たろう', 'らーめん', 'ゔ', 'か\u3099き\u3099', 'ゝゞ', 'ゕゖ'],
    refused: ['ヤマダ', 'ﾔﾏﾀﾞ', 'やまだ1', '山だ', 'やまだ。', 'ｰ'],
  },
  email: {
    problem: 'not-an-email',
    fits: ['taro@example.jp', 'Taro.Y@Example.JP', 'a..b.@docomo.ne.jp'],
    refused: [
      'taro',
      'taro@',
      'ｔａｒｏ@example.jp',
      'taro＠example.jp',
      'a b@example.jp',
      'a@example.jp, b@example.jp',
    ],
  },
  url: {
    problem: 'not-a-url',
    fits: ['https://example.jp', 'HTTP://example.jp/a?b=c#d', 'https://例え.jp/日本語', 'https://example.jp:8080/'],
    refused: [
      'example.jp',
      'ftp://example.jp',
      'https://',
      'https:///a',
      'https://example.jp/a b',
      'ｈｔｔｐｓ://example.jp',
      'javascript:alert(1)',
      'https://example.jp:99999/',
    ],
  },
};

describe.each(Object.entries(CASES))('C-06 %s', (restriction, { problem, fits, refused }) => {
  test.each(fits)('%j fits', (text) => {
    expect(outcome('text', restriction as InputRestriction, text)).toBe(text);
  });

  test.each(refused)('%j is refused', (text) => {
    expect(outcome('text', restriction as InputRestriction, text)).toBe(problem);
  });
});

test.each(INPUT_RESTRICTIONS)('C-06 %s: nothing is still nothing, and other problems are told first', (restriction) => {
  for (const empty of ['', ' ', '\u3000', '\r\n']) expect(outcome('text', restriction, empty)).toBeNull();
  expect(outcome('text', restriction, 'ア'.repeat(901))).toBe('too-long');
  expect(outcome('text', restriction, 'a\u0000b')).toBe('control-character');
  expect(outcome('text', restriction, 'ア\uD842')).toBe('control-character');
});

test('C-06 the lines of a long text have no width', () => {
  expect(outcome('long_text', 'full_width', '東京都\r\n港区')).toBe('東京都\n港区');
  expect(outcome('long_text', 'half_width', 'a\nb\tc')).toBe('a\nb\tc');
  expect(outcome('long_text', 'full_width', '東京都\nMinato')).toBe('not-full-width');
});

test('C-05 C-06 both hold for 900 characters of two units each', () => {
  expect(outcome('text', 'full_width', '𠮷'.repeat(900))).toBe('𠮷'.repeat(900));
  expect(outcome('text', 'full_width', '𠮷'.repeat(901))).toBe('too-long');
});
