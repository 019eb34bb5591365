import type { Database } from '../platform/database/database.js';
import type { ReportHour } from './reports.dto.js';

/** Clicks on one link. */
export interface LinkClicks {
  readonly linkNo: number;
  readonly url: string;
  readonly label: string;
  readonly clickerCount: number;
  readonly clickCount: number;
  readonly botClickCount: number;
}

/** Every link of a delivery; the index on (delivery, kind, link) holds just the clicks. After retention: totals kept then. */
export function clicksByLink(db: Database, deliveryId: string): Promise<LinkClicks[]> {
  return db.rows(
    `select l.link_no as "linkNo", l.url, l.label,
            coalesce(t.clicker_count, e.clickers, 0)::int as "clickerCount",
            coalesce(t.click_count, e.clicks, 0)::int as "clickCount",
            coalesce(t.bot_click_count, e.bots, 0)::int as "botClickCount"
       from delivery_link l
       left join link_click_total t using (delivery_id, link_no)
       left join (select link_no, count(distinct recipient_id) filter (where visitor in ('human', 'proxy')) as clickers,
                         count(*) filter (where visitor in ('human', 'proxy')) as clicks,
                         count(*) filter (where visitor in ('bot', 'prefetch')) as bots
                    from tracking_event where delivery_id = $1 and kind = 'clicked' group by 1) e using (link_no)
      where l.delivery_id = $1 order by l.link_no`,
    [deliveryId],
  );
}

/** Hours of the curve. */
const HOURS = 72;

/** First opens and clicks by hour after the start, from the partial indexes of those who did. */
export async function hitsByHour(db: Database, deliveryId: string, startedAt: Date): Promise<ReportHour[]> {
  const perHour = (column: string): string => `
    select floor(extract(epoch from ${column} - $2::timestamptz) / 3600)::int as hour, '${column}' as kind, count(*)::int as n
      from delivery_recipient
     where delivery_id = $1 and ${column} is not null and ${column} >= $2 and ${column} < $2::timestamptz + interval '${HOURS} hours'
     group by 1`;
  const rows = await db.rows<{ hour: number; kind: string; n: number }>(
    `${perHour('opened_at')} union all ${perHour('clicked_at')}`,
    [deliveryId, startedAt],
  );
  if (rows.length === 0) return [];
  const counts = new Map(rows.map(({ hour, kind, n }) => [`${kind} ${hour}`, n]));
  return Array.from({ length: HOURS }, (_, hour) => ({
    hour,
    openedCount: counts.get(`opened_at ${hour}`) ?? 0,
    clickedCount: counts.get(`clicked_at ${hour}`) ?? 0,
  }));
}
