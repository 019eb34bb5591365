import { describe, expect, test } from '@jest/globals';
import { CsvError } from './csv-error.js';
import { bomSemicolon, cp932Excel, shortRows } from './files.fixture.js';
import { pieces, readAll, readBatches } from './read.fixture.js';
import { readCsv } from './read.js';

const utf8 = { encoding: 'utf-8' } as const;
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('files as people have them', () => {
  test('cp932-excel: a file of Japanese Excel', async () => {
    expect(await readAll(cp932Excel, { encoding: 'cp932' })).toEqual([
      ['メールアドレス', 'お名前', '会社名'],
      ['taro@example.jp', '髙橋 太郎', '㈱表計算①'],
      ['saki@example.jp', '山﨑 ﾊﾅｺ', '株式会社～ソ－'],
    ]);
  });

  test('bom-semicolon: the BOM is not part of the first cell', async () => {
    expect(await readAll(bomSemicolon, { ...utf8, delimiter: ';' })).toEqual([
      ['mail', 'name'],
      ['a@example.jp', 'x;y'],
      ['b@example.jp', '表'],
    ]);
  });

  test('short-rows: rows keep their own number of cells, empty lines are no rows', async () => {
    expect(await readAll(shortRows, utf8)).toEqual([
      ['mail', 'name', 'company'],
      ['a@example.jp'],
      ['b@example.jp', 'B'],
      ['', '', ''],
    ]);
  });

  test('LF, CRLF and CR end a row, the last row needs none', async () => {
    expect(await readAll(bytes('a,b\nc,d\r\ne,f\rg,h'), utf8)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ]);
  });

  test('quoted cells hold delimiters, line ends and doubled quotes', async () => {
    expect(await readAll(bytes('"a,b","c\r\nd","say ""hi""",""\r\n""""\r\n""'), utf8)).toEqual([
      ['a,b', 'c\r\nd', 'say "hi"', ''],
      ['"'],
      [''],
    ]);
  });

  test('quotes out of place are read as Excel reads them', async () => {
    expect(await readAll(bytes('5" disk, "x"\n"ab""c"de"f,g\n"a" ,b'), utf8)).toEqual([
      ['5" disk', ' "x"'],
      ['ab"cde"f', 'g'],
      ['a ', 'b'],
    ]);
  });

  test('an empty file, a BOM alone and empty lines alone have no rows', async () => {
    expect(await readBatches(bytes(''), utf8)).toEqual([]);
    expect(await readBatches(bytes('\uFEFF'), utf8)).toEqual([]);
    expect(await readBatches(bytes('\r\n\n\r'), utf8)).toEqual([]);
  });
});

describe('batches', () => {
  test('have the asked number of rows, the last one the rest, and say which rows they are', async () => {
    const batches = await readBatches(bytes('1\n2\n\n3\n4\n5'), { ...utf8, rowsPerBatch: 2 }, () => 3);
    expect(batches).toEqual([
      { rows: [['1'], ['2']], firstRowNumber: 1, next: { byteOffset: 4, rowNumber: 3 } },
      { rows: [['3'], ['4']], firstRowNumber: 3, next: { byteOffset: 9, rowNumber: 5 } },
      { rows: [['5']], firstRowNumber: 5, next: { byteOffset: 10, rowNumber: 6 } },
    ]);
  });

  test('offsets are bytes of the file: BOM, multibyte characters and a CRLF cut in two', async () => {
    const file = bytes('\uFEFFあ\r\nい\r\n');
    const batches = await readBatches(file, { ...utf8, rowsPerBatch: 1 }, () => 1);
    expect(batches.map((batch) => batch.next.byteOffset)).toEqual([8, 13]);
    const rest = await readBatches(file, { ...utf8, startAt: batches[0]?.next });
    expect(rest).toEqual([{ rows: [['い']], firstRowNumber: 2, next: { byteOffset: 13, rowNumber: 3 } }]);
  });

  test('the file is read no further than the batch needs', async () => {
    let pulled = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pulled++;
        yield bytes('a,b\n'.repeat(10));
      }
    }
    for await (const batch of readCsv(endless(), { ...utf8, rowsPerBatch: 25 })) {
      expect(batch.rows).toHaveLength(25);
      break;
    }
    expect(pulled).toBe(3);
  });
});

