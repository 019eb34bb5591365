/** What a column goes to, as the API writes it: 'ignore', 'email' or 'field:<id>'. */
export type Target = string;

/**
 * The mapping with `column` going to `target`. A field takes one column only: the column that had it before is left out
 * and named in `freed`.
 */
export function withTarget(
  mapping: readonly Target[],
  column: number,
  target: Target,
): { readonly mapping: readonly Target[]; readonly freed: number | null } {
  const before = target === 'ignore' ? -1 : mapping.findIndex((one, index) => one === target && index !== column);
  const next = mapping.map((one, index) => (index === column ? target : index === before ? 'ignore' : one));
  return { mapping: next, freed: before < 0 ? null : before };
}

/** Loose on purpose: the server judges addresses; this only notices a column of names or numbers. */
const LOOKS_LIKE_ADDRESS = /^\s*[^\s@＠]+[@＠][^\s@＠]+\s*$/;

/** The first value of the address column that is no address; null when all are (or are empty, or no column is chosen). */
export function strangeAddress(rows: readonly (readonly string[])[], mapping: readonly Target[]): string | null {
  const column = mapping.indexOf('email');
  if (column < 0) return null;
  return (
    rows.map((row) => row[column] ?? '').find((cell) => cell.trim() !== '' && !LOOKS_LIKE_ADDRESS.test(cell)) ?? null
  );
}

/** Rows of the whole file, judged from the first ones; exact when the sample is the file. The sample has at most ten rows. */
export function estimateRows(
  sample: readonly (readonly string[])[],
  fileBytes: number,
  encoding: 'utf-8' | 'cp932',
): { readonly rows: number; readonly isExact: boolean } {
  if (sample.length < 10) return { rows: sample.length, isExact: true };
  const bytes = sample.reduce((sum, row) => sum + rowBytes(row, encoding), 0);
  return { rows: Math.max(sample.length, Math.round((fileBytes / bytes) * sample.length)), isExact: false };
}

/** Cells, separators and CRLF; quotes are not known any more. */
function rowBytes(row: readonly string[], encoding: 'utf-8' | 'cp932'): number {
  const cells = row.reduce((sum, cell) => sum + cellBytes(cell, encoding), 0);
  return cells + row.length + 1;
}

function cellBytes(cell: string, encoding: 'utf-8' | 'cp932'): number {
  if (encoding === 'utf-8') return new TextEncoder().encode(cell).length;
  return [...cell].reduce((sum, char) => sum + (isOneByteInCp932(char) ? 1 : 2), 0);
}

/** ASCII and half-width katakana. */
const isOneByteInCp932 = (char: string): boolean => char < '\u0080' || (char >= '\uff61' && char <= '\uff9f');
