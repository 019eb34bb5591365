import { rowsOf, type Database } from '../platform/database/database.js';
import type { HistoryDetail, HistoryItem, HistorySkipped } from './history.dto.js';

/** A delivery as lists show it; its numbers are read apart. */
export interface DeliveryRow extends Omit<HistoryItem, 'startsAt' | 'startedAt' | 'finishedAt' | 'figures'> {
  readonly startsAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly recipientCount: number;
}

const DELIVERY_COLUMNS = `d.id as "deliveryId", d.mailing_id as "mailingId", c.subject, c.format,
  d.group_id as "groupId", d.group_name as "groupName", d.state, d.hold_reason as "holdReason",
  d.starts_at as "startsAt", d.started_at as "startedAt", d.finished_at as "finishedAt",
  d.recipient_count as "recipientCount", d.recipients_pruned_at is not null as "recipientsPruned"`;

/**
 * Deliveries that began or ended, newest first by id: a walk down the primary key. What only waits for its time is not
 * history yet.
 */
export function findDeliveries(
  db: Database,
  filter: {
    q: string | null;
    groupId: string | null;
    mailingId: string | null;
    beforeId: string | null;
    limit: number;
  },
): Promise<DeliveryRow[]> {
  return db.rows<DeliveryRow>(
    `select ${DELIVERY_COLUMNS} from delivery d join delivery_content c on c.delivery_id = d.id
      where d.state <> 'scheduled'
        and ($1::bigint is null or d.id < $1) and ($2::bigint is null or d.group_id = $2)
        and ($3::bigint is null or d.mailing_id = $3)
        and ($4::text is null or strpos(lower(c.subject), lower($4)) > 0)
      order by d.id desc limit $5`,
    [filter.beforeId, filter.groupId, filter.mailingId, filter.q, filter.limit],
  );
}

export interface DetailRow extends DeliveryRow {
  readonly textBody: string;
  readonly htmlBody: string | null;
  readonly senderEmail: string;
  readonly senderName: string;
  readonly replyTo: string | null;
  readonly trackLinks: boolean;
  readonly trackOpens: boolean;
  readonly funnel: Readonly<Record<string, number>> | null;
  readonly scheduledByName: string | null;
  readonly highErrorNotice: HistoryDetail['highErrorNotice'];
  readonly filterSentence: { readonly ja: string; readonly en: string } | null;
  readonly segmentName: string | null;
}

/** One delivery with its frozen content. */
export async function findDelivery(db: Database, id: string): Promise<DetailRow | null> {
  const [row] = await db.rows<DetailRow>(
    `select ${DELIVERY_COLUMNS}, c.text_body as "textBody", c.html_body as "htmlBody", c.sender_email as "senderEmail",
            c.sender_name as "senderName", c.reply_to as "replyTo", c.track_links as "trackLinks",
            c.track_opens as "trackOpens", d.funnel, u.name as "scheduledByName",
            case when h.delivery_id is not null
                 then jsonb_build_object('addressCount', h.address_count, 'errorCount', h.error_count,
                                         'noticedAt', ${isoInstant('h.noticed_at')}) end as "highErrorNotice",
            d.filter_sentence as "filterSentence", d.segment_name as "segmentName"
       from delivery d join delivery_content c on c.delivery_id = d.id left join app_user u on u.id = d.scheduled_by
       left join high_error_notice h on h.delivery_id = d.id
      where d.id = $1`,
    [id],
  );
  return row ?? null;
}

const isoInstant = (column: string): string => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Sums of the counts of batches. `id in (list)`, since only a constant reaches into the view's union. */
export interface FigureSums {
  readonly deliveryId: string;
  readonly waiting: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly success: number;
  readonly error: number;
  readonly bouncedHard: number;
  readonly bouncedSoft: number;
  readonly rejected: number;
  readonly failed: number;
  readonly unknown: number;
  readonly held: number;
  readonly skipped: number;
  readonly complained: number;
  readonly opened: number;
  readonly mppOpened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

export function sumFigures(db: Database, deliveryIds: readonly string[]): Promise<FigureSums[]> {
  return db.rows<FigureSums>(
    `select delivery_id as "deliveryId", sum(waiting)::int as waiting, sum(accepted)::int as accepted,
            sum(delivered)::int as delivered, sum(success)::int as success, sum(error)::int as error,
            sum(bounced_hard)::int as "bouncedHard", sum(bounced_soft)::int as "bouncedSoft",
            sum(rejected)::int as rejected, sum(failed)::int as failed, sum(unknown)::int as unknown,
            sum(held)::int as held, sum(skipped)::int as skipped, sum(complained)::int as complained,
            sum(opened)::int as opened, sum(mpp_opened)::int as "mppOpened", sum(clicked)::int as clicked,
            sum(unsubscribed)::int as unsubscribed
       from delivery_batch_figures where delivery_id = any($1::bigint[]) group by delivery_id`,
    [deliveryIds],
  );
}

/**
 * Links with the number of people who clicked each. The index on (delivery, kind, link) holds exactly these events; for
 * deliveries whose events retention removed, the totals kept then.
 */
export function findLinks(
  db: Database,
  deliveryId: string,
): Promise<{ linkNo: number; url: string; label: string; clickerCount: number }[]> {
  return db.rows(
    `select l.link_no as "linkNo", l.url, l.label, coalesce(t.clicker_count, e.clickers, 0)::int as "clickerCount"
       from delivery_link l
       left join link_click_total t using (delivery_id, link_no)
       left join (select link_no, count(distinct recipient_id) as clickers from tracking_event
                   where delivery_id = $1 and kind = 'clicked' and visitor in ('human', 'proxy') group by 1) e
         using (link_no)
      where l.delivery_id = $1 order by l.link_no`,
    [deliveryId],
  );
}

/** People left out, by reason, from the index that holds only them; of pruned deliveries the funnel tells. */
export function countSkipped(db: Database, deliveryId: string): Promise<HistorySkipped[]> {
  return rowsOf<HistorySkipped>(
    db.manager,
    `select skip_reason as reason, count(*)::int as count from delivery_recipient
      where delivery_id = $1 and skip_reason is not null group by 1 order by 2 desc, 1`,
    [deliveryId],
  );
}
