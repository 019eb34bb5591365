import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RegistrationRoute } from './customer.types.js';
import type { FieldValue } from './field.types.js';

/** One customer to register or update; addresses are distinct within a set. */
export interface CustomerToUpsert {
  readonly email: string;
  readonly emailNormalised: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** a required field is empty: it may be updated but not registered */
  readonly lacks: string | null;
}

export interface UpsertMode {
  readonly overwrite: boolean;
  /** null: empty cells keep old values; otherwise these fields are blanked when absent in `values` (C-42) */
  readonly blankedFieldIds: readonly string[] | null;
  readonly importId: string;
  readonly via: RegistrationRoute;
  readonly now: Date;
}

/** What became of one customer of the set, in its order. */
export interface UpsertResult {
  /** null when it was not registered for lack of a required field */
  readonly customerId: string | null;
  readonly result: 'registered' | 'overwritten' | 'existing' | 'registered_by_this_import' | 'lacking';
}

/** Somebody else registered one of the addresses meanwhile: roll back and do the set again. */
export class UpsertRaced extends Error {}

/** Registers and updates customers in sets, by COPY and a few statements. The caller owns the transaction. */
@Injectable()
export class CustomerUpsertService {
  /** Makes the session's staging table; call once per connection, before the first upsert, and release() at the end. */
  async prepare(client: PoolClient): Promise<void> {
    await client.query(`create temporary table if not exists customer_stage (
      n integer not null, email text not null, email_normalised text not null, field_values jsonb not null,
      lacking boolean not null) on commit delete rows`);
  }

  /** Leaves the connection as it was; false when it is broken. */
  release(client: PoolClient): Promise<boolean> {
    return client
      .query('drop table if exists pg_temp.customer_stage')
      .then(() => true)
      .catch(() => false);
  }

  /**
   * Applies one set inside the open transaction of `client`. Throws UpsertRaced when an address was registered by
   * somebody else between our look and our insert.
   */
  async upsert(client: PoolClient, customers: readonly CustomerToUpsert[], mode: UpsertMode): Promise<UpsertResult[]> {
    await stage(client, customers);
    const written = await insertOrOverwrite(client, mode);
    if (mode.overwrite && customers.some((customer) => customer.lacks !== null)) await overwriteLacking(client, mode);
    const found = written.size < customers.length ? await findExisting(client, mode, written) : written;
    return customers.map((customer) => {
      const row = found.get(customer.emailNormalised);
      if (row) return resultOf(row, mode);
      if (customer.lacks !== null) return { customerId: null, result: 'lacking' };
      throw new UpsertRaced();
    });
  }
}

interface FoundRow {
  readonly id: string;
  readonly registered: boolean;
  readonly by_this_import: boolean;
}

function resultOf(row: FoundRow, mode: UpsertMode): UpsertResult {
  if (row.registered) return { customerId: row.id, result: 'registered' };
  if (mode.overwrite) return { customerId: row.id, result: 'overwritten' };
  return { customerId: row.id, result: row.by_this_import ? 'registered_by_this_import' : 'existing' };
}

/** COPY in text format: the cheapest way in; only backslashes need care, since JSON has no raw control characters. */
async function stage(client: PoolClient, customers: readonly CustomerToUpsert[]): Promise<void> {
  const copy = client.query(
    copyFrom('copy customer_stage (n, email, email_normalised, field_values, lacking) from stdin'),
  );
  let text = '';
  for (let n = 0; n < customers.length; n++) {
    const { email, emailNormalised, values, lacks } = customers[n] as CustomerToUpsert;
    const json = JSON.stringify(values);
    text += `${n}\t${escaped(email)}\t${escaped(emailNormalised)}\t${escaped(json)}\t${lacks === null ? 'f' : 't'}\n`;
    if (text.length > 262_144) {
      if (!copy.write(text)) await once(copy, 'drain');
      text = '';
    }
  }
  await new Promise<void>((resolve, reject) => {
    copy.once('finish', resolve);
    copy.once('error', reject);
    copy.end(text);
  });
}

const escaped = (text: string): string => (text.includes('\\') ? text.replaceAll('\\', '\\\\') : text);

/** Only rows that really change are written, so that uploading the same file again costs little. */
function mergedValues(mode: UpsertMode, added: string): string {
  return mode.blankedFieldIds ? `(c.field_values - $4::text[]) || ${added}` : `c.field_values || ${added}`;
}

/**
 * Inserts who is not there yet and, with overwriting, updates who is: `on conflict` looks each address up once in its
 * unique index, whatever the planner thinks of a staging table without statistics. Unchanged customers are not returned.
 */
async function insertOrOverwrite(client: PoolClient, mode: UpsertMode): Promise<Map<string, FoundRow>> {
  const merged = mergedValues(mode, 'excluded.field_values');
  const onConflict = mode.overwrite
    ? `do update set field_values = ${merged}, updated_at = excluded.updated_at where c.field_values is distinct from ${merged}`
    : 'do nothing';
  const { rows } = await client.query<FoundRow & { email_normalised: string }>({
    name: `customer-upsert-${mode.overwrite ? (mode.blankedFieldIds ? 'blank' : 'keep') : 'add'}`,
    text: `insert into customer as c (email, email_normalised, registered_via, field_values, last_import_id, created_at, updated_at)
        select email, email_normalised, $2, field_values, $1, $3, $3 from customer_stage where not lacking
        on conflict (email_normalised) ${onConflict}
        returning c.id, c.email_normalised, c.xmax = 0 as registered, true as by_this_import`,
    values: [mode.importId, mode.via, mode.now, ...(mode.blankedFieldIds ? [mode.blankedFieldIds] : [])],
  });
  return new Map(rows.map((row) => [row.email_normalised, row]));
}

/** Rows without a required value may update a customer, never make one. */
async function overwriteLacking(client: PoolClient, mode: UpsertMode): Promise<void> {
  const merged = mergedValues(mode, 's.field_values');
  await client.query(
    `update customer c set field_values = ${merged}, updated_at = $3::timestamptz
       from customer_stage s
      where s.lacking and c.email_normalised = s.email_normalised and c.field_values is distinct from ${merged}
        and $1::bigint is not null and $2::text is not null`,
    [mode.importId, mode.via, mode.now, ...(mode.blankedFieldIds ? [mode.blankedFieldIds] : [])],
  );
}

/**
 * Who was there already: not overwritten, or not changed by it. `offset 0` keeps the look-up per row: the staging table
 * has no statistics, and a hash join would read all customers for every set.
 */
async function findExisting(
  client: PoolClient,
  mode: UpsertMode,
  written: ReadonlyMap<string, FoundRow>,
): Promise<Map<string, FoundRow>> {
  const { rows } = await client.query<FoundRow & { email_normalised: string }>({
    name: 'customer-existing',
    text: `select c.id, c.email_normalised, false as registered, coalesce(c.last_import_id = $1, false) as by_this_import
             from customer_stage s
            cross join lateral (select * from customer where email_normalised = s.email_normalised offset 0) c`,
    values: [mode.importId],
  });
  return new Map([...rows.map((row) => [row.email_normalised, row] as const), ...written]);
}
