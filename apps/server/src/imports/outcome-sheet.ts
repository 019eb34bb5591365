import type { CheckedRow, Refusal } from './check-row.js';
import type { OutcomeDetail } from './import.types.js';
import { OUTCOMES, type OutcomeName } from './row-outcome.js';

/** The outcome byte of every row of a chunk, and what some of them have to say beyond it. */
export class OutcomeSheet {
  readonly codes: Buffer;
  readonly details: Record<string, OutcomeDetail> = {};

  /** Rows that are refused as they stand are refused on it already. */
  constructor(rows: readonly CheckedRow[]) {
    this.codes = Buffer.alloc(rows.length);
    rows.forEach((row, at) => {
      if (!row.ok) this.refuse(at, row);
    });
  }

  set(at: number, name: OutcomeName, detail: OutcomeDetail | null = null): void {
    this.refuse(at, { code: OUTCOMES[name].code, detail });
  }

  refuse(at: number, { code, detail }: Refusal): void {
    this.codes[at] = code;
    if (detail) this.details[at] = detail;
  }
}
