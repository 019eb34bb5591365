/** Why a file cannot be read on: a limit was passed, or a quoted cell never ended. */
export type CsvErrorCode = 'cell-too-long' | 'too-many-columns' | 'too-many-rows' | 'unterminated-quote';

/** A broken file. `rowNumber` counts the rows that are not empty from 1, a header row included. */
export class CsvError extends Error {
  constructor(
    readonly code: CsvErrorCode,
    readonly rowNumber: number,
  ) {
    super(`CSV row ${rowNumber}: ${code}`);
    this.name = 'CsvError';
  }
}