describe('security.md 8: broken and oversized files', () => {
  const failing = async (text: string, options: object, size: number): Promise<[string[][], unknown]> => {
    const rows: string[][] = [];
    try {
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < text.length; at += size) yield bytes(text.slice(at, at + size));
      }
      for await (const batch of readCsv(chunks(), { ...utf8, ...options })) rows.push(...batch.rows);
    } catch (error) {
      return [rows, error];
    }
    return [rows, undefined];
  };

  test.each([1, 7, 1000])(
    'a quote that never ends names its row, after the rows before it (pieces of %i)',
    async (size) => {
      const [rows, error] = await failing('a,b\n\nc,"d\ne,f\n', {}, size);
      expect(rows).toEqual([['a', 'b']]);
      expect(error).toBeInstanceOf(CsvError);
      expect(error).toMatchObject({ code: 'unterminated-quote', rowNumber: 2 });
    },
  );

  test.each([1, 7, 1000])(
    'a cell beyond the limit stops the file, one at the limit does not (pieces of %i)',
    async (size) => {
      const [rows, error] = await failing('あああ,"b""b"\nx\nああああ\ny\n', { maxCellLength: 3 }, size);
      expect(rows).toEqual([['あああ', 'b"b'], ['x']]);
      expect(error).toMatchObject({ code: 'cell-too-long', rowNumber: 3 });
    },
  );

  test('a file with more rows than allowed gives those, then fails at the first beyond, wherever it is cut', async () => {
    for (const size of [1, 4, 100]) {
      const [rows, error] = await failing('h\n1\n\n2\n3\n4\n', { maxRows: 3, rowsPerBatch: 2 }, size);
      expect(rows).toEqual([['h'], ['1'], ['2']]);
      expect(error).toMatchObject({ code: 'too-many-rows', rowNumber: 4 });
    }
    const [rows, error] = await failing('h\n1\n2\n', { maxRows: 3, rowsPerBatch: 2 }, 100);
    expect([rows.length, error]).toEqual([3, undefined]);
  });

  test('the position given before a broken row leads to the same error again', async () => {
    const file = bytes('a\nb\ncccc\nd\n');
    const options = { ...utf8, maxCellLength: 3 };
    const first = await readCsv(
      pieces(file, () => 100),
      options,
    ).next();
    expect(first.value).toMatchObject({ rows: [['a'], ['b']], next: { byteOffset: 4, rowNumber: 3 } });
    await expect(readBatches(file, { ...options, startAt: { byteOffset: 4, rowNumber: 3 } })).rejects.toMatchObject({
      code: 'cell-too-long',
      rowNumber: 3,
    });
  });

  test('a cell without end is given up long before the end of the file', async () => {
    let pulled = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pulled++;
        yield bytes('"'.padEnd(1000, 'x'));
      }
    }
    await expect(readCsv(endless(), utf8).next()).rejects.toMatchObject({ code: 'cell-too-long', rowNumber: 1 });
    expect(pulled).toBeLessThan(40);
  });

  test.each([1, 7, 1000])('a row with too many columns stops the file (pieces of %i)', async (size) => {
    const [rows, error] = await failing('a,b,c\nd,e,f,g\n', { maxColumns: 3 }, size);
    expect(rows).toEqual([['a', 'b', 'c']]);
    expect(error).toMatchObject({ code: 'too-many-columns', rowNumber: 2 });
  });

  test('the limits hold without being asked for', async () => {
    expect((await failing(','.repeat(500), {}, 1000))[1]).toMatchObject({ code: 'too-many-columns' });
    expect((await failing('x'.repeat(10_001), {}, 1000))[1]).toMatchObject({ code: 'cell-too-long' });
    expect((await failing(`${'x'.repeat(10_000)}${','.repeat(499)}`, {}, 1000))[1]).toBeUndefined();
  });

  test('an error of the source is passed on after the rows that were complete', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes('a\nb');
      throw new Error('disk');
    }
    const reading = readCsv(broken(), utf8);
    expect((await reading.next()).value).toMatchObject({ rows: [['a']] });
    await expect(reading.next()).rejects.toThrow('disk');
  });
});
