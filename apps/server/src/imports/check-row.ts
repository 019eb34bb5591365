import { unescapeFormula } from '@kubari/csv';
import { parseAddress } from '../customers/address.js';
import type { FieldCheck, FieldShape } from '../customers/field-check.types.js';
import { compileFieldCheck } from '../customers/field-values.js';
import type { FieldValue } from '../customers/field.types.js';
import type { ColumnTarget, OutcomeDetail } from './import.types.js';
import { OUTCOMES } from './row-outcome.js';

/** A custom field as the check needs it. */
export interface ImportField extends FieldShape {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
}

/** A row that can be registered, or the outcome that says why not. */
export type CheckedRow =
  | {
      readonly ok: true;
      readonly email: string;
      readonly emailNormalised: string;
      /** by field id; empty cells are absent */
      readonly values: Record<string, FieldValue>;
      /** label of the first required field without a value: the row can then only update an existing customer */
      readonly lacks: string | null;
    }
  | { readonly ok: false; readonly code: number; readonly detail: OutcomeDetail | null };

/** What a row means, independent of what is in the database. */
export interface RowPlan {
  readonly mapping: readonly ColumnTarget[];
  readonly fields: readonly ImportField[];
  /** empty cells blank old values, so an empty required cell is refused at once (C-42) */
  readonly blanksEmptyCells: boolean;
}

interface MappedField {
  readonly column: number;
  readonly field: ImportField;
  readonly check: FieldCheck;
}

/** The check of one row as a function, compiled once per import. Missing cells of short rows are empty (C-40). */
export function compileRowCheck(plan: RowPlan): (cells: readonly string[]) => CheckedRow {
  const emailColumn = plan.mapping.indexOf('email');
  const mapped = plan.fields.flatMap((field): MappedField[] => {
    const column = plan.mapping.indexOf(`field:${field.id}`);
    return column < 0 ? [] : [{ column, field, check: compileFieldCheck(field) }];
  });
  const unmappedRequired = plan.fields.find((field) => field.required && !plan.mapping.includes(`field:${field.id}`));

  return (cells) => {
    const address = parseAddress(unescapeFormula(cells[emailColumn] ?? ''));
    if (!address.ok) return refused(address.reason === 'missing' ? 'addressMissing' : 'addressMalformed');
    const values: Record<string, FieldValue> = {};
    let lacks = unmappedRequired?.label ?? null;
    for (const { column, field, check } of mapped) {
      const cell = cells[column];
      if (cell === undefined || cell === '') {
        if (field.required) lacks ??= field.label;
        if (field.required && plan.blanksEmptyCells) return refused('fieldRequired', { field: field.label });
        continue;
      }
      const checked = check(unescapeFormula(cell));
      if (!checked.ok) {
        return refused('fieldRefused', { field: field.label, problem: checked.code, params: checked.params });
      }
      if (checked.value !== null) values[field.id] = checked.value;
      else if (field.required && plan.blanksEmptyCells) return refused('fieldRequired', { field: field.label });
      else if (field.required) lacks ??= field.label;
    }
    return { ok: true, email: address.email, emailNormalised: address.emailNormalised, values, lacks };
  };
}

function refused(
  name: 'addressMissing' | 'addressMalformed' | 'fieldRefused' | 'fieldRequired',
  detail: OutcomeDetail | null = null,
): CheckedRow {
  return { ok: false, code: OUTCOMES[name].code, detail };
}
