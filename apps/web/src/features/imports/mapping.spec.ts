import { expect, test } from '@jest/globals';
import { estimateRows, strangeAddress, withTarget } from './mapping';

test('C-41 a field takes one column: choosing it again frees the column that had it', () => {
  const before = ['field:1', 'email', 'ignore'];
  expect(withTarget(before, 2, 'email')).toEqual({ mapping: ['field:1', 'ignore', 'email'], freed: 1 });
  expect(withTarget(before, 2, 'field:7')).toEqual({ mapping: ['field:1', 'email', 'field:7'], freed: null });
});

test('any number of columns may be left out', () => {
  expect(withTarget(['field:1', 'email', 'ignore'], 0, 'ignore')).toEqual({
    mapping: ['ignore', 'email', 'ignore'],
    freed: null,
  });
});

test('a column of names chosen as address is noticed; empty cells, full-width signs and short rows are not', () => {
  const mapping = ['field:1', 'email'];
  expect(
    strangeAddress([['山田', 'taro@example.jp'], ['田中', ''], ['佐藤'], ['鈴木', 'jiro＠example.jp']], mapping),
  ).toBe(null);
  expect(
    strangeAddress(
      [
        ['山田', 'taro@example.jp'],
        ['田中', '東京都'],
      ],
      mapping,
    ),
  ).toBe('東京都');
  expect(strangeAddress([['山田', '東京都']], ['field:1', 'ignore'])).toBe(null);
});

test('the rows of a large file are judged by its first ten, in the bytes of its encoding', () => {
  const sample = Array.from({ length: 10 }, () => ['山田', 'a@example.jp']);
  const cp932 = 4 + 1 + 12 + 2;
  const utf8 = 6 + 1 + 12 + 2;
  expect(estimateRows(sample, cp932 * 5000, 'cp932')).toEqual({ rows: 5000, isExact: false });
  expect(estimateRows(sample, utf8 * 5000, 'utf-8')).toEqual({ rows: 5000, isExact: false });
});

test('a file of less than ten rows is counted, not judged', () => {
  expect(estimateRows([['a@example.jp'], ['b@example.jp']], 1_000_000, 'utf-8')).toEqual({ rows: 2, isExact: true });
});
