import { CsvError, type CsvErrorCode } from './csv-error.js';
import { type CsvEncoding, type RegionDecoder, hasUtf8Bom, regionDecoder } from './decode.js';
import { CELL_KIND, type CsvRow, RowBounds } from './row-bounds.js';

export type CsvDelimiter = ',' | ';' | '\t';

/** A place between two rows: bytes from the start of the original file, and the number of the row that follows (from 1). */
export interface CsvPosition {
  byteOffset: number;
  rowNumber: number;
}

export interface ScanOptions {
  encoding: CsvEncoding;
  delimiter: CsvDelimiter;
  /** In UTF-16 code units. */
  maxCellLength: number;
  maxColumns: number;
  startAt: CsvPosition;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

const CELL_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const QUOTE_SEEN = 3;

/**
 * Finds rows in bytes pushed in pieces. It runs on bytes, since quotes, delimiters and line ends (all below 0x40) are
 * never part of a longer character in CP932 or UTF-8: row ends are exact byte offsets, and text is decoded once per region.
 */
export class RowScanner {
  /** Directly after the last row that was read. */
  position: CsvPosition;

  private readonly decode: RegionDecoder;
  private readonly delimiter: number;
  /** No encoding needs more than three bytes per code unit, so a cell beyond this is too long whatever it holds. */
  private readonly maxCellBytes: number;

  private bytes: Buffer = Buffer.alloc(0);
  /** Offset in the file of bytes[0]. */
  private base: number;
  private at = 0;
  private rowStart = 0;
  private cellStart = 0;
  private cellKind: number = CELL_KIND.asIs;
  private state = CELL_START;
  private ended = false;
  private bomChecked: boolean;
  private broken: CsvError | undefined;
  private readonly found = new RowBounds();

  constructor(private readonly options: ScanOptions) {
    this.decode = regionDecoder(options.encoding);
    this.delimiter = options.delimiter.charCodeAt(0);
    this.maxCellBytes = options.maxCellLength * 3 + 2;
    this.position = { ...options.startAt };
    this.base = options.startAt.byteOffset;
    this.bomChecked = options.encoding !== 'utf-8' || this.base > 0;
  }

  /** Takes the next piece of the file; read until it gives no more rows before pushing again. */
  push(chunk: Uint8Array): void {
    const dropped = this.rowStart;
    this.bytes = Buffer.concat([this.bytes.subarray(dropped), chunk]);
    this.base += dropped;
    this.at -= dropped;
    this.cellStart -= dropped;
    this.rowStart = 0;
    this.found.shift(dropped);
  }

  /** Says that no more bytes come: what is left is the last row. */
  end(): void {
    this.ended = true;
  }

  /** Up to `maxRows` rows of what was pushed, none when more bytes are needed. A broken row throws once the good ones before it were read. */
  read(maxRows: number): CsvRow[] {
    if (!this.skipBom()) return [];
    const regionStart = this.rowStart;
    if (this.broken === undefined) this.scan(maxRows);
    const found = this.found.rowCount;
    if (found === 0) {
      if (this.broken !== undefined) throw this.broken;
      return [];
    }
    const { rows, end } = this.found.takeRows(this.bytes, regionStart, this.decode, this.options.maxCellLength);
    this.position = { byteOffset: this.base + end, rowNumber: this.position.rowNumber + rows.length };
    if (rows.length < found) this.broken = new CsvError('cell-too-long', this.position.rowNumber);
    if (rows.length === 0 && this.broken !== undefined) throw this.broken;
    return rows;
  }

  private skipBom(): boolean {
    if (this.bomChecked) return true;
    if (this.bytes.length < 3 && !this.ended) return false;
    this.bomChecked = true;
    if (hasUtf8Bom(this.bytes)) this.at = this.cellStart = this.rowStart = 3;
    return true;
  }

  private scan(maxRows: number): void {
    const { bytes, delimiter, ended, found } = this;
    const limit = bytes.length;
    const highest = Math.max(delimiter, CR);
    let { at, state } = this;
    while (at < limit && found.rowCount < maxRows) {
      let byte = bytes[at]!;
      if (state === CELL_START) {
        state = byte === QUOTE ? QUOTED : PLAIN;
        if (state === QUOTED) at++;
      }
      if (state === QUOTED) {
        while (at < limit && bytes[at] !== QUOTE) at++;
        if (at === limit) break;
        state = QUOTE_SEEN;
        if (++at === limit) break;
        byte = bytes[at]!;
      }
      if (state === QUOTE_SEEN) {
        if (byte === QUOTE) {
          this.cellKind = CELL_KIND.doubledQuotes;
          state = QUOTED;
          at++;
          continue;
        }
        if (byte !== delimiter && byte !== LF && byte !== CR) {
          this.cellKind = CELL_KIND.textAfterQuote;
          state = PLAIN;
        }
      }
      while (byte > highest || (byte !== delimiter && byte !== LF && byte !== CR)) {
        if (++at === limit) break;
        byte = bytes[at]!;
      }
      // A CR that ends the piece may be half of a CRLF: wait, or the offset after the row would be wrong.
      if (at === limit || (byte === CR && at + 1 === limit && !ended)) break;
      const end = at;
      at += byte === CR && bytes[at + 1] === LF ? 2 : 1;
      if (byte !== delimiter && this.lineIsEmpty(end)) this.rowStart = at;
      else if (!this.endCell(end, state === QUOTE_SEEN)) break;
      else if (byte !== delimiter) this.endRow(at);
      this.cellStart = at;
      state = CELL_START;
    }
    this.at = at;
    this.state = state;
    if (at === limit && this.broken === undefined) this.reachEnd(limit);
  }

  private reachEnd(limit: number): void {
    if (limit - this.cellStart > this.maxCellBytes) return this.fail('cell-too-long');
    if (!this.ended) return;
    if (this.state === QUOTED) return this.fail('unterminated-quote');
    if (this.lineIsEmpty(limit)) this.rowStart = limit;
    else if (this.endCell(limit, this.state === QUOTE_SEEN)) this.endRow(limit);
    this.cellStart = limit;
    this.state = CELL_START;
  }

  /** A line without any byte is no row. */
  private lineIsEmpty(end: number): boolean {
    return this.cellStart === end && this.found.openCells === 0;
  }

  private endRow(end: number): void {
    this.found.endRow(end);
    this.rowStart = end;
  }

  /** False when the row has too many columns. */
  private endCell(end: number, quoted: boolean): boolean {
    const { found, cellStart } = this;
    if (found.openCells >= this.options.maxColumns) {
      this.fail('too-many-columns');
      return false;
    }
    if (quoted) found.addCell(cellStart + 1, end - 1, this.cellKind);
    else found.addCell(cellStart, end, this.cellKind);
    this.cellKind = CELL_KIND.asIs;
    return true;
  }

  private fail(code: CsvErrorCode): void {
    this.broken = new CsvError(code, this.position.rowNumber + this.found.rowCount);
  }
}
