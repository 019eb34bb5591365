import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** Consents whose time is over, by the index on purge_after; never those of somebody who is a customer. */
export async function purgeConsents(em: EntityManager, now: Date, limit: number): Promise<number> {
  const rows = await rowsOf(
    em,
    `delete from consent_record where id in (
       select k.id from consent_record k
        where k.purge_after <= $1 and not exists (select from customer c where c.id = k.customer_id)
        order by k.purge_after limit $2) returning id`,
    [now, limit],
  );
  return rows.length;
}

/** Deletions before that instant; the sample by its index, the days all at once: there are thirty. */
export async function forgetDeletions(em: EntityManager, before: Date, limit: number): Promise<number> {
  await rowsOf(em, `delete from customer_deletion_day where day < ($1::timestamptz at time zone 'Asia/Tokyo')::date`, [
    before,
  ]);
  const rows = await rowsOf(
    em,
    `delete from deleted_address_sample where address_hash in (
       select address_hash from deleted_address_sample where deleted_at < $1 order by deleted_at limit $2) returning 1`,
    [before, limit],
  );
  return rows.length;
}
