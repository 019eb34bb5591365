import type { Database } from '../src/platform/database/database.js';
import { newsletter } from './newsletter.js';

/** A group of `count` customers with nine fields, all of them to be mailed; returns its id. */
export async function manyMembers(db: Database, count: number): Promise<string> {
  await db.rows(
    `insert into customer_field (label, merge_key, type, position) select 'f' || i, (array['name','points','rank','shop','f5','f6','f7','f8','f9'])[i], 'text', i from generate_series(1, 9) i`,
  );
  await db.rows(
    `insert into customer (email, email_normalised, registered_via, field_values)
     select e, e, 'csv', jsonb_build_object('1', '山田 太郎' || i, '2', (i % 1000)::text, '3', 'ゴールド', '4', '丸の内店',
            '5', '東京都千代田区丸の内' || i, '6', '03-1234-5678', '7', '会社員', '8', '1980-01-01', '9', '備考' || i)
       from (select i, 'customer' || i || '@example' || i % 50 || '.jp' as e from generate_series(1, $1::int) i) x`,
    [count],
  );
  const [group] = await db.rows<{ id: string }>(`insert into delivery_group (name) values ('bench') returning id`);
  await db.rows(
    `insert into group_membership (group_id, customer_id, joined_at, joined_via)
     select $1::bigint, id, now(), 'csv' from customer`,
    [group?.id],
  );
  await db.rows('truncate customer_search_stale'); // or the worker would index them while we measure
  await db.rows('vacuum analyze');
  return String(group?.id);
}

/** A delivery of the newsletter in the given state, with content but without recipients. */
export async function newsletterDelivery(db: Database, groupId: string, state: 'planning' | 'paused'): Promise<string> {
  const [mailing] = await db.rows<{ id: string }>(
    `insert into mailing (format, subject) values ('html', 'bench') returning id`,
  );
  const [delivery] = await db.rows<{ id: string }>(
    `insert into delivery (mailing_id, group_id, group_name, state, starts_at) values ($1, $2, 'bench', $3, now()) returning id`,
    [mailing?.id, groupId, state],
  );
  const { subject, textBody, htmlBody } = newsletter();
  const fields = await db.rows<{ id: string; key: string }>('select id, merge_key as key from customer_field');
  const mergeKeys = fields.map(({ id, key }) => ({ key, fieldId: id, type: 'text', choices: [], defaultValue: '' }));
  await db.rows(
    `insert into delivery_content (delivery_id, format, subject, text_body, html_body, sender_email, sender_name,
                                   track_links, track_opens, merge_keys)
     values ($1, 'html', $2, $3, $4, 'news@example.jp', 'くばり商店', true, true, $5)`,
    [delivery?.id, subject, textBody, htmlBody, JSON.stringify(mergeKeys)],
  );
  return String(delivery?.id);
}
