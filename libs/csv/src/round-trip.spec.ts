import { expect, test } from '@jest/globals';
import type { CsvEncoding } from './decode.js';
import { pieces, readBatches, seededRandom } from './read.fixture.js';
import { readCsv } from './read.js';
import type { CsvRow } from './row-bounds.js';
import { UTF8_BOM, csvLine, encodeCsv } from './write.js';

const COMMON = [
  'a',
  'Z',
  '7',
  ' ',
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  "'",
  '=',
  '-',
  '表',
  'ソ',
  '髙',
  '①',
  '～',
  'ｱ',
  'あ',
  '¥'.normalize('NFKC'),
];
const LETTERS: Record<CsvEncoding, readonly string[]> = {
  'utf-8': [...COMMON, '😀', '𠮷', 'é', '\uFEFF', '〜'],
  cp932: COMMON.filter((c) => c !== '¥'),
};

type Random = (limit: number) => number;
const oneOf = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;

function randomRows(random: Random, encoding: CsvEncoding): CsvRow[] {
  return Array.from({ length: random(40) }, () =>
    Array.from({ length: 1 + random(6) }, () =>
      Array.from({ length: random(4) === 0 ? 0 : random(12) }, () => oneOf(random, LETTERS[encoding])).join(''),
    ),
  );
}

/** Written as other programs might: quotes only where needed or here and there, any line end, empty lines between. */
function handWritten(random: Random, rows: CsvRow[], delimiter: string): string {
  const lineEnd = oneOf(random, ['\n', '\r\n', '\r']);
  const cellText = (cell: string, alone: boolean): string => {
    const needed = /["\r\n]/.test(cell) || cell.includes(delimiter) || (alone && cell === '');
    return needed || random(4) === 0 ? `"${cell.replaceAll('"', '""')}"` : cell;
  };
  const lines = rows.map((row) => row.map((cell) => cellText(cell, row.length === 1)).join(delimiter));
  const text = lines.map((line) => line + lineEnd.repeat(1 + (random(5) === 0 ? random(3) : 0))).join('');
  return random(2) === 0 ? text : text.slice(0, text.length - (lines.length > 0 ? lineEnd.length : 0));
}

function withBom(random: Random, bytes: Uint8Array, encoding: CsvEncoding): Uint8Array {
  return encoding === 'utf-8' && (random(2) === 0 || bytes[0] === 0xef) ? Buffer.concat([UTF8_BOM, bytes]) : bytes;
}

test.each(Array.from({ length: 150 }, (_, seed) => seed + 1))(
  'what is written is read again in any pieces, from the start and from after every batch (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const encoding = oneOf(random, ['utf-8', 'cp932'] as const);
    const rows = randomRows(random, encoding);
    const ours = random(2) === 0;
    const delimiter = ours ? ',' : oneOf(random, [',', ';', '\t'] as const);
    const text = ours
      ? rows.map((row) => csvLine(row, { escapeFormulas: false })).join('')
      : handWritten(random, rows, delimiter);
    const encoded = encodeCsv(text, encoding);
    expect(encoded.unmappable).toBe(0);
    const bytes = withBom(random, encoded.bytes, encoding);
    const options = { encoding, delimiter, rowsPerBatch: 1 + random(7) };
    const largest = oneOf(random, [1, 3, 20, 1000]);
    const nextSize = (): number => 1 + random(largest);

    const batches = await readBatches(bytes, options, nextSize);
    expect(batches.flatMap((batch) => batch.rows)).toEqual(rows);

    let rowsBefore = 0;
    for (const { rows: batchRows, firstRowNumber, next } of batches) {
      expect(firstRowNumber).toBe(rowsBefore + 1);
      rowsBefore += batchRows.length;
      const rest: CsvRow[] = [];
      let end = next;
      for await (const batch of readCsv(pieces(bytes.subarray(next.byteOffset), nextSize), {
        ...options,
        startAt: next,
      })) {
        rest.push(...batch.rows);
        end = batch.next;
      }
      expect(rest).toEqual(rows.slice(rowsBefore));
      expect(end).toEqual(batches.at(-1)?.next);
    }
  },
);
