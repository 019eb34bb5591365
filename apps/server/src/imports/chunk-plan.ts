import type { FieldValue } from '../customers/field.types.js';
import type { CheckedRow } from './check-row.js';

/** One customer of a chunk: several rows of the file may have the same address. */
export interface StagedCustomer {
  readonly email: string;
  readonly emailNormalised: string;
  readonly values: Record<string, FieldValue>;
  readonly lacks: string | null;
  /** row offsets in the chunk, first to last */
  readonly rows: readonly number[];
}

/** What the rows of a chunk ask of the database, and the rows that are refused already. */
export interface ChunkPlan {
  readonly customers: readonly StagedCustomer[];
  readonly refused: readonly { readonly row: number; readonly checked: Extract<CheckedRow, { ok: false }> }[];
}

/**
 * Puts rows of the same address together so that the result is as if they were applied one after the other:
 * with overwriting the last row wins (C-35), cell by cell when empty cells keep; without, the first.
 */
export function planChunk(
  rows: readonly CheckedRow[],
  mode: { readonly overwrite: boolean; readonly blanksEmptyCells: boolean },
): ChunkPlan {
  const byAddress = new Map<string, { staged: StagedCustomer; rows: number[] }>();
  const refused: ChunkPlan['refused'][number][] = [];
  rows.forEach((checked, row) => {
    if (!checked.ok) {
      refused.push({ row, checked });
      return;
    }
    const known = byAddress.get(checked.emailNormalised);
    if (!known) {
      const own = [row];
      byAddress.set(checked.emailNormalised, { staged: { ...staged(checked), rows: own }, rows: own });
      return;
    }
    known.rows.push(row);
    if (mode.overwrite) known.staged = { ...later(known.staged, checked, mode.blanksEmptyCells), rows: known.rows };
  });
  return { customers: [...byAddress.values()].map((entry) => entry.staged), refused };
}

type Accepted = Extract<CheckedRow, { ok: true }>;

const staged = ({ email, emailNormalised, values, lacks }: Accepted) => ({ email, emailNormalised, values, lacks });

/** A first row that lacks a required field cannot be registered, so what it said is lost; the later row stands alone. */
function later(earlier: StagedCustomer, row: Accepted, blanksEmptyCells: boolean): Omit<StagedCustomer, 'rows'> {
  const values = blanksEmptyCells ? row.values : { ...earlier.values, ...row.values };
  return { email: earlier.email, emailNormalised: earlier.emailNormalised, values, lacks: row.lacks };
}
