import { describe, expect, test } from '@jest/globals';
import { formulaInjection } from './files.fixture.js';
import { escapeFormula, unescapeFormula } from './formula.js';
import { readAll } from './read.fixture.js';
import { csvLine, encodeCsv } from './write.js';

test('C-40 every cell is quoted and a line ends with CRLF', () => {
  expect(csvLine(['a', '', 'say "hi"\n', '山田'])).toBe('"a","","say ""hi""\n","山田"\r\n');
  expect(csvLine([''])).toBe('""\r\n');
});

describe('C-45 formulas in exported cells', () => {
  test.each(['=1+1', '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '-', "'=1", '+81-3-1234+A1', '-1-2', '=12', '+'])(
    'an apostrophe goes before %j and is taken off at import',
    (cell) => {
      expect(escapeFormula(cell)).toBe(`'${cell}`);
      expect(unescapeFormula(`'${cell}`)).toBe(cell);
    },
  );

  test.each([
    '-12.5',
    '+3',
    '-1,234,567.89',
    '-5%',
    '-1.5e-3',
    '+81-3-1234-5678',
    '+81 (0)3 1234 5678',
    '+819012345678',
    "it's",
    "'quoted'",
    'a=b',
    '',
  ])('%j is left as it is both ways', (cell) => {
    expect(escapeFormula(cell)).toBe(cell);
    expect(unescapeFormula(cell)).toBe(cell);
  });

  test('formula-injection: what an import reads is written harmless, and read again the same', async () => {
    const rows = await readAll(formulaInjection, { encoding: 'utf-8' });
    const cells = rows.map((row) => row.map(unescapeFormula));
    expect(cells[1]?.[1]).toBe('=HYPERLINK("http://evil.example/","x")');
    const text = cells.map((row) => csvLine(row)).join('');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example/"",""x"")"`);
    expect(text).toContain(`"'=1+1"`);
    const again = await readAll(Buffer.from(text), { encoding: 'utf-8' });
    expect(again.map((row) => row.map(unescapeFormula))).toEqual(cells);
  });

  test('escaping can be switched off for files that no spreadsheet opens', () => {
    expect(csvLine(['=1+1'], { escapeFormulas: false })).toBe('"=1+1"\r\n');
  });
});

describe('C-40 encodings of exports', () => {
  test('CP932 has the signs of Windows, others become ? and are counted', () => {
    const { bytes, unmappable } = encodeCsv('①㈱髙?é😀', 'cp932');
    expect(Buffer.from(bytes).toString('hex')).toBe('8740878afbfc3f3f3f');
    expect(unmappable).toBe(2);
  });

  test('J-11 wave dash, minus and the like become their Windows twins', () => {
    const { bytes, unmappable } = encodeCsv('〜−‖—¢£¬', 'cp932');
    expect(Buffer.from(bytes).toString('hex')).toBe('8160817c8161815c8191819281ca');
    expect(unmappable).toBe(0);
  });

  test('UTF-8 loses nothing', () => {
    expect(encodeCsv('é😀', 'utf-8')).toEqual({ bytes: Buffer.from('é😀'), unmappable: 0 });
  });
});
