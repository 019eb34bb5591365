import type { EntityManager } from 'typeorm';
import type { MailFormat } from '../mailings/mailing.types.js';
import { rowsOf } from '../platform/database/database.js';
import type { DeliveryRunState, Funnel, RecipientCounts } from './delivery.types.js';

/** A delivery with what its pages show besides the counts. */
export interface DeliveryRow {
  readonly id: string;
  readonly mailingId: string;
  readonly subject: string;
  readonly format: MailFormat;
  readonly senderEmail: string;
  readonly senderName: string;
  readonly groupId: string | null;
  readonly groupName: string;
  readonly filter: Record<string, unknown> | null;
  readonly filterSentence: { readonly ja: string; readonly en: string } | null;
  readonly segmentName: string | null;
  readonly state: DeliveryRunState;
  readonly holdReason: string | null;
  readonly holdDetail: string | null;
  readonly startsAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdAt: Date;
  readonly scheduledByName: string | null;
  readonly recipientCount: number;
  readonly funnel: Funnel | null;
  readonly finalCounts: RecipientCounts | null;
  readonly recipientsPrunedAt: Date | null;
}

const SELECT_DELIVERY = `
  select d.id, d.mailing_id as "mailingId", c.subject, c.format, c.sender_email as "senderEmail",
         c.sender_name as "senderName", d.group_id as "groupId", d.group_name as "groupName", d.filter,
         d.filter_sentence as "filterSentence", d.segment_name as "segmentName", d.state,
         d.hold_reason as "holdReason", d.hold_detail as "holdDetail", d.starts_at as "startsAt",
         d.started_at as "startedAt", d.finished_at as "finishedAt", d.created_at as "createdAt",
         u.name as "scheduledByName", d.recipient_count as "recipientCount", d.funnel,
         d.final_counts as "finalCounts", d.recipients_pruned_at as "recipientsPrunedAt"
    from delivery d join delivery_content c on c.delivery_id = d.id left join app_user u on u.id = d.scheduled_by`;

export async function findDelivery(em: EntityManager, id: string): Promise<DeliveryRow | null> {
  const [row] = await rowsOf<DeliveryRow>(em, `${SELECT_DELIVERY} where d.id = $1`, [id]);
  return row ?? null;
}

/** A page of deliveries, newest first; `states` null: all. */
export function listDeliveries(
  em: EntityManager,
  page: {
    states: readonly DeliveryRunState[] | null;
    mailingId: string | null;
    beforeId: string | null;
    limit: number;
  },
): Promise<DeliveryRow[]> {
  return rowsOf<DeliveryRow>(
    em,
    `${SELECT_DELIVERY}
      where ($1::text[] is null or d.state = any($1)) and ($2::bigint is null or d.mailing_id = $2)
        and ($3::bigint is null or d.id < $3)
      order by d.id desc limit $4`,
    [page.states, page.mailingId, page.beforeId, page.limit],
  );
}

/** Deliveries in motion: those that wait, run or are paused, and those that ended after `endedSince`. */
export function listDeliveriesInMotion(em: EntityManager, endedSince: Date, limit: number): Promise<DeliveryRow[]> {
  return rowsOf<DeliveryRow>(
    em,
    `${SELECT_DELIVERY}
      where d.state in ('scheduled', 'planning', 'sending', 'paused') or d.finished_at > $1
      order by d.id desc limit $2`,
    [endedSince, limit],
  );
}

/** The newest delivery of each of these mailings. */
export function latestDeliveries(
  em: EntityManager,
  mailingIds: readonly string[],
): Promise<
  { mailingId: string; deliveryId: string; state: DeliveryRunState; startsAt: Date; deliveryCount: number }[]
> {
  return rowsOf(
    em,
    `select distinct on (mailing_id) mailing_id as "mailingId", id as "deliveryId", state, starts_at as "startsAt",
            count(*) over (partition by mailing_id)::int as "deliveryCount"
       from delivery where mailing_id = any($1::bigint[]) order by mailing_id, id desc`,
    [mailingIds],
  );
}
