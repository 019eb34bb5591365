import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import { DEMO_FIELDS } from './demo-fields.js';
import { DEMO_GROUPS, DEMO_SENDERS } from './demo-groups.js';
import { DEMO_MAILINGS } from './demo-mailings.js';
import { writeDelivery } from './demo-delivery-writer.js';
import type { DemoIds, DemoWorld } from './demo-world.js';

/** What the installation of the demo says of itself; settings that somebody made stay. */
const DEMO_SETTINGS = {
  organisationName: 'くばり珈琲店（株式会社くばり珈琲）',
  postalAddress: '〒100-0000 東京都千代田区見本町1-2-3',
  contact: 'https://shop.example.jp/contact',
};

/** Writes the demo straight into the tables, in sets; `userId` is whose work it is said to be. */
export async function writeWorld(tx: EntityManager, world: DemoWorld, now: Date, userId: string | null): Promise<void> {
  await writeSettings(tx, now);
  const fields = await writeFields(tx);
  const senders = await writeSenders(tx);
  const groups = await writeGroups(tx, senders, world.customers[0]?.createdAt ?? now);
  const customers = await writeCustomers(tx, world, fields);
  const mailings = await writeMailings(tx, world, { senders, groups, userId, now });
  const ids: DemoIds = { fields, groups, customers, mailings };
  const deliveries: string[] = [];
  for (const [index, delivery] of world.deliveries.entries())
    deliveries.push(await writeDelivery(tx, delivery, world.links[delivery.run.mailing] ?? [], ids, { index, userId }));
  await writeMemberships(tx, world, ids, deliveries, userId);
  await writeErrors(tx);
}

async function writeSettings(tx: EntityManager, now: Date): Promise<void> {
  for (const [key, value] of Object.entries(DEMO_SETTINGS))
    await rowsOf(
      tx,
      `insert into setting (key, value, updated_at) values ($1, $2, $3)
       on conflict (key) do update set value = excluded.value where setting.value = '""'`,
      [key, JSON.stringify(value), now],
    );
}

/** Fields that exist already (an installation that was set up by hand) are used as they are. */
async function writeFields(tx: EntityManager): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, field] of DEMO_FIELDS.entries()) {
    const existing = await rowsOf<{ id: string }>(
      tx,
      `select id from customer_field where retired_at is null and (merge_key = $1 or label = $2)`,
      [field.key, field.label],
    );
    const [row] =
      existing.length > 0
        ? existing
        : await rowsOf<{ id: string }>(
            tx,
            `insert into customer_field (label, merge_key, type, choices, position, merge_default, searchable)
             values ($1, $2, $3, $4, $5, $6, $7) returning id`,
            [
              field.label,
              field.key,
              field.type,
              JSON.stringify(field.choices),
              index + 1,
              field.mergeDefault,
              field.searchable,
            ],
          );
    ids.push(idOf(row));
  }
  return ids;
}

async function writeSenders(tx: EntityManager): Promise<string[]> {
  const ids: string[] = [];
  for (const sender of DEMO_SENDERS) {
    const [row] = await rowsOf<{ id: string }>(
      tx,
      `insert into sender_address (email, display_name, reply_to) values ($1, $2, $3)
       on conflict (email) do update set email = excluded.email returning id`,
      [sender.email, sender.displayName, sender.replyTo],
    );
    ids.push(idOf(row));
  }
  return ids;
}

async function writeGroups(tx: EntityManager, senders: readonly string[], createdAt: Date): Promise<string[]> {
  const ids: string[] = [];
  for (const group of DEMO_GROUPS) {
    const [row] = await rowsOf<{ id: string }>(
      tx,
      `insert into delivery_group (name, colour, description, sender_address_id, created_at) values ($1, $2, $3, $4, $5)
       on conflict (name) do update set name = excluded.name returning id`,
      [group.name, group.colour, group.description, senders[group.sender], createdAt],
    );
    ids.push(idOf(row));
  }
  return ids;
}

