import type { CheckedChunk } from './chunk-reader.js';
import type { RehearsedFailure } from './import-rehearsal.entity.js';
import type { ImportSettings, OutcomeCounts } from './import.types.js';
import { countOutcomes } from './imports.queries.js';
import type { OutcomeSheet } from './outcome-sheet.js';
import type { RehearsalEnd } from './rehearsal.queries.js';
import { outcomeClass } from './row-outcome.js';

/** Failures that are shown one by one; the rest is a number. */
const SHOWN_FAILURES = 20;

/** Adds up what a rehearsal finds. */
export class RehearsalTally {
  rowCount = 0;
  private readonly counts: Record<string, number> = {};
  private readonly failures: RehearsedFailure[] = [];

  constructor(private readonly settings: ImportSettings) {}

  add({ firstRow, rows }: CheckedChunk, { codes, details }: OutcomeSheet): void {
    this.rowCount += rows.length;
    for (const [code, count] of Object.entries(countOutcomes(codes)))
      this.counts[code] = (this.counts[code] ?? 0) + count;
    const first = this.settings.hasHeader && firstRow === 1 ? 2 : firstRow;
    for (let at = 0; at < codes.length && this.failures.length < SHOWN_FAILURES; at++) {
      const code = codes[at] ?? 0;
      if (outcomeClass(code) === 'failed') this.failures.push({ row: first + at, code, detail: details[at] ?? null });
    }
  }

  end(failure: string | null, failureRow: number | null): RehearsalEnd {
    return { outcomeCounts: this.counts satisfies OutcomeCounts, failures: this.failures, failure, failureRow };
  }
}
