import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { BATCH_SIZE, type Funnel } from '../delivery/delivery.types.js';
import { rowsOf } from '../platform/database/database.js';
import { DEMO_FIELDS } from './demo-fields.js';
import { DEMO_GROUPS, DEMO_SENDERS } from './demo-groups.js';
import type { DemoDelivery } from './demo-history.js';
import { DEMO_MAILINGS } from './demo-mailings.js';
import type { DemoEvent, DemoRecipient } from './demo-play.js';
import type { DemoIds, DemoLink } from './demo-world.js';

interface PlacedRecipient extends DemoRecipient {
  readonly id: string;
  readonly batchNo: number | null;
}

/** Writes one past delivery with its frozen content, recipients, attempts and events; returns its id. */
export async function writeDelivery(
  tx: EntityManager,
  delivery: DemoDelivery,
  links: readonly DemoLink[],
  ids: DemoIds,
  by: { index: number; userId: string | null },
): Promise<string> {
  const recipients = place(delivery, by.index);
  const deliveryId = await insertDelivery(tx, delivery, ids, by.userId);
  await insertContent(tx, deliveryId, delivery, links, ids);
  await insertRecipients(tx, deliveryId, recipients, ids);
  await insertAttempts(tx, recipients);
  await insertEvents(tx, deliveryId, recipients);
  await insertBatches(tx, deliveryId, delivery.finishedAt);
  return deliveryId;
}

/** Ids and batches, in the order of planning. */
function place(delivery: DemoDelivery, index: number): PlacedRecipient[] {
  let mailed = 0;
  return delivery.recipients.map((recipient, n) => ({
    ...recipient,
    id: recipientId(delivery.startsAt, index, n),
    batchNo: recipient.skip ? null : Math.floor(mailed++ / BATCH_SIZE) + 1,
  }));
}

/** A UUIDv7 (RFC 9562 §5.7) of the planning time; its random part is a hash, so that it is the same at every run. */
function recipientId(at: Date, delivery: number, n: number): string {
  const time = (at.getTime() - 1_000).toString(16).padStart(12, '0');
  const tail = createHash('sha256').update(`${delivery}/${n}`).digest('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6, 18)}`;
}

async function insertDelivery(
  tx: EntityManager,
  { run, startsAt, finishedAt, recipients }: DemoDelivery,
  ids: DemoIds,
  userId: string | null,
): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(
    tx,
    `insert into delivery (mailing_id, group_id, group_name, state, starts_at, started_at, finished_at, funnel,
                           recipient_count, scheduled_by, created_at)
     values ($1, $2, $3, 'sent', $4, $5, $6, $7, $8, $9, $10) returning id`,
    [
      ids.mailings[run.mailing],
      ids.groups[run.group],
      DEMO_GROUPS[run.group]?.name ?? '',
      startsAt,
      new Date(startsAt.getTime() + 1_200),
      finishedAt,
      JSON.stringify(funnelOf(recipients)),
      recipients.filter((recipient) => recipient.skip === null).length,
      userId,
      new Date(startsAt.getTime() - 20 * 3_600_000),
    ],
  );
  if (!row) throw new Error('The delivery was not written');
  return row.id;
}

function funnelOf(recipients: readonly DemoRecipient[]): Funnel {
  const skipped = (reason: DemoRecipient['skip']): number => recipients.filter(({ skip }) => skip === reason).length;
  return {
    members: recipients.length,
    filteredOut: skipped('filtered_out'),
    stopped: skipped('stopped'),
    banned: skipped('banned'),
    customerError: skipped('customer_error'),
    invalidAddress: skipped('invalid_address'),
    recipients: skipped(null),
  };
}

async function insertContent(
  tx: EntityManager,
  deliveryId: string,
  { run }: DemoDelivery,
  links: readonly DemoLink[],
  ids: DemoIds,
): Promise<void> {
  const mailing = DEMO_MAILINGS[run.mailing];
  const sender = DEMO_SENDERS[DEMO_GROUPS[run.group]?.sender ?? 0];
  if (!mailing || !sender) throw new Error('A run of nothing');
  const mergeKeys = DEMO_FIELDS.map((field, i) => ({
    key: field.key,
    fieldId: ids.fields[i],
    type: field.type,
    choices: field.choices,
    defaultValue: field.mergeDefault,
  }));
  await rowsOf(
    tx,
    `insert into delivery_content (delivery_id, format, subject, text_body, html_body, sender_email, sender_name, reply_to,
                                   track_links, track_opens, merge_keys)
     values ($1, $2, $3, $4, $5, $6, $7, $8, true, true, $9)`,
    [
      deliveryId,
      mailing.format,
      mailing.subject,
      mailing.textBody,
      mailing.format === 'html' ? mailing.htmlBody : null,
      sender.email,
      sender.displayName,
      sender.replyTo,
      JSON.stringify(mergeKeys),
    ],
  );
  await rowsOf(
    tx,
    `insert into delivery_link (delivery_id, link_no, url, label)
     select $1, * from unnest($2::smallint[], $3::text[], $4::text[])`,
    [deliveryId, links.map((link) => link.linkNo), links.map((link) => link.url), links.map((link) => link.label)],
  );
}

