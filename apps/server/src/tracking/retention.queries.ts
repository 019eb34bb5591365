import type { Database } from '../platform/database/database.js';

/** Deliveries whose recipients are gone but whose events are not; one look into the index of events for each. */
export async function findPrunedDeliveries(db: Database): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select d.id from delivery d
      where d.recipients_pruned_at is not null
        and exists (select from tracking_event e where e.delivery_id = d.id) order by d.id`,
  );
  return rows.map(({ id }) => id);
}

/** Notes the clicks per link while they can still be counted; a second time, with events half removed, changes nothing. */
export async function keepClickTotals(db: Database, deliveryId: string): Promise<void> {
  await db.rows(
    `insert into link_click_total (delivery_id, link_no, clicker_count, click_count, bot_click_count)
     select delivery_id, link_no, count(distinct recipient_id) filter (where visitor in ('human', 'proxy')),
            count(*) filter (where visitor in ('human', 'proxy')),
            count(*) filter (where visitor in ('bot', 'prefetch'))
       from tracking_event where delivery_id = $1 and kind = 'clicked' and link_no is not null group by 1, 2
     on conflict do nothing`,
    [deliveryId],
  );
}

/** Removes up to `limit` events of a delivery; returns how many. */
export async function removeEvents(db: Database, deliveryId: string, limit: number): Promise<number> {
  const rows = await db.rows(
    `delete from tracking_event where id in (select id from tracking_event where delivery_id = $1 limit $2) returning id`,
    [deliveryId, limit],
  );
  return rows.length;
}
