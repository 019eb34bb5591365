import { type CsvBatch, type ReadCsvOptions, readCsv } from './read.js';
import type { CsvRow } from './row-bounds.js';

/** Bytes in pieces of the sizes that `nextSize` gives. */
export async function* pieces(bytes: Uint8Array, nextSize: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = at + nextSize();
    yield bytes.subarray(at, end);
    at = end;
  }
}

export async function readBatches(
  bytes: Uint8Array,
  options: ReadCsvOptions,
  nextSize: () => number = () => 1 << 16,
): Promise<CsvBatch[]> {
  const batches: CsvBatch[] = [];
  const from = options.startAt?.byteOffset ?? 0;
  for await (const batch of readCsv(pieces(bytes.subarray(from), nextSize), options)) batches.push(batch);
  return batches;
}

export async function readAll(bytes: Uint8Array, options: ReadCsvOptions): Promise<CsvRow[]> {
  return (await readBatches(bytes, options)).flatMap((batch) => batch.rows);
}

/** Repeatable random whole numbers below a limit (mulberry32). */
export function seededRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
