import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { CustomerField } from './customer-field.entity.js';
import type { FieldChoice, FieldType, FieldValue } from './field.types.js';

/** Nobody changes fields while this transaction writes values; writers do not wait for each other. */
export async function holdFields(tx: EntityManager): Promise<void> {
  await rowsOf(tx, 'lock table customer_field in row exclusive mode');
}

/** One change of fields at a time, and none while somebody holds them: see holdFields. */
export async function lockFields(tx: EntityManager): Promise<void> {
  await rowsOf(tx, 'lock table customer_field in share row exclusive mode');
}

/**
 * Whether an import that fills the field waits, runs or is being undone. The lock keeps any from being queued or claimed until we commit;
 * those that come later read the fields as we leave them.
 */
export async function isBeingImported(tx: EntityManager, fieldId: string): Promise<boolean> {
  await rowsOf(tx, 'lock table import_job in share mode');
  const [row] = await rowsOf<{ any: boolean }>(
    tx,
    `select exists (select from import_job
                     where state in ('queued', 'running', 'undoing') and mapping ? ('field:' || $1::text)) as any`,
    [fieldId],
  );
  return row?.any ?? false;
}

/**
 * How many customers an undo that is still possible would give one of the choices again: old values of overwritings, and
 * customers that a file deleted. Reads what imports of the last day remember, some hundred rows of lists, once for each
 * attempt to remove a choice; call it after isBeingImported, whose lock keeps another import from remembering more.
 */
export async function countChoicesInUndo(
  tx: EntityManager,
  field: Pick<CustomerField, 'id'>,
  choiceIds: readonly string[],
): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    tx,
    `select count(*)::int as count from import_undo u
      cross join lateral (
        select value from unnest(u.old_values) as value
        union all
        select one #> '{customer,field_values}' from jsonb_array_elements(u.before -> 'customers') as one) old
      where old.value -> $1::text ?| $2::text[]`,
    [field.id, choiceIds],
  );
  return row?.count ?? 0;
}

/** Notes a change of type to be worked off, up to the newest customer there is. Returns its id. */
export async function insertConversion(
  tx: EntityManager,
  fromFieldId: string,
  toFieldId: string,
  now: Date,
): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(
    tx,
    `insert into customer_field_conversion (from_field_id, to_field_id, last_customer_id, started_at)
     select $1, $2, coalesce(max(id), 0), $3 from customer returning id`,
    [fromFieldId, toFieldId, now],
  );
  return row?.id ?? '';
}

/** How far a change of type is. */
export interface ConversionRow {
  readonly id: string;
  readonly from_field_id: string;
  readonly to_field_id: string;
  readonly last_customer_id: string;
  readonly cursor_customer_id: string;
  readonly converted_count: number;
  readonly kept_count: number;
  readonly finished_at: Date | null;
}

const COLUMNS = `id, from_field_id, to_field_id, last_customer_id, cursor_customer_id, converted_count, kept_count, finished_at`;

/** Every change of type there was; there are never more than fields. */
export function readConversions(em: EntityManager): Promise<ConversionRow[]> {
  return rowsOf<ConversionRow>(em, `select ${COLUMNS} from customer_field_conversion order by id limit 1000`);
}

/** Those that are not finished, oldest first. */
export async function openConversionIds(em: EntityManager): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    em,
    'select id from customer_field_conversion where finished_at is null order by id limit 100',
  );
  return rows.map((row) => row.id);
}

/** Conversions under way from or to a field. */
export async function countOpenConversionsOf(em: EntityManager, fieldId: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    em,
    `select count(*)::integer as count from customer_field_conversion
      where finished_at is null and (from_field_id = $1 or to_field_id = $1)`,
    [fieldId],
  );
  return row?.count ?? 0;
}

/** The conversion for one batch; null when it is finished or another process is at it. The lock ends with the transaction. */
export async function takeConversion(tx: EntityManager, id: string): Promise<ConversionRow | null> {
  const [row] = await rowsOf<ConversionRow>(
    tx,
    `select ${COLUMNS} from customer_field_conversion
      where id = $1 and finished_at is null for update skip locked`,
    [id],
  );
  return row ?? null;
}

/** The fields of those ids, retired or not. */
export function readShapes(
  tx: EntityManager,
  ids: readonly string[],
): Promise<(Pick<CustomerField, 'inputRestriction'> & { id: string; type: FieldType; choices: FieldChoice[] })[]> {
  return rowsOf(
    tx,
    `select id, type, choices, input_restriction as "inputRestriction" from customer_field where id = any ($1::bigint[])`,
    [ids],
  );
}

