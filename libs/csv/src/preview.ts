import { CSV_LIMITS } from './read.js';
import { type CsvEncoding, detectEncoding } from './decode.js';
import type { CsvRow } from './row-bounds.js';
import { type CsvDelimiter, RowScanner } from './row-scanner.js';

export interface PreviewOptions {
  /** What the user chose instead of what was detected. */
  encoding?: CsvEncoding;
  delimiter?: CsvDelimiter;
  /** 10 if left out. */
  maxRows?: number;
  /** True when the sample is the whole file, so that its last line counts even without a line end. */
  isWholeFile?: boolean;
}

export interface CsvPreview {
  encoding: CsvEncoding;
  delimiter: CsvDelimiter;
  rows: CsvRow[];
  /** There is more in the file than `rows`. */
  truncated: boolean;
}

const DELIMITERS: readonly CsvDelimiter[] = ['\t', ';', ','];

/** The first rows of a file for the mapping screen (C-40, C-41). Throws a CsvError when one of them is broken. */
export function previewCsv(sample: Uint8Array, options: PreviewOptions = {}): CsvPreview {
  const encoding = options.encoding ?? detectEncoding(sample).encoding;
  const delimiter = options.delimiter ?? sniffDelimiter(sample);
  const isWholeFile = options.isWholeFile ?? false;
  const maxRows = options.maxRows ?? 10;
  const rows = firstRows(sample, { encoding, delimiter, isWholeFile }, maxRows + 1);
  return { encoding, delimiter, rows: rows.slice(0, maxRows), truncated: !isWholeFile || rows.length > maxRows };
}

/** The delimiter that cuts the first lines most evenly; a comma when nothing speaks for another. */
export function sniffDelimiter(sample: Uint8Array): CsvDelimiter {
  let best: CsvDelimiter = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const score = evenness(sample, delimiter);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Share of the first rows that have as many columns as the first one, 0 when that has only one. Ties go to TAB and ; as commas occur in texts and numbers. */
function evenness(sample: Uint8Array, delimiter: CsvDelimiter): number {
  // UTF-8 or CP932 makes no difference to the number of cells.
  const rows = sampleRows(sample, delimiter);
  const columns = rows[0]?.length ?? 0;
  return columns < 2 ? 0 : rows.filter((row) => row.length === columns).length / rows.length;
}

function sampleRows(sample: Uint8Array, delimiter: CsvDelimiter): CsvRow[] {
  try {
    const options = { encoding: 'utf-8', delimiter } as const;
    const whole = firstRows(sample, { ...options, isWholeFile: false }, 20);
    return whole.length > 0 ? whole : firstRows(sample, { ...options, isWholeFile: true }, 1);
  } catch {
    return [];
  }
}

function firstRows(
  sample: Uint8Array,
  options: { encoding: CsvEncoding; delimiter: CsvDelimiter; isWholeFile: boolean },
  count: number,
): CsvRow[] {
  const scanner = new RowScanner({ ...options, ...CSV_LIMITS, startAt: { byteOffset: 0, rowNumber: 1 } });
  scanner.push(sample);
  if (options.isWholeFile) scanner.end();
  return scanner.read(count);
}
