import { unescapeFormula } from '@kubari/csv';
import { parseAddress } from '../customers/address.js';
import type { FieldCheck, FieldShape } from '../customers/field-check.types.js';
import { compileFieldCheck } from '../customers/field-values.js';
import type { FieldValue } from '../customers/field.types.js';
import type { ColumnTarget, Operation, OutcomeDetail } from './import.types.js';
import { OUTCOMES } from './row-outcome.js';

/** A custom field as the check needs it. */
export interface ImportField extends FieldShape {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
}

/** Why a row, or what it asks for, is refused. */
export interface Refusal {
  readonly code: number;
  readonly detail: OutcomeDetail | null;
}

/** A row that names somebody by a valid address. */
export interface AcceptedRow {
  readonly ok: true;
  readonly email: string;
  readonly emailNormalised: string;
  /** by field id; empty cells are absent */
  readonly values: Record<string, FieldValue>;
  /** why it cannot register anybody: it can then only act on a customer who exists */
  readonly bar: Refusal | null;
}

/** A row that can be applied, or the outcome that says why not. */
export type CheckedRow = AcceptedRow | (Refusal & { readonly ok: false });

/** What a row means, independent of what is in the database. */
export interface RowPlan {
  readonly operation: Operation;
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
  const readValues = plan.operation === 'delete' ? NO_VALUES : compileValues(plan);
  // A stop must not fail for a malformed telephone number: the values only matter if the person is to be registered.
  const needsValues = plan.operation === 'register';

  return (cells) => {
    const address = parseAddress(unescapeFormula(cells[emailColumn] ?? ''));
    if (!address.ok) return address.reason === 'missing' ? ADDRESS_MISSING : ADDRESS_MALFORMED;
    const { email, emailNormalised } = address;
    const { values, bar, refusal } = readValues(cells);
    if (refusal === null) return { ok: true, email, emailNormalised, values, bar };
    if (needsValues) return { ok: false, code: refusal.code, detail: refusal.detail };
    return { ok: true, email, emailNormalised, values: {}, bar: refusal };
  };
}

const ADDRESS_MISSING: CheckedRow = { ok: false, code: OUTCOMES.addressMissing.code, detail: null };
const ADDRESS_MALFORMED: CheckedRow = { ok: false, code: OUTCOMES.addressMalformed.code, detail: null };

/** `bar` and `refusal` as in AcceptedRow: a lacking value only bars, a wrong one refuses. */
interface ReadValues {
  readonly values: Record<string, FieldValue>;
  readonly bar: Refusal | null;
  readonly refusal: Refusal | null;
}

const NO_VALUES = (): ReadValues => ({ values: {}, bar: null, refusal: null });

function compileValues(plan: RowPlan): (cells: readonly string[]) => ReadValues {
  const mapped = plan.fields.flatMap((field): MappedField[] => {
    const column = plan.mapping.indexOf(`field:${field.id}`);
    return column < 0 ? [] : [{ column, field, check: compileFieldCheck(field) }];
  });
  const unmappedRequired = plan.fields.find((field) => field.required && !plan.mapping.includes(`field:${field.id}`));
  const barOfAll = unmappedRequired ? lacking(unmappedRequired) : null;

  return (cells) => {
    const values: Record<string, FieldValue> = {};
    let bar = barOfAll;
    for (const { column, field, check } of mapped) {
      const cell = cells[column];
      const checked = cell === undefined || cell === '' ? null : check(unescapeFormula(cell));
      if (checked !== null && !checked.ok)
        return { values, bar, refusal: wrong(field, { problem: checked.code, params: checked.params }) };
      if (checked !== null && checked.value !== null) values[field.id] = checked.value;
      else if (field.required) {
        if (plan.blanksEmptyCells) return { values, bar, refusal: lacking(field) };
        bar ??= lacking(field);
      }
    }
    return { values, bar, refusal: null };
  };
}

const lacking = (field: ImportField): Refusal => ({
  code: OUTCOMES.fieldRequired.code,
  detail: { field: field.label },
});

const wrong = (field: ImportField, detail: OutcomeDetail): Refusal => ({
  code: OUTCOMES.fieldRefused.code,
  detail: { field: field.label, ...detail },
});
