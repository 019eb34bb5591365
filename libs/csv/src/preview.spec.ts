import { describe, expect, test } from '@jest/globals';
import { bomSemicolon, cp932Excel, shortRows } from './files.fixture.js';
import { previewCsv, sniffDelimiter } from './preview.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('C-41 the mapping screen sees the first rows', () => {
  test('of a whole file of Japanese Excel', () => {
    const preview = previewCsv(cp932Excel, { isWholeFile: true });
    expect(preview).toMatchObject({ encoding: 'cp932', delimiter: ',', truncated: false });
    expect(preview.rows[1]).toEqual(['taro@example.jp', '髙橋 太郎', '㈱表計算①']);
  });

  test('never a row that the sample cuts, not even inside a character', () => {
    const file = bytes('mail,name\r\na@example.jp,山田\r\n');
    const preview = previewCsv(file.subarray(0, file.length - 3));
    expect(preview).toEqual({ encoding: 'utf-8', delimiter: ',', rows: [['mail', 'name']], truncated: true });
  });

  test('ten of them, and says that there are more', () => {
    const preview = previewCsv(bytes('a,b\n'.repeat(11)), { isWholeFile: true });
    expect(preview.rows).toHaveLength(10);
    expect(preview.truncated).toBe(true);
    expect(previewCsv(bytes('a,b\n'.repeat(10)), { isWholeFile: true }).truncated).toBe(false);
  });

  test('the last line of a whole file counts without a line end', () => {
    expect(previewCsv(bytes('a,b\nc,d'), { isWholeFile: true }).rows).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('with the encoding and delimiter that the user chose instead', () => {
    expect(previewCsv(cp932Excel, { encoding: 'utf-8', delimiter: ';' })).toMatchObject({
      encoding: 'utf-8',
      delimiter: ';',
    });
  });
});

describe('the delimiter', () => {
  test.each([
    ['bom-semicolon', bomSemicolon, ';'],
    ['cp932-excel', cp932Excel, ','],
    ['short-rows', shortRows, ','],
    ['tabs with commas in the texts', bytes('a\tb\n1,5\t2,5\n'), '\t'],
    ['commas inside quotes', bytes('"a,b";c\n"d,e";f\n'), ';'],
    ['one column', bytes('mail\na@example.jp\n'), ','],
    ['one line without an end', bytes('a;b;c'), ';'],
    ['an unfinished quote', bytes('"abc'), ','],
    ['nothing', bytes(''), ','],
  ] as const)('%s', (_, sample, expected) => {
    expect(sniffDelimiter(sample)).toBe(expected);
  });
});
