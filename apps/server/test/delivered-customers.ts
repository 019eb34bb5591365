import type { Database } from '../src/platform/database/database.js';
import type { LoadedCustomers } from './million-customers.js';

/** Deliveries to the biggest and to the smallest group, and the links of each. */
export interface LoadedDeliveries {
  readonly big: string;
  readonly small: string;
}

const LINKS = ['https://shop.example.jp/autumn', 'https://shop.example.jp/sale', 'https://blog.example.jp/'];

/**
 * What two past deliveries left behind for customers of loadCustomers: everybody of the group received one, but for
 * bounces; a quarter opened, a twentieth clicked. Always the same ones.
 */
export async function loadDeliveries(db: Database, { groups }: LoadedCustomers): Promise<LoadedDeliveries> {
  const big = await insertDelivery(db, groups[0]?.id ?? '', '秋のご案内');
  const small = await insertDelivery(db, groups.at(-1)?.id ?? '', '会員の方へ');
  await db.rows('vacuum analyze delivery_recipient');
  await db.rows('vacuum analyze tracking_event');
  await db.rows('analyze delivery_link, delivery');
  return { big, small };
}

async function insertDelivery(db: Database, groupId: string, subject: string): Promise<string> {
  const [delivery] = await db.rows<{ id: string }>(
    `with sender as (
       insert into sender_address (email, display_name) values ('news@example.jp', '店')
       on conflict (email) do update set display_name = excluded.display_name returning id),
     mail as (
       insert into mailing (format, subject, text_body, group_id, sender_address_id)
       select 'text', $2, '', $1::bigint, id from sender returning id),
     made as (
       insert into delivery (mailing_id, group_id, group_name, state, starts_at, started_at, finished_at)
       select id, $1::bigint, 'グループ', 'sent', '2026-11-20 01:00Z', '2026-11-20 01:00Z', '2026-11-20 02:00Z' from mail
       returning id),
     content as (
       insert into delivery_content (delivery_id, format, subject, text_body, sender_email, sender_name, track_links, track_opens, merge_keys)
       select id, 'text', $2, '', 'news@example.jp', '店', true, true, '[]' from made)
     insert into delivery_link (delivery_id, link_no, url)
     select made.id, n, url from made, unnest($3::text[]) with ordinality as link (url, n) returning delivery_id as id`,
    [groupId, subject, LINKS],
  );
  const id = delivery?.id ?? '';
  await db.rows(
    `insert into delivery_recipient (id, delivery_id, customer_id, email, batch_no, state, trouble, accepted_at, opened_at, clicked_at)
     select uuidv7(), $1, customer_id, 'x@example.jp', row_number() over (order by customer_id) / 500,
            case when h % 50 = 0 then 'bounced_hard' else 'delivered' end,
            case when h % 50 = 0 then 'bounced_hard' end, '2026-11-20 01:10Z',
            case when h % 50 > 0 and h % 4 = 0 then timestamptz '2026-11-20 03:00Z' end,
            case when h % 50 > 0 and h % 20 = 0 then timestamptz '2026-11-20 03:01Z' end
       from (select customer_id, hashint8extended(customer_id, 31) & 1048575 as h
               from group_membership where group_id = $2) member`,
    [id, groupId],
  );
  await db.rows(
    `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, link_no, visitor)
     select id, delivery_id, 'clicked', clicked_at, 1 + (hashint8extended(customer_id, 32) & 1023) % ${LINKS.length},
            case when (hashint8extended(customer_id, 33) & 7) = 0 then 'bot' else 'human' end
       from delivery_recipient where delivery_id = $1 and clicked_at is not null`,
    [id],
  );
  return id;
}
