import type { FieldShape } from '../field-check.types.js';
import { compileFieldText } from '../field-values.js';
import type { FieldValues } from '../field.types.js';
import {
  headingOf,
  stateLabel,
  statusLabel,
  SYSTEM_COLUMNS,
  wayLabel,
  type ExportLocale,
  type SystemColumn,
} from './export-labels.js';

/** C-17: what only a group can tell; these columns need one. */
const MEMBERSHIP_COLUMNS: readonly SystemColumn[] = ['delivery_state', 'stopped_at', 'stopped_via', 'joined_at'];

/** A customer as the file needs it; instants are texts in Japanese time. What no column asks for is null. */
export interface ExportRow {
  readonly id: string;
  readonly email: string;
  readonly status: string;
  readonly error_count: number;
  readonly status_changed_at: string | null;
  readonly registered_via: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly field_values: FieldValues | null;
  readonly groups: string | null;
  readonly delivery_state: string | null;
  readonly state_changed_at: string | null;
  readonly state_changed_via: string | null;
  readonly joined_at: string | null;
}

/** What has to be read for some columns. */
export interface ExportNeeds {
  readonly fieldValues: boolean;
  readonly groups: boolean;
  readonly membership: boolean;
}

/** What a column needs to know of a field; a CustomerField row is one. */
interface ExportField extends FieldShape {
  readonly id: string;
  readonly label: string;
}

const isSystemColumn = (key: string): key is SystemColumn => (SYSTEM_COLUMNS as readonly string[]).includes(key);
const fieldIdOf = (key: string): string | null => (key.startsWith('field:') ? key.slice('field:'.length) : null);

/** The first key that is no column, comes twice, or needs a group and has none; null when all is well. */
export function strangeColumn(
  keys: readonly string[],
  fields: readonly ExportField[],
  hasGroup: boolean,
): { readonly key: string; readonly code: 'unknown-column' | 'column-twice' | 'column-needs-group' } | null {
  for (const [i, key] of keys.entries()) {
    if (keys.indexOf(key) < i) return { key, code: 'column-twice' };
    if (isSystemColumn(key)) {
      if (!hasGroup && MEMBERSHIP_COLUMNS.includes(key)) return { key, code: 'column-needs-group' };
    } else if (!fields.some((field) => field.id === fieldIdOf(key))) return { key, code: 'unknown-column' };
  }
  return null;
}

export function needsOf(keys: readonly string[]): ExportNeeds {
  return {
    fieldValues: keys.some((key) => fieldIdOf(key) !== null),
    groups: keys.includes('groups'),
    membership: keys.some((key) => isSystemColumn(key) && MEMBERSHIP_COLUMNS.includes(key)),
  };
}

/** The columns of one file, compiled once: its first line, and the cells of a customer. */
export interface ExportColumns {
  readonly headings: readonly string[];
  cellsOf(row: ExportRow): string[];
}

/** A field that has gone since the file was ordered keeps its column, empty. */
export function compileColumns(
  keys: readonly string[],
  fields: readonly ExportField[],
  locale: ExportLocale,
): ExportColumns {
  const columns = keys.map((key) =>
    isSystemColumn(key)
      ? { heading: headingOf(key, locale), text: systemText(key, locale) }
      : fieldColumn(fields.find((field) => field.id === fieldIdOf(key))),
  );
  return {
    headings: columns.map((column) => column.heading),
    cellsOf: (row) => columns.map((column) => column.text(row)),
  };
}

type CellText = (row: ExportRow) => string;

function fieldColumn(field: ExportField | undefined): { heading: string; text: CellText } {
  if (!field) return { heading: '', text: () => '' };
  const text = compileFieldText(field);
  return { heading: field.label, text: (row) => text(row.field_values?.[field.id]) };
}

function systemText(column: SystemColumn, locale: ExportLocale): CellText {
  switch (column) {
    case 'status':
      return (row) => statusLabel(row.status, locale);
    case 'error_count':
      return (row) => String(row.error_count);
    case 'registered_via':
      return (row) => wayLabel(row.registered_via, locale);
    case 'delivery_state':
      return (row) => (row.delivery_state === null ? '' : stateLabel(row.delivery_state, locale));
    case 'stopped_at':
      return (row) => (isStopped(row) ? (row.state_changed_at ?? '') : '');
    case 'stopped_via':
      return (row) => (isStopped(row) && row.state_changed_via !== null ? wayLabel(row.state_changed_via, locale) : '');
    default:
      return (row) => row[column] ?? '';
  }
}

/** Who is 配信可能 again has no stop to tell of. */
const isStopped = (row: ExportRow): boolean => row.delivery_state === 'stopped' || row.delivery_state === 'banned';
