import { CsvError } from './csv-error.js';
import type { CsvEncoding } from './decode.js';
import type { CsvRow } from './row-bounds.js';
import { type CsvDelimiter, type CsvPosition, RowScanner } from './row-scanner.js';

/** How to read a file; limits are for one cell and one row (security.md 8), the file's own size is the caller's to limit. */
export interface ReadCsvOptions {
  encoding: CsvEncoding;
  delimiter?: CsvDelimiter;
  /** UTF-16 code units, 10,000 if left out. */
  maxCellLength?: number;
  /** 500 if left out. */
  maxColumns?: number;
  /** Of the whole file, a header row included; no limit if left out. */
  maxRows?: number;
  /** 1,000 if left out; every batch but the last has exactly so many. */
  rowsPerBatch?: number;
  /** `next` of an earlier batch; the chunks must then begin at that byte of the file. */
  startAt?: CsvPosition;
}

/** Some rows, and where to start again after them. Cells share memory with the batch: keep copies of values, not cells, for long. */
export interface CsvBatch {
  rows: CsvRow[];
  firstRowNumber: number;
  next: CsvPosition;
}

export const CSV_LIMITS = { maxCellLength: 10_000, maxColumns: 500 } as const;
const FILE_START: CsvPosition = { byteOffset: 0, rowNumber: 1 };

/**
 * Reads a file in batches of rows with flat memory. Lines end with CRLF, LF or CR; empty lines are no rows and have no
 * number. A broken file throws a CsvError after the rows before it were given.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadCsvOptions,
): AsyncGenerator<CsvBatch, void, undefined> {
  const size = options.rowsPerBatch ?? 1_000;
  const maxRows = options.maxRows ?? Infinity;
  const scanner = new RowScanner({
    encoding: options.encoding,
    delimiter: options.delimiter ?? ',',
    maxCellLength: options.maxCellLength ?? CSV_LIMITS.maxCellLength,
    maxColumns: options.maxColumns ?? CSV_LIMITS.maxColumns,
    startAt: options.startAt ?? FILE_START,
  });
  let rows: CsvRow[] = [];
  let next = scanner.position;
  const takeBatch = (): CsvBatch => {
    const batch = { rows, firstRowNumber: next.rowNumber - rows.length, next };
    rows = [];
    return batch;
  };
  function* fullBatches(): Generator<CsvBatch, void, undefined> {
    for (;;) {
      const allowed = maxRows - next.rowNumber + 1;
      const more = scanner.read(Math.max(1, Math.min(size - rows.length, allowed)));
      if (more.length === 0) return;
      if (allowed <= 0) throw new CsvError('too-many-rows', next.rowNumber);
      next = scanner.position;
      rows = rows.length === 0 ? more : rows.concat(more);
      if (rows.length === size) yield takeBatch();
    }
  }
  try {
    for await (const chunk of chunks) {
      scanner.push(chunk);
      yield* fullBatches();
    }
    scanner.end();
    yield* fullBatches();
  } catch (error) {
    if (rows.length > 0) yield takeBatch();
    throw error;
  }
  if (rows.length > 0) yield takeBatch();
}
