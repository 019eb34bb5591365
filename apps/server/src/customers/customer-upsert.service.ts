import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RegistrationRoute } from './customer.types.js';
import type { FieldValue } from './field.types.js';
import { RecordCount } from './record-count.service.js';

/** One customer to register or update; addresses are distinct within a set. */
export interface CustomerToUpsert {
  readonly email: string;
  readonly emailNormalised: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  /** false when, say, a required field is empty: it may be updated but not registered */
  readonly mayRegister: boolean;
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
  /** null when there is no such customer: not registrable, or beyond the record limit */
  readonly customerId: string | null;
  readonly result: 'registered' | 'overwritten' | 'existing' | 'registered_by_this_import' | 'refused' | 'over_limit';
}

/** Somebody else registered one of the addresses meanwhile: roll back and do the set again. */
export class UpsertRaced extends Error {}

/**
 * Registers and updates customers in sets, by COPY and a few statements. The caller owns the transaction; until its end
 * the temporary table customer_written tells what was written: customer_id, registered, old_values, old_updated_at.
 */
@Injectable()
export class CustomerUpsertService {
  constructor(private readonly counts: RecordCount) {}

  /** Makes the session's staging tables; call once per connection, before the first upsert, and release() at the end. */
  async prepare(client: PoolClient): Promise<void> {
    await client.query(`create temporary table if not exists customer_stage (
      n integer not null, email text not null, email_normalised text not null, field_values jsonb not null,
      may_register boolean not null) on commit delete rows`);
    await client.query(`create temporary table if not exists customer_written (
      customer_id bigint not null, registered boolean not null, old_values jsonb, old_updated_at timestamptz)
      on commit delete rows`);
  }

  /** Leaves the connection as it was; false when it is broken. */
  release(client: PoolClient): Promise<boolean> {
    return client
      .query('drop table if exists pg_temp.customer_stage, pg_temp.customer_written')
      .then(() => true)
      .catch(() => false);
  }

  /**
   * Applies one set inside the open transaction of `client`. With a record limit the first of the set get the places
   * that are left. Throws UpsertRaced when an address was registered by somebody else between our look and our insert.
   */
  async upsert(client: PoolClient, customers: readonly CustomerToUpsert[], mode: UpsertMode): Promise<UpsertResult[]> {
    await stage(client, customers);
    const beyond = await this.barBeyondLimit(client, customers);
    const written = await insertOrOverwrite(client, mode);
    if (mode.overwrite && customers.some((customer) => !customer.mayRegister)) await overwriteRefused(client, mode);
    const found = written.size < customers.length ? await findExisting(client, mode, written) : written;
    return customers.map((customer, n) => {
      const row = found.get(customer.emailNormalised);
      if (row) return resultOf(row, mode);
      if (beyond.has(n)) return { customerId: null, result: 'over_limit' };
      if (!customer.mayRegister) return { customerId: null, result: 'refused' };
      throw new UpsertRaced();
    });
  }

  /** Places in the set of new customers for whom there is no room; nothing is looked up while there is plenty. */
  private async barBeyondLimit(
    client: PoolClient,
    customers: readonly CustomerToUpsert[],
  ): Promise<ReadonlySet<number>> {
    const room = await this.counts.room(client);
    if (room >= customers.length) return new Set();
    const { rows } = await client.query<{ n: number }>(
      `with beyond as (
         select n from customer_stage s
          where may_register and not exists (select from customer where email_normalised = s.email_normalised offset 0)
          order by n offset $1)
       update customer_stage s set may_register = false from beyond where s.n = beyond.n returning s.n`,
      [room],
    );
    return new Set(rows.map((row) => row.n));
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
  await client.query({ name: 'customer-stage-clear', text: 'delete from customer_stage' }); // of an earlier set
  const copy = client.query(
    copyFrom('copy customer_stage (n, email, email_normalised, field_values, may_register) from stdin'),
  );
  let text = '';
  for (let n = 0; n < customers.length; n++) {
    const { email, emailNormalised, values, mayRegister } = customers[n] as CustomerToUpsert;
    const json = JSON.stringify(values);
    text += `${n}\t${escaped(email)}\t${escaped(emailNormalised)}\t${escaped(json)}\t${mayRegister ? 't' : 'f'}\n`;
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
 * What was there before comes back by RETURNING old.* (PostgreSQL 18) and is kept for an undo.
 */
async function insertOrOverwrite(client: PoolClient, mode: UpsertMode): Promise<Map<string, FoundRow>> {
  const merged = mergedValues(mode, 'excluded.field_values');
  const onConflict = mode.overwrite
    ? `do update set field_values = ${merged}, updated_at = excluded.updated_at where c.field_values is distinct from ${merged}`
    : 'do nothing';
  const { rows } = await client.query<FoundRow & { email_normalised: string }>({
    name: `customer-upsert-${mode.overwrite ? (mode.blankedFieldIds ? 'blank' : 'keep') : 'add'}`,
    text: `with written as (
        insert into customer as c (email, email_normalised, registered_via, field_values, last_import_id, created_at, updated_at)
        select email, email_normalised, $2, field_values, $1, $3, $3 from customer_stage where may_register
        on conflict (email_normalised) ${onConflict}
        returning c.id, c.email_normalised, old.id is null as registered, old.field_values as old_values, old.updated_at as old_updated_at),
      kept as (insert into customer_written select id, registered, old_values, old_updated_at from written)
      select id, email_normalised, registered, true as by_this_import from written`,
    values: [mode.importId, mode.via, mode.now, ...(mode.blankedFieldIds ? [mode.blankedFieldIds] : [])],
  });
  return new Map(rows.map((row) => [row.email_normalised, row]));
}

/** Rows that may not register anybody may update a customer. */
async function overwriteRefused(client: PoolClient, mode: UpsertMode): Promise<void> {
  const merged = mergedValues(mode, 's.field_values');
  await client.query(
    `with written as (
       update customer c set field_values = ${merged}, updated_at = $3::timestamptz
         from customer_stage s
        where not s.may_register and c.email_normalised = s.email_normalised and c.field_values is distinct from ${merged}
          and $1::bigint is not null and $2::text is not null
       returning c.id, old.field_values as old_values, old.updated_at as old_updated_at)
     insert into customer_written select id, false, old_values, old_updated_at from written`,
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
