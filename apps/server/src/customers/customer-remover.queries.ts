import { rowsIn, type RunsIn } from '../platform/database/database.js';
import type { OptOutKey, OptOutReason } from './opt-out.types.js';

/** Locks those of the customers that exist, in the order of ids so that two deletions never wait for each other in a circle. */
export function lockCustomersToDelete(
  where: RunsIn,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly address: string }[]> {
  return rowsIn(
    where,
    'select id, email_normalised as address from customer where id = any ($1::bigint[]) order by id for update',
    [ids],
  );
}

/** Deletes customers by the primary key; call it under their locks. */
export async function deleteCustomers(where: RunsIn, ids: readonly string[]): Promise<void> {
  await rowsIn(where, 'delete from customer where id = any ($1::bigint[])', [ids]);
}

/** The memberships that are stopped or banned, as the ledger holds them. Reads the groups' table; only groups write it. */
export function readOptOutsOf(
  where: RunsIn,
  ids: readonly string[],
): Promise<(OptOutKey & { readonly reason: OptOutReason })[]> {
  return rowsIn(
    where,
    `select c.email_normalised as "emailNormalised",
            case when by_complaint then 'account' else 'group' end as scope, m.group_id as "scopeId",
            case when by_complaint then 'complained' else m.delivery_state end as reason
       from group_membership m join customer c on c.id = m.customer_id
      cross join lateral (
        select m.delivery_state = 'stopped' and m.state_changed_via = 'complaint' as by_complaint) how
      where m.customer_id = any ($1::bigint[]) and m.delivery_state <> 'active'`,
    [ids],
  );
}

/** Deleted customers, by their place in both lists. */
export interface DeletedCustomers {
  readonly ids: readonly string[];
  readonly hashes: readonly Buffer[];
}

/**
 * Puts the consents of deleted customers under their address's hash, until so many years after the last mail to them
 * (J-33); without a mail we still know of, after the deletion. Who has consents is looked up first, by index, so that a
 * set without any costs one look per customer; only theirs mails are looked for.
 */
export async function keepConsents(
  where: RunsIn,
  { ids, hashes }: DeletedCustomers,
  years: number,
  now: Date,
): Promise<void> {
  await rowsIn(
    where,
    `with holder as materialized (
       select g.id, g.hash from unnest($1::bigint[], $2::bytea[]) as g (id, hash)
        where exists (select from consent_record k where k.customer_id = g.id offset 0)),
     kept as materialized (
       select h.id, h.hash, (select max(r.accepted_at) from delivery_recipient r where r.customer_id = h.id) as mailed_at
         from holder h)
     update consent_record k
        set address_hash = kept.hash,
            purge_after = greatest(k.obtained_at, coalesce(kept.mailed_at, $4::timestamptz)) + make_interval(years => $3)
       from kept where k.customer_id = kept.id`,
    [ids, hashes, years, now],
  );
}

/** Takes back consents that were recorded of people who, after all, were never registered. */
export async function deleteConsents(where: RunsIn, ids: readonly string[]): Promise<void> {
  await rowsIn(where, 'delete from consent_record where customer_id = any ($1::bigint[])', [ids]);
}

/** Notes a sample of deleted addresses, in the order of the key, and counts all of them on the day of Japan. */
export async function noteDeletions(
  where: RunsIn,
  { sample, count, now }: { sample: readonly Buffer[]; count: number; now: Date },
): Promise<void> {
  if (sample.length > 0)
    await rowsIn(
      where,
      `insert into deleted_address_sample (address_hash, deleted_at)
       select hash, $2::timestamptz from unnest($1::bytea[]) as hash order by hash
       on conflict (address_hash) do update set deleted_at = excluded.deleted_at`,
      [sample, now],
    );
  await rowsIn(
    where,
    `insert into customer_deletion_day as d (day, deleted_count)
     values (($1::timestamptz at time zone 'Asia/Tokyo')::date, $2)
     on conflict (day) do update set deleted_count = d.deleted_count + excluded.deleted_count`,
    [now, count],
  );
}
