import type { PoolClient } from 'pg';
import type { Database } from '../platform/database/database.js';
import type { RehearsedFailure } from './import-rehearsal.entity.js';
import type { ImportSettings, OutcomeCounts } from './import.types.js';

// The rows of rehearsals, and the doubles of tables that one is played on.

export interface ClaimedRehearsal {
  readonly importId: string;
  /** null: the file is gone */
  readonly fileKey: string | null;
  readonly token: string;
  readonly settings: ImportSettings;
  /** starts, this one included */
  readonly tryCount: number;
}

/** Writes down that a rehearsal with these settings is wanted, instead of any other of this import. */
export async function replaceRehearsal(
  db: Database,
  importId: string,
  token: string,
  settings: ImportSettings,
): Promise<void> {
  await db.rows(
    `insert into import_rehearsal (import_id, token, state, settings) values ($1, $2, 'queued', $3)
     on conflict (import_id) do update
        set token = excluded.token, state = excluded.state, settings = excluded.settings, processed_bytes = 0, row_count = 0,
            outcome_counts = '{}', failures = '[]', failure = null, failure_row = null, lease_until = null,
            try_count = 0`,
    [importId, token, JSON.stringify(settings)],
  );
}

/** Takes a rehearsal that waits or whose worker is gone; the new token makes that worker's writes come to nothing. */
export async function claimRehearsal(
  db: Database,
  importId: string,
  { token, now, leaseMs }: { token: string; now: Date; leaseMs: number },
): Promise<ClaimedRehearsal | null> {
  const [row] = await db.rows<ClaimedRehearsal>(
    `update import_rehearsal
        set state = 'running', token = $2, lease_until = $4, processed_bytes = 0, row_count = 0, try_count = try_count + 1
      where import_id = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
     returning import_id as "importId", token, settings, try_count as "tryCount",
       (select file_key from import_job where id = import_id) as "fileKey"`,
    [importId, token, now, new Date(now.getTime() + leaseMs)],
  );
  return row ?? null;
}

/** Tells how far it is and keeps the lease; false when other settings have replaced it. */
export async function noteRehearsed(
  db: Database,
  { importId, token }: ClaimedRehearsal,
  seen: { readonly bytes: number; readonly rows: number; readonly leaseUntil: Date },
): Promise<boolean> {
  const rows = await db.rows(
    `update import_rehearsal set processed_bytes = $3, row_count = $4, lease_until = $5
      where import_id = $1 and token = $2 and state = 'running' returning 1`,
    [importId, token, seen.bytes, seen.rows, seen.leaseUntil],
  );
  return rows.length === 1;
}

export interface RehearsalEnd {
  readonly outcomeCounts: OutcomeCounts;
  readonly failures: readonly RehearsedFailure[];
  /** why the file as a whole cannot be read */
  readonly failure: string | null;
  readonly failureRow: number | null;
}

/** The result of a rehearsal that nobody replaced meanwhile. */
export async function endRehearsal(
  db: Database,
  { importId, token }: ClaimedRehearsal,
  end: RehearsalEnd,
): Promise<void> {
  await db.rows(
    `update import_rehearsal
        set state = $3, outcome_counts = $4, failures = $5, failure = $6, failure_row = $7, lease_until = null
      where import_id = $1 and token = $2 and state = 'running'`,
    [
      importId,
      token,
      end.failure === null ? 'finished' : 'failed',
      JSON.stringify(end.outcomeCounts),
      JSON.stringify(end.failures),
      end.failure,
      end.failureRow,
    ],
  );
}

/** What new customers of a rehearsal get as ids: no customer has one of these. */
const FIRST_REHEARSED_ID = '4611686018427387904';

/**
 * Puts empty doubles of the tables in front of them, for this session alone, and then forbids the session to write
 * anything else: PostgreSQL lets a read-only transaction write temporary tables. Statements of the real run that name
 * these tables work on the doubles unchanged. Only who is registered in the rehearsal counts for its tally.
 */
export async function makeDoubles(client: PoolClient): Promise<void> {
  for (const table of DOUBLED)
    await client.query(`create temporary table ${table} (like public.${table} including all)`);
  await client.query(`alter table pg_temp.customer alter column id restart with ${FIRST_REHEARSED_ID}`);
  await client.query('insert into pg_temp.customer_tally select * from public.customer_tally');
  await client.query(`create function pg_temp.tally_rehearsed() returns trigger language plpgsql as $$
    begin
      update pg_temp.customer_tally set customer_count = customer_count +
        (select count(*) from new_customer where id >= ${FIRST_REHEARSED_ID});
      return null;
    end $$`);
  await client.query(`create trigger customer_tallied after insert on pg_temp.customer
    referencing new table as new_customer for each statement execute function pg_temp.tally_rehearsed()`);
  await client.query('set default_transaction_read_only = on');
}

const DOUBLED = ['customer', 'customer_tally', 'group_membership', 'group_membership_change', 'opt_out'] as const;

/**
 * Copies what a chunk may touch into the doubles: the customers of these addresses with all their memberships, and what
 * the ledger holds against them. Once per address: what an earlier chunk changed must stay. Values are not copied, since
 * no outcome depends on them. Every look is by index (`offset 0`).
 */
export async function copyIntoDoubles(
  client: PoolClient,
  addresses: readonly string[],
  hashes: readonly Buffer[],
): Promise<void> {
  await client.query({
    name: 'rehearse-copy-customers',
    text: `with copied as (
        insert into pg_temp.customer (id, email, email_normalised, status, registered_via, last_import_id, created_at, updated_at)
        overriding system value
        select c.id, c.email, c.email_normalised, c.status, c.registered_via, c.last_import_id, c.created_at, c.updated_at
          from unnest($1::text[]) as address
         cross join lateral (select * from public.customer where email_normalised = address offset 0) c
        on conflict do nothing returning id)
      insert into pg_temp.group_membership
      select m.* from copied
       cross join lateral (select * from public.group_membership where customer_id = copied.id offset 0) m
      on conflict do nothing`,
    values: [addresses],
  });
  if (hashes.length === 0) return;
  await client.query({
    name: 'rehearse-copy-opt-outs',
    text: `insert into pg_temp.opt_out
      select o.* from unnest($1::bytea[]) as hash
       cross join lateral (select * from public.opt_out where address_hash = hash offset 0) o
      on conflict do nothing`,
    values: [hashes],
  });
}
