import type { Database } from '../platform/database/database.js';
import type { FoundCustomer, FoundDelivery, FoundGroup, FoundMailing } from './search.dto.js';

const SHOWN = 5;
/** Mailings and deliveries are looked at from the newest; older ones are found in their lists. */
const LOOKED_AT = 1000;

/** By the start of the address: customer_email_normalised_key is sorted for that (text_pattern_ops). */
export function findCustomersByStart(db: Database, q: string): Promise<FoundCustomer[]> {
  return db.rows<FoundCustomer>(
    `select c.id, c.email, c.field_values ->> f.id::text as name
       from customer c
       left join (select id from customer_field where type = 'text' and retired_at is null order by position, id limit 1) f
         on true
      where c.email_normalised like $1
      order by c.email_normalised using ~<~ limit ${SHOWN}`,
    [`${escapeLike(q.toLowerCase())}%`],
  );
}

/** Tens of groups. */
export function findGroupsByName(db: Database, q: string): Promise<FoundGroup[]> {
  return db.rows<FoundGroup>(`select id, name from delivery_group where name ilike $1 order by name limit ${SHOWN}`, [
    contains(q),
  ]);
}

export function findMailingsBySubject(db: Database, q: string): Promise<FoundMailing[]> {
  return db.rows<FoundMailing>(
    `select id, subject
       from (select id, subject from mailing where deleted_at is null order by id desc limit ${LOOKED_AT}) newest
      where subject ilike $1 order by id desc limit ${SHOWN}`,
    [contains(q)],
  );
}

/** By the subject as it was frozen. */
export async function findDeliveriesBySubject(db: Database, q: string): Promise<FoundDelivery[]> {
  const rows = await db.rows<{ id: string; subject: string; group_name: string; starts_at: Date }>(
    `select d.id, c.subject, d.group_name, d.starts_at
       from (select id, group_name, starts_at from delivery order by id desc limit ${LOOKED_AT}) d
       join delivery_content c on c.delivery_id = d.id
      where c.subject ilike $1 order by d.id desc limit ${SHOWN}`,
    [contains(q)],
  );
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    groupName: row.group_name,
    startsAt: row.starts_at.toISOString(),
  }));
}

const contains = (q: string): string => `%${escapeLike(q)}%`;

/** A search for 100% means the sign, not "anything". */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