/** Ids grow with the time of registration, as they do in life. */
async function writeCustomers(tx: EntityManager, world: DemoWorld, fields: readonly string[]): Promise<string[]> {
  const values = world.customers.map((customer) =>
    JSON.stringify(
      Object.fromEntries(
        DEMO_FIELDS.flatMap(({ key }, i) =>
          customer.values[key] === undefined ? [] : [[fields[i], customer.values[key]]],
        ),
      ),
    ),
  );
  const rows = await rowsOf<{ id: string; email: string }>(
    tx,
    `insert into customer (email, email_normalised, registered_via, field_values, created_at, updated_at,
                           status, error_count, status_changed_at)
     select email, email, 'demo', value::jsonb, created_at, coalesce(changed_at, created_at), status, errors, changed_at
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::int[], $6::timestamptz[])
            with ordinality as c (email, value, created_at, status, errors, changed_at, n)
      order by n
     returning id, email`,
    [
      world.customers.map((customer) => customer.email),
      values,
      world.customers.map((customer) => customer.createdAt),
      world.health.map((health) => health.status),
      world.health.map((health) => health.errorCount),
      world.health.map((health) => health.changedAt),
    ],
  );
  const byEmail = new Map(rows.map((row) => [row.email, row.id]));
  return world.customers.map((customer) => byEmail.get(customer.email) ?? '');
}

async function writeMailings(
  tx: EntityManager,
  world: DemoWorld,
  ids: { senders: readonly string[]; groups: readonly string[]; userId: string | null; now: Date },
): Promise<string[]> {
  const written: string[] = [];
  for (const [index, mailing] of DEMO_MAILINGS.entries()) {
    const firstRun = world.deliveries.find((delivery) => delivery.run.mailing === index);
    const madeAt = new Date((firstRun?.startsAt ?? ids.now).getTime() - 26 * 3_600_000);
    const [row] = await rowsOf<{ id: string }>(
      tx,
      `insert into mailing (format, subject, text_body, html_body, version, author_id, group_id, sender_address_id,
                            test_sent_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
      [
        mailing.format,
        mailing.subject,
        mailing.textBody,
        mailing.htmlBody,
        firstRun ? 4 : 2,
        ids.userId,
        ids.groups[mailing.group],
        ids.senders[DEMO_GROUPS[mailing.group]?.sender ?? 0],
        firstRun ? new Date(firstRun.startsAt.getTime() - 3_600_000) : null,
        madeAt,
        firstRun ? new Date(firstRun.startsAt.getTime() - 4_000_000) : madeAt,
      ],
    );
    written.push(idOf(row));
  }
  return written;
}

/** Memberships as they are now, and how they came to be so. */
async function writeMemberships(
  tx: EntityManager,
  world: DemoWorld,
  ids: DemoIds,
  deliveries: readonly string[],
  userId: string | null,
): Promise<void> {
  const list = world.memberships;
  await rowsOf(
    tx,
    `with given as (
       select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::text[],
                            $7::bigint[]) as m (group_id, customer_id, joined_at, state, changed_at, via, delivery_id)
     ), member as (
       insert into group_membership (group_id, customer_id, delivery_state, joined_at, joined_via, state_changed_at,
                                     state_changed_via, state_changed_by)
       select group_id, customer_id, state, joined_at, 'demo', changed_at, via, case when via = 'screen' then $8::bigint end
         from given
     )
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, delivery_id, changed_at)
     select group_id, customer_id, from_state, to_state, via, user_id, delivery_id, at from (
       select group_id, customer_id, null as from_state, 'active' as to_state, 'csv' as via, $8::bigint as user_id,
              null::bigint as delivery_id, joined_at as at from given
       union all
       select group_id, customer_id, 'active', state, via, case when via = 'screen' then $8::bigint end, delivery_id,
              changed_at from given where changed_at is not null) change
      order by at`,
    [
      list.map((m) => ids.groups[m.group]),
      list.map((m) => ids.customers[m.customer]),
      list.map((m) => m.joinedAt),
      list.map((m) => m.state),
      list.map((m) => m.changedAt),
      list.map((m) => m.changedVia),
      list.map((m) => (m.changedBy === null ? null : deliveries[m.changedBy])),
      userId,
    ],
  );
}

/** The history of errors, from the bounces of the deliveries. */
async function writeErrors(tx: EntityManager): Promise<void> {
  await rowsOf(
    tx,
    `with written as (
       insert into customer_error (customer_id, recipient_id, delivery_id, kind, counts_as, answer, occurred_at)
       select r.customer_id, r.id, r.delivery_id, r.error_kind,
              case r.state when 'bounced_hard' then 'hard' else 'soft' end, r.error_detail, e.occurred_at
         from delivery_recipient r join tracking_event e on e.recipient_id = r.id and e.kind = 'bounced'
        order by e.occurred_at
       on conflict do nothing
       returning customer_id, counts_as)
     update customer c set hard_error_count = w.hard
       from (select customer_id, count(*) filter (where counts_as = 'hard') as hard from written group by 1) w
      where c.id = w.customer_id`,
  );
}

function idOf(row: { readonly id: string } | undefined): string {
  if (!row) throw new Error('The row was not written');
  return row.id;
}
