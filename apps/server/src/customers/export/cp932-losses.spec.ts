import { expect, test } from '@jest/globals';
import { encodeCsv } from '@kubari/csv';
import { Cp932Losses } from './cp932-losses.js';

function lossesOf(...texts: string[]): Cp932Losses {
  const losses = new Cp932Losses();
  for (const text of texts) losses.note(text);
  return losses;
}

test('C-40 what CP932 does not have is counted and listed with what becomes of it', () => {
  const losses = lossesOf('①㈱髙﨑 abc ｱｲｳ', 'é😀é?', '😀𠮷', 'é');
  expect(losses.total).toBe(6);
  expect(losses.examples()).toEqual([
    { character: 'é', becomes: '?', count: 3 },
    { character: '😀', becomes: '?', count: 2 },
    { character: '𠮷', becomes: '?', count: 1 },
  ]);
});

test('J-11 a wave dash becomes its Windows twin, and that is said', () => {
  expect(lossesOf('10〜20').examples()).toEqual([{ character: '〜', becomes: '～', count: 1 }]);
});

test('nothing is lost of what Japanese Excel writes', () => {
  expect(lossesOf('東京都千代田区1-2-3～メゾン№5 ℡ⅢⅲΩЯ￥').total).toBe(0);
});

test('the count covers every ? that the encoder puts', () => {
  const text = Array.from({ length: 0xffff }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCharCode(code))
    .join('');
  const losses = lossesOf(text);
  const { unmappable } = encodeCsv(text, 'cp932');
  expect(unmappable).toBeGreaterThan(50_000);
  expect(losses.total).toBeGreaterThanOrEqual(unmappable);
  expect(losses.total).toBeLessThan(unmappable + 20);
});

test('no more than twenty characters are listed, however many there are', () => {
  const hangul = Array.from({ length: 500 }, (_, i) => String.fromCharCode(0xac00 + i)).join('');
  const losses = lossesOf(hangul);
  expect([losses.total, losses.examples().length]).toEqual([500, 20]);
});