/** The id that ends a window of `size` customers behind `cursor`, by the primary key; `last` when there are fewer. */
export async function windowEnd(em: EntityManager, cursor: string, last: string, size: number): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(
    em,
    `select id from customer where id > $1 and id <= $2 order by id offset $3 limit 1`,
    [cursor, last, size - 1],
  );
  return row?.id ?? last;
}

/** One customer's value of the old field, and whether there is one of the new field already. */
export interface ValueToConvert {
  readonly id: string;
  readonly value: FieldValue;
}

/**
 * Locks the customers of a window that have a value of the field. Rows that others hold are skipped, never waited for: a
 * batch holds many rows, and waiting with them could go round in a circle. `isWhole` says that none was skipped.
 */
export async function lockValues(
  tx: EntityManager,
  fieldId: string,
  from: string,
  to: string,
): Promise<{ values: ValueToConvert[]; isWhole: boolean }> {
  const values = await rowsOf<ValueToConvert>(
    tx,
    `select id, field_values -> $1::text as value from customer
      where id > $2 and id <= $3 and field_values ? $1::text order by id for no key update skip locked`,
    [fieldId, from, to],
  );
  const [row] = await rowsOf<{ count: number }>(
    tx,
    `select count(*)::integer as count from customer where id > $2 and id <= $3 and field_values ? $1::text`,
    [fieldId, from, to],
  );
  return { values, isWhole: row?.count === values.length };
}

/** Writes converted values of customers we hold; a value that somebody gave the new field meanwhile stays. */
export async function writeValues(
  tx: EntityManager,
  fieldId: string,
  values: readonly { readonly id: string; readonly value: FieldValue }[],
): Promise<void> {
  if (values.length === 0) return;
  await rowsOf(
    tx,
    `update customer c set field_values = c.field_values || jsonb_build_object($1::text, v.value)
       from unnest($2::bigint[], $3::jsonb[]) as v (id, value)
      where c.id = v.id and not c.field_values ? $1::text`,
    [fieldId, values.map(({ id }) => id), values.map(({ value }) => JSON.stringify(value))],
  );
}

/** Moves the cursor over a window that is done, in the transaction that wrote its values. */
export async function moveCursor(
  tx: EntityManager,
  id: string,
  step: {
    readonly cursor: string;
    readonly converted: number;
    readonly kept: number;
    readonly finishedAt: Date | null;
  },
): Promise<void> {
  await rowsOf(
    tx,
    `update customer_field_conversion
        set cursor_customer_id = $2, converted_count = converted_count + $3, kept_count = kept_count + $4, finished_at = $5
      where id = $1`,
    [id, step.cursor, step.converted, step.kept, step.finishedAt],
  );
}

/** How often each value of a field occurs in a window of customers. */
export function countValues(
  em: EntityManager,
  fieldId: string,
  from: string,
  to: string,
): Promise<{ value: FieldValue; count: number }[]> {
  return rowsOf(
    em,
    `select field_values -> $1::text as value, count(*)::integer as count from customer
      where id > $2 and id <= $3 and field_values ? $1::text group by 1`,
    [fieldId, from, to],
  );
}

/** Who speaks of a field: deliveries to come that merge it or are narrowed by it. Reads delivery's tables. */
export async function countScheduledDeliveries(
  em: EntityManager,
  field: Pick<CustomerField, 'id' | 'mergeKey'>,
): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    em,
    `select count(*)::integer as count from delivery d join delivery_content c on c.delivery_id = d.id
      where d.state = 'scheduled'
        and (jsonb_path_exists(d.filter, '$.** ? (@.field == $id)', jsonb_build_object('id', $1::text))
             or concat_ws(' ', c.subject, c.text_body, c.html_body) ~ ('\\{\\{\\s*' || $2::text || '\\s*[|}]'))`,
    [field.id, field.mergeKey.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')],
  );
  return row?.count ?? 0;
}

/** Segments with a condition on the field, however deep. Reads all segments, which are few. */
export async function countSegmentsOn(em: EntityManager, fieldId: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    em,
    `select count(*)::integer as count from segment
      where jsonb_path_exists(conditions, '$.** ? (@.field == $id)', jsonb_build_object('id', $1::text))`,
    [fieldId],
  );
  return row?.count ?? 0;
}

/** How many customers have a value of the field. Reads all customers: about a second for a million. */
export async function countCustomersWithValue(em: EntityManager, fieldId: string): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(
    em,
    'select count(*) as count from customer where field_values ? $1::text',
    [fieldId],
  );
  return Number(row?.count ?? 0);
}
