import type { FieldValue } from '../customers/field.types.js';
import type { AcceptedRow, CheckedRow, Refusal } from './check-row.js';

/** One customer of a chunk: several rows of the file may have the same address. */
export interface StagedCustomer {
  readonly email: string;
  readonly emailNormalised: string;
  readonly values: Record<string, FieldValue>;
  readonly mayRegister: boolean;
  /** rows of the chunk, first to last */
  readonly rows: readonly PlannedRow[];
}

/** A row by its place in the chunk, and why it alone could not have registered anybody. */
export interface PlannedRow {
  readonly at: number;
  readonly bar: Refusal | null;
}

/** What the rows of a chunk ask of the database. */
export interface ChunkPlan {
  /** to be applied one after the other; within one, addresses are distinct. Nearly always there is just one. */
  readonly parts: readonly (readonly StagedCustomer[])[];
}

/**
 * Puts rows of the same address together so that the result is as if they were applied one after the other:
 * with overwriting the last row wins (C-35), cell by cell when empty cells keep; without, the first. A row that can
 * register somebody, after one that could not, means something else for a new customer than for an old one: there the
 * chunk is cut in two. Rows that are refused as they stand are left out.
 */
export function planChunk(
  rows: readonly CheckedRow[],
  mode: { readonly overwrite: boolean; readonly blanksEmptyCells: boolean },
): ChunkPlan {
  const parts: StagedRows[][] = [[]];
  const byAddress = new Map<string, StagedRows>();
  rows.forEach((row, at) => {
    if (!row.ok) return;
    const known = byAddress.get(row.emailNormalised);
    if (known && (known.mayRegister || row.bar !== null)) {
      known.rows.push({ at, bar: row.bar });
      if (mode.overwrite) known.values = mode.blanksEmptyCells ? row.values : { ...known.values, ...row.values };
      return;
    }
    if (known) {
      parts.push([]);
      byAddress.clear();
    }
    const staged = stagedFrom(row, at);
    byAddress.set(row.emailNormalised, staged);
    parts.at(-1)?.push(staged);
  });
  return { parts };
}

interface StagedRows {
  readonly email: string;
  readonly emailNormalised: string;
  values: Record<string, FieldValue>;
  readonly mayRegister: boolean;
  readonly rows: PlannedRow[];
}

const stagedFrom = ({ email, emailNormalised, values, bar }: AcceptedRow, at: number): StagedRows => ({
  email,
  emailNormalised,
  values,
  mayRegister: bar === null,
  rows: [{ at, bar }],
});
