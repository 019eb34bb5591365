import type { Database } from '../src/platform/database/database.js';

export interface DeliveredMail {
  readonly deliveryId: string;
  readonly recipientIds: readonly string[];
}

/** A delivery that SES has accepted for `count` people, in batches of 500, with six links. */
export async function deliveredMail(db: Database, count: number): Promise<DeliveredMail> {
  await db.rows(
    `insert into customer (email, email_normalised, registered_via)
     select 'bench-' || n || '@example.jp', 'bench-' || n || '@example.jp', 'csv' from generate_series(1, $1::int) n`,
    [count],
  );
  const [row] = await db.rows<{ id: string }>(
    `with sender as (insert into sender_address (email, display_name) values ('news@example.jp', 'Bench') returning id),
          team as (insert into delivery_group (name) values ('bench') returning id),
          mail as (insert into mailing (format, subject, text_body, group_id, sender_address_id)
                   select 'html', 'bench', '', team.id, sender.id from team, sender returning id, group_id)
     insert into delivery (mailing_id, group_id, group_name, state, starts_at, started_at, recipient_count)
     select id, group_id, 'bench', 'sending', now(), now(), $1 from mail returning id`,
    [count],
  );
  const deliveryId = String(row?.id);
  await db.rows(
    `insert into delivery_content (delivery_id, format, subject, text_body, sender_email, sender_name, track_links, track_opens, merge_keys)
     values ($1, 'html', 'bench', '', 'news@example.jp', 'Bench', true, true, '[]')`,
    [deliveryId],
  );
  await db.rows(
    `insert into delivery_link (delivery_id, link_no, url)
     select $1, n, 'https://shop.example.jp/products/' || n from generate_series(1, 6) n`,
    [deliveryId],
  );
  await db.rows(
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at)
     select $1, n, 'other', 'infinity' from generate_series(1, $2::int) n`,
    [deliveryId, Math.ceil(count / 500)],
  );
  const recipients = await db.rows<{ id: string }>(
    `insert into delivery_recipient (delivery_id, customer_id, email, batch_no, state, attempt_count, accepted_at)
     select $1, id, email, (row_number() over (order by id) - 1) / 500 + 1, 'accepted', 1, now() from customer order by id
     returning id`,
    [deliveryId],
  );
  await db.rows(
    `insert into send_attempt (recipient_id, attempt_no, started_at, deadline_at, outcome, ses_message_id)
     select id, 1, now(), now(), 'accepted', 'ses-' || id from delivery_recipient`,
  );
  for (const table of ['customer', 'delivery_recipient', 'send_attempt', 'delivery_batch'])
    await db.rows(`vacuum analyze ${table}`);
  return { deliveryId, recipientIds: shuffled(recipients.map((r) => r.id)) };
}

/** People open and click in no order. Always the same one, so that runs compare. */
function shuffled(ids: string[]): string[] {
  let seed = 42;
  for (let i = ids.length - 1; i > 0; i--) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = seed % (i + 1);
    const a = ids[i] ?? '';
    ids[i] = ids[j] ?? '';
    ids[j] = a;
  }
  return ids;
}
