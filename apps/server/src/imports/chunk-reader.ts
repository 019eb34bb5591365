import { setImmediate } from 'node:timers/promises';
import { readCsv, type CsvPosition } from '@kubari/csv';
import type { Storage } from '../platform/storage/storage.js';
import { compileRowCheck, type CheckedRow, type ImportField } from './check-row.js';
import type { ImportSettings } from './import.types.js';
import { OUTCOMES } from './row-outcome.js';
import { SeenAddresses } from './seen-addresses.js';

/** Rows of one transaction: large enough to spread its cost, small enough that a kill repeats little. By measurement. */
export const ROWS_PER_CHUNK = 5_000;
/** Rows checked at one go: between, the process answers PostgreSQL, which works on the chunk before. By measurement. */
const ROWS_AT_ONCE = 500;

/** Which file, how to read it, and from where on. */
export interface ChunkSource {
  readonly storage: Storage;
  readonly fileKey: string;
  readonly settings: ImportSettings;
  readonly fields: readonly ImportField[];
  readonly from: CsvPosition;
  readonly rowsPerChunk: number;
  /** of the file, its header not counted; more throw a CsvError */
  readonly maxRows: number;
}

/** Rows of the file, checked; the header is none of them. */
export interface CheckedChunk {
  /** row number in the file of the first row of the chunk, the header counted */
  readonly firstRow: number;
  readonly byteFrom: number;
  readonly next: CsvPosition;
  readonly rows: readonly CheckedRow[];
}

/** Reads and checks a file chunk by chunk, from a position that an earlier chunk ended at. */
export async function* readChunks(source: ChunkSource): AsyncGenerator<CheckedChunk> {
  const { settings, from } = source;
  const { hasHeader } = settings;
  const blanksEmptyCells = settings.overwrite && settings.emptyCells === 'blank';
  const check = compileRowCheck({ ...settings, fields: source.fields, blanksEmptyCells });
  const seen = settings.operation === 'delete' ? new SeenAddresses() : null;
  if (seen) await seeAgain(source, seen, check);
  let byteFrom = from.byteOffset;
  const batches = readCsv(source.storage.read(source.fileKey, { from: from.byteOffset }), {
    ...formatOf(source),
    rowsPerBatch: source.rowsPerChunk,
    startAt: from,
    maxRows: source.maxRows + (hasHeader ? 1 : 0),
  });
  for await (const { rows: read, firstRowNumber: firstRow, next } of batches) {
    const body = hasHeader && firstRow === 1 ? read.slice(1) : read;
    const rows: CheckedRow[] = [];
    for (let at = 0; at < body.length; at += ROWS_AT_ONCE) {
      for (const cells of body.slice(at, at + ROWS_AT_ONCE)) rows.push(noteSeen(check(cells), seen));
      await setImmediate();
    }
    yield { firstRow, byteFrom, next, rows };
    byteFrom = next.byteOffset;
  }
}

/** Applies each chunk while the next one is being read and checked. */
export async function applyBehind(
  chunks: AsyncIterable<CheckedChunk>,
  apply: (chunk: CheckedChunk) => Promise<void>,
): Promise<void> {
  let applying: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      await applying;
      applying = apply(chunk);
      applying.catch(() => undefined); // looked at by the next await
    }
  } finally {
    await applying;
  }
}

const TWICE: CheckedRow = { ok: false, code: OUTCOMES.twiceInFile.code, detail: null };

const noteSeen = (row: CheckedRow, seen: SeenAddresses | null): CheckedRow =>
  seen && row.ok && !seen.add(row.emailNormalised) ? TWICE : row;

/** What was done before the worker died is gone from its memory, not from the file. */
async function seeAgain(
  source: ChunkSource,
  seen: SeenAddresses,
  check: (cells: readonly string[]) => CheckedRow,
): Promise<void> {
  const to = source.from.byteOffset;
  if (to === 0) return;
  for await (const { rows } of readCsv(source.storage.read(source.fileKey, { to }), formatOf(source)))
    for (const cells of rows) noteSeen(check(cells), seen);
}

function formatOf({ settings }: ChunkSource): Pick<ImportSettings, 'encoding' | 'delimiter'> {
  return { encoding: settings.encoding, delimiter: settings.delimiter };
}
