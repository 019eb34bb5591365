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
  /** Makes the session's staging table; call once per connection, before the first upsert. */
  async prepare(client: PoolClient): Promise<void> {
    await client.query(`create temporary table if not exists customer_stage (
      n integer not null, email text not null, email_normalised text not null, field_values jsonb not null,
      lacking boolean not null) on commit delete rows`);
  }

  /**
   * Applies one set inside the open transaction of `client`. Throws UpsertRaced when an address was registered by
   * somebody else between our look and our insert.
   */
  async upsert(client: PoolClient, customers: readonly CustomerToUpsert[], mode: UpsertMode): Promise<UpsertResult[]> {
    await stage(client, customers);
    if (mode.overwrite) await overwriteExisting(client, mode);
    const found = await registerNew(client, mode);
    return customers.map((customer, n) => {
      const row = found.get(n);
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
async function overwriteExisting(client: PoolClient, mode: UpsertMode): Promise<void> {
  const values = mode.blankedFieldIds
    ? '(c.field_values - $2::text[]) || s.field_values'
    : 'c.field_values || s.field_values';
  await client.query({
    name: mode.blankedFieldIds ? 'customer-overwrite-blank' : 'customer-overwrite-keep',
    text: `with changed as (
        update customer c set field_values = ${values}, updated_at = $1
          from customer_stage s
         where c.email_normalised = s.email_normalised and c.field_values is distinct from ${values}
        returning c.id)
      insert into customer_search_stale select id from changed`,
    values: mode.blankedFieldIds ? [mode.now, mode.blankedFieldIds] : [mode.now],
  });
}

/**
 * Inserts who is not there yet and answers for all: the anti-join sees the table as it was, `on conflict` catches who
 * came in between (their rows are then in neither part, which the caller takes for a race).
 */
async function registerNew(client: PoolClient, mode: UpsertMode): Promise<Map<number, FoundRow>> {
  const { rows } = await client.query<FoundRow & { n: number }>({
    name: 'customer-register',
    text: `with existing as (
        select s.n, c.id, coalesce(c.last_import_id = $1, false) as by_this_import
          from customer_stage s join customer c using (email_normalised)),
      registered as (
        insert into customer (email, email_normalised, registered_via, field_values, last_import_id, created_at, updated_at)
        select s.email, s.email_normalised, $2, s.field_values, $1, $3, $3
          from customer_stage s
         where not s.lacking and not exists (select from existing e where e.n = s.n)
         order by s.n
        on conflict (email_normalised) do nothing
        returning id, email_normalised),
      noted as (insert into customer_search_stale select id from registered)
      select n, id, false as registered, by_this_import from existing
      union all
      select s.n, r.id, true, true from registered r join customer_stage s using (email_normalised)`,
    values: [mode.importId, mode.via, mode.now],
  });
  return new Map(rows.map((row) => [row.n, row]));
}