async function insertRecipients(
  tx: EntityManager,
  deliveryId: string,
  recipients: readonly PlacedRecipient[],
  ids: DemoIds,
): Promise<void> {
  const first = (recipient: PlacedRecipient, is: (event: DemoEvent) => boolean): Date | null =>
    recipient.events
      .filter(is)
      .map((event) => event.at)
      .toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  const byPerson = (event: DemoEvent): boolean => event.visitor === 'human' || event.visitor === 'proxy';
  await rowsOf(
    tx,
    `insert into delivery_recipient (id, delivery_id, customer_id, email, batch_no, state, skip_reason, trouble, error_kind,
       error_detail, attempt_count, accepted_at, opened_at, mpp_opened_at, clicked_at, unsubscribed_at)
     select r.id, $1, r.customer_id, c.email, r.batch_no, r.state, r.skip,
            case when r.state in ('bounced_soft', 'bounced_hard', 'complained') then r.state end, r.error_kind, r.error_detail,
            case when r.skip is null then 1 else 0 end, r.accepted_at, r.opened_at, r.mpp_at, r.clicked_at, r.unsubscribed_at
       from unnest($2::uuid[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                   $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[])
            as r (id, customer_id, batch_no, state, skip, error_kind, error_detail, accepted_at, opened_at, mpp_at,
                  clicked_at, unsubscribed_at)
       join customer c on c.id = r.customer_id`,
    [
      deliveryId,
      recipients.map((r) => r.id),
      recipients.map((r) => ids.customers[r.customer]),
      recipients.map((r) => r.batchNo),
      recipients.map((r) => r.state),
      recipients.map((r) => r.skip),
      recipients.map((r) => r.error?.kind ?? null),
      recipients.map((r) => r.error?.detail ?? null),
      recipients.map((r) => r.acceptedAt),
      recipients.map((r) => first(r, (event) => event.kind === 'opened' && byPerson(event))),
      recipients.map((r) => first(r, (event) => event.kind === 'opened' && event.visitor === 'mpp')),
      recipients.map((r) => first(r, (event) => event.kind === 'clicked' && byPerson(event))),
      recipients.map((r) => first(r, (event) => event.kind === 'unsubscribed')),
    ],
  );
}

/** One accepted attempt each, answered within a tenth of a second. */
async function insertAttempts(tx: EntityManager, recipients: readonly PlacedRecipient[]): Promise<void> {
  const mailed = recipients.filter((recipient) => recipient.acceptedAt !== null);
  await rowsOf(
    tx,
    `insert into send_attempt (recipient_id, attempt_no, started_at, deadline_at, outcome, ses_message_id, http_status,
                               resolved_by, resolved_at)
     select id, 1, at - interval '90 milliseconds', at + interval '35 seconds', 'accepted',
            '0106demo-' || id::text || '-000000', 200, 'response', at
       from unnest($1::uuid[], $2::timestamptz[]) as a (id, at)`,
    [mailed.map((recipient) => recipient.id), mailed.map((recipient) => recipient.acceptedAt)],
  );
}

/** In the order in which they happened; opens and clicks all count, the others are one each (effect key). */
async function insertEvents(
  tx: EntityManager,
  deliveryId: string,
  recipients: readonly PlacedRecipient[],
): Promise<void> {
  const events = recipients
    .flatMap((recipient) => recipient.events.map((event) => ({ ...event, recipientId: recipient.id })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  await rowsOf(
    tx,
    `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, effect_key, link_no, visitor, user_agent, ip,
                                 detail)
     select recipient_id, $1, kind, at, case when kind not in ('opened', 'clicked') then kind end, link_no, visitor, agent, ip,
            detail::jsonb
       from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::smallint[], $6::text[], $7::text[], $8::text[], $9::text[])
            with ordinality as e (recipient_id, kind, at, link_no, visitor, agent, ip, detail, n)
      order by n`,
    [
      deliveryId,
      events.map((event) => event.recipientId),
      events.map((event) => event.kind),
      events.map((event) => event.at),
      events.map((event) => event.linkNo ?? null),
      events.map((event) => event.visitor ?? null),
      events.map((event) => event.userAgent ?? null),
      events.map((event) => event.ip ?? null),
      events.map((event) => (event.detail === undefined ? null : JSON.stringify(event.detail))),
    ],
  );
}

/** Finished batches with the counts of their recipients (RecipientCounts). */
async function insertBatches(tx: EntityManager, deliveryId: string, finishedAt: Date): Promise<void> {
  const count = (state: string): string => `count(*) filter (where state = '${state}')`;
  await rowsOf(
    tx,
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at, done_at, counts)
     select delivery_id, batch_no, 'other', $2, $2, jsonb_build_object(
              'pending', 0, 'submitting', 0, 'unknown', 0, 'held', 0, 'skipped', 0, 'failed', 0,
              'accepted', ${count('accepted')}, 'delayed', ${count('delayed')}, 'delivered', ${count('delivered')},
              'bouncedSoft', ${count('bounced_soft')}, 'bouncedHard', ${count('bounced_hard')},
              'rejected', ${count('rejected')}, 'complained', ${count('complained')},
              'opened', count(opened_at), 'mppOpened', count(mpp_opened_at), 'clicked', count(clicked_at),
              'unsubscribed', count(unsubscribed_at))
       from delivery_recipient where delivery_id = $1 and batch_no is not null group by delivery_id, batch_no`,
    [deliveryId, finishedAt],
  );
}
