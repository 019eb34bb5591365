import type { RegionDecoder } from './decode.js';

/** One row: its cells in order, unquoted, as many as the line has. */
export type CsvRow = string[];

/** How a cell's text is made from its bytes. */
export const CELL_KIND = { asIs: 0, doubledQuotes: 1, textAfterQuote: 2 } as const;

/** Where the cells of the rows found so far begin and end in the scanner's bytes; typed arrays, as there are millions. */
export class RowBounds {
  private bounds = new Int32Array(1 << 12);
  private kinds = new Uint8Array(1 << 11);
  private cellCount = 0;
  /** Of each finished row: the number of cells up to it, and the position after its line end. */
  private readonly rowCells: number[] = [];
  private readonly rowEnds: number[] = [];
  private finishedCells = 0;

  get rowCount(): number {
    return this.rowCells.length;
  }

  /** Cells of the row that is not finished yet. */
  get openCells(): number {
    return this.cellCount - this.finishedCells;
  }

  addCell(begin: number, end: number, kind: number): void {
    const cell = this.cellCount++;
    if (cell === this.kinds.length) this.grow();
    this.bounds[cell * 2] = begin;
    this.bounds[cell * 2 + 1] = end;
    this.kinds[cell] = kind;
  }

  endRow(end: number): void {
    this.rowCells.push(this.cellCount);
    this.rowEnds.push(end);
    this.finishedCells = this.cellCount;
  }

  /** The scanner dropped `count` bytes from its front. */
  shift(count: number): void {
    for (let i = 0; i < this.cellCount * 2; i++) this.bounds[i]! -= count;
  }

  /**
   * Makes the finished rows, of which the first begins at `from`, and forgets them; stops before a row with a cell
   * beyond `maxCellLength`. `end` is the position after the last row made.
   */
  takeRows(bytes: Buffer, from: number, decode: RegionDecoder, maxCellLength: number): { rows: CsvRow[]; end: number } {
    const text = decode(bytes, from, this.rowEnds.at(-1) ?? from, this.bounds, this.finishedCells * 2);
    const rows: CsvRow[] = [];
    for (const endCell of this.rowCells) {
      const row = this.rowText(text, rows.length === 0 ? 0 : this.rowCells[rows.length - 1]!, endCell, maxCellLength);
      if (row === undefined) break;
      rows.push(row);
    }
    const end = rows.length === 0 ? from : this.rowEnds[rows.length - 1]!;
    this.forgetRows();
    return { rows, end };
  }

  private rowText(text: string, firstCell: number, endCell: number, maxCellLength: number): CsvRow | undefined {
    const row: CsvRow = [];
    for (let cell = firstCell; cell < endCell; cell++) {
      const value = this.cellText(text, cell);
      if (value.length > maxCellLength) return undefined;
      row.push(value);
    }
    return row;
  }

  private cellText(text: string, cell: number): string {
    const raw = text.slice(this.bounds[cell * 2], this.bounds[cell * 2 + 1]);
    const kind = this.kinds[cell];
    if (kind === CELL_KIND.asIs) return raw;
    return kind === CELL_KIND.doubledQuotes ? raw.replaceAll('""', '"') : quotedThenText(raw);
  }

  private forgetRows(): void {
    this.bounds.copyWithin(0, this.finishedCells * 2, this.cellCount * 2);
    this.kinds.copyWithin(0, this.finishedCells, this.cellCount);
    this.cellCount -= this.finishedCells;
    this.finishedCells = 0;
    this.rowCells.length = 0;
    this.rowEnds.length = 0;
  }

  private grow(): void {
    const { bounds, kinds } = this;
    this.bounds = new Int32Array(bounds.length * 2);
    this.bounds.set(bounds);
    this.kinds = new Uint8Array(kinds.length * 2);
    this.kinds.set(kinds);
  }
}

/** `"ab""c"de"f` is read as Excel does: ab"c, then de"f as it stands. */
function quotedThenText(raw: string): string {
  let close = raw.indexOf('"', 1);
  while (raw[close + 1] === '"') close = raw.indexOf('"', close + 2);
  return raw.slice(1, close).replaceAll('""', '"') + raw.slice(close + 1);
}
