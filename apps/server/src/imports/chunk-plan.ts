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

/** What the rows of a chunk ask of the database, and the rows that are refused already. */
export interface ChunkPlan {
  /** to be applied one after the other; within one, addresses are distinct. All but the first are rare and small. */
  readonly waves: readonly (readonly StagedCustomer[])[];
  readonly refused: readonly { readonly at: number; readonly refusal: Refusal }[];
}

/**
 * Puts rows of the same address together so that the result is as if they were applied one after the other:
 * with overwriting the last row wins (C-35), cell by cell when empty cells keep; without, the first. A row that can
 * register somebody, after one that could not, means something else for a new customer than for an old one: it waits
 * for the next wave.
 */
export function planChunk(
  rows: readonly CheckedRow[],
  mode: { readonly overwrite: boolean; readonly blanksEmptyCells: boolean },
): ChunkPlan {
  const waves: StagedRows[][] = [[]];
  const latest = new Map<string, StagedRows>();
  const refused: ChunkPlan['refused'][number][] = [];
  rows.forEach((row, at) => {
    if (!row.ok) {
      refused.push({ at, refusal: row });
      return;
    }
    const known = latest.get(row.emailNormalised);
    if (known && (known.mayRegister || row.bar !== null)) {
      known.rows.push({ at, bar: row.bar });
      if (mode.overwrite) known.values = mode.blanksEmptyCells ? row.values : { ...known.values, ...row.values };
      return;
    }
    const wave = known ? known.wave + 1 : 0;
    const staged = stagedFrom(row, at, wave);
    latest.set(row.emailNormalised, staged);
    (waves[wave] ??= []).push(staged);
  });
  return { waves, refused };
}

interface StagedRows {
  readonly email: string;
  readonly emailNormalised: string;
  values: Record<string, FieldValue>;
  readonly mayRegister: boolean;
  readonly rows: PlannedRow[];
  readonly wave: number;
}

const stagedFrom = ({ email, emailNormalised, values, bar }: AcceptedRow, at: number, wave: number): StagedRows => ({
  email,
  emailNormalised,
  values,
  mayRegister: bar === null,
  rows: [{ at, bar }],
  wave,
});
