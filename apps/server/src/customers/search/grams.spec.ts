import { describe, expect, test } from '@jest/globals';
import {
  addLonePairs,
  addPieces,
  bucketToken,
  BUCKET_SIZE,
  fold,
  pairTokens,
  searchEntry,
  termTokens,
  valueToken,
} from './grams.js';

const piecesOf = (text: string): Set<number> => {
  const tokens = new Set<number>();
  addPieces(fold(text), tokens);
  return tokens;
};

/** Whether a customer with this text is a candidate for the term; null when the index cannot tell. */
const isCandidate = (text: string, term: string): boolean | null => {
  const tokens = termTokens(fold(term));
  const pieces = piecesOf(text);
  return tokens === null ? null : tokens.every((token) => pieces.has(token));
};

describe('a text is folded', () => {
  test.each([
    ['Ｔａｒｏ＠Example．JP', 'taro@example.jp'],
    ['ﾔﾏﾀﾞ', 'ヤマダ'],
    ['㈱髙﨑', '(株)髙﨑'],
    ['山田　太郎', '山田 太郎'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['İ', 'i'],
    ['ÀÉ', 'àé'],
  ])('%j as %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('tokens', () => {
  test.each([
    ['山田 太郎', '山田'],
    ['山田 太郎', '太郎'],
    ['山田 太郎', '田 太'],
    ['山田 太郎', '郎'],
    ['taro.yamada@example.jp', 'yam'],
    ['taro.yamada@example.jp', 'TARO.YAMADA@EXAMPLE.JP'],
    ['㈱髙﨑', '株'],
    ['A株式会社', 'a株'],
    ['𠮷野家', '𠮷野'],
    ['𠮷野家', '𠮷'],
    ['ﾔﾏﾀﾞ', 'ヤマダ'],
  ])('%j is a candidate for %j', (text, term) => {
    expect(isCandidate(text, term)).toBe(true);
  });

  test.each([
    ['山田 太郎', '田山'],
    ['山田 太郎', '花'],
    ['taro.yamada@example.jp', 'tarp'],
    ['taro.yamada@example.jp', 'yamamoto'],
  ])('%j is none for %j', (text, term) => {
    expect(isCandidate(text, term)).toBe(false);
  });

  test.each(['a', 'ア', 'ん'])('the index cannot tell for %j', (term) => {
    expect(termTokens(fold(term))).toBeNull();
    expect(pairTokens(fold(term))).toBeNull();
  });

  test.each(['zq', 'zq@example.jp', 'a.zq', '山zq田', 'xzqy', '漢zq', '1zq\n2'])(
    'two ASCII characters are looked for in the pieces around them: %j',
    (text) => {
      const pieces = piecesOf(text);
      addLonePairs(fold(text), pieces);
      expect(pairTokens('zq')?.some((token) => pieces.has(token))).toBe(true);
      expect(pairTokens('qz')?.some((token) => pieces.has(token))).toBe(false);
    },
  );

  test('every part of any text is among its tokens', () => {
    const alphabet = [...'ab1.@ 山田太郎アイ㈱ｶﾞ𠮷Z'];
    let seed = 7;
    const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    for (let i = 0; i < 2000; i += 1) {
      const text = fold(Array.from({ length: 1 + random(12) }, () => alphabet[random(alphabet.length)]).join(''));
      const start = random(text.length);
      const part = text.slice(start, start + 1 + random(text.length - start));
      expect([text, part, isCandidate(text, part)]).not.toEqual([text, part, false]);
    }
  });

  test('whole values belong to their field, and long texts have none', () => {
    expect(valueToken('3', 'c1')).not.toBe(valueToken('4', 'c1'));
    expect(valueToken('3', 'ABC')).toBe(valueToken('3', 'ａｂｃ'));
    expect(valueToken('3', 42)).toBe(valueToken('3', '42'));
    expect(valueToken('3', 'あ'.repeat(101))).toBeNull();
  });

  test('neighbours share a bucket, and buckets differ', () => {
    expect(bucketToken(Math.floor((BUCKET_SIZE - 1) / BUCKET_SIZE))).toBe(bucketToken(0));
    expect(new Set(Array.from({ length: 1000 }, (_, i) => bucketToken(i))).size).toBe(1000);
  });
});

test('the entry of a customer holds the address, searchable texts and whole values', () => {
  const { tokens, texts } = searchEntry(
    {
      id: String(BUCKET_SIZE * 2 + 5),
      emailNormalised: 'taro@example.jp',
      fieldValues: {
        '1': '山田 太郎',
        '2': '東京都',
        '3': ['c1', 'c2'],
        '4': 42,
        '5': true,
        '6': false,
        '9': 'of a field that is gone',
      },
    },
    [
      { id: '1', type: 'text', searchable: true },
      { id: '2', type: 'text', searchable: false },
      { id: '3', type: 'multiple_choice', searchable: false },
      { id: '4', type: 'number', searchable: false },
      { id: '5', type: 'checkbox', searchable: false },
      { id: '6', type: 'checkbox', searchable: false },
    ],
  );
  expect(texts).toBe('taro@example.jp\n山田 太郎');
  const has = (token: number | null): boolean => token !== null && tokens.has(token);
  expect(has(bucketToken(2))).toBe(true);
  expect([has(valueToken('3', 'c1')), has(valueToken('3', 'c2')), has(valueToken('4', 42))]).toEqual([
    true,
    true,
    true,
  ]);
  expect([has(valueToken('5', 'true')), has(valueToken('6', 'true'))]).toEqual([true, false]);
  expect(has(valueToken('2', '東京都'))).toBe(true);
  expect(termTokens('山田')?.every(has)).toBe(true);
  expect(termTokens('東京')?.every(has)).toBe(false);
});
