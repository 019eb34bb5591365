import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** Notifications looked through in one transaction; about 2 kB each. */
const CHUNK = 20_000;

/**
 * Takes the browser, the address and the servers' words out of the events of customers' recipients: by the index of
 * recipients on customers, then by that of events on recipients. That a bounce was counted stays said.
 */
export async function eraseEvents(tx: EntityManager, customerIds: readonly string[]): Promise<number> {
  const rows = await rowsOf(
    tx,
    `update tracking_event e
        set user_agent = null, ip = null,
            detail = case when e.detail ? 'countsAs' then jsonb_build_object('countsAs', e.detail->'countsAs') end
       from delivery_recipient r
      where r.customer_id = any ($1::bigint[]) and e.recipient_id = r.id
        and (e.user_agent is not null or e.ip is not null or e.detail is not null)
     returning 1`,
    [customerIds],
  );
  return rows.length;
}

/**
 * Empties notifications that name the address, and takes it out of those that are still to be applied. Notifications are
 * looked through by id; `lastId` is where to go on, null at the end.
 */
export async function eraseNotifications(
  tx: EntityManager,
  address: string,
  afterId: string,
): Promise<{ count: number; lastId: string | null }> {
  const [row] = await rowsOf<{ count: number; last_id: string | null }>(
    tx,
    `with part as materialized (
       select id, state, strpos(lower(payload), $1) > 0 or strpos(lower(payload), $4) > 0 as found
         from ses_notification where id > $2 order by id limit $3),
     erased as (
       update ses_notification n
          set payload = case when part.state in ('applied', 'ignored') then '{}'
                             else regexp_replace(regexp_replace(n.payload, '***=' || $1, '***', 'gi'),
                                                 '***=' || $4, '***', 'gi') end
         from part where part.found and n.id = part.id returning 1)
     select (select count(*)::int from erased) as count,
            case when (select count(*) from part) = $3 then (select max(id) from part) end as last_id`,
    [address, afterId, CHUNK, quotedLocalPart(address)],
  );
  return { count: row?.count ?? 0, lastId: row?.last_id ?? null };
}

/** As it stands in JSON when the local part had to be quoted for sending (J-02). */
function quotedLocalPart(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}\\"${address.slice(at)}`;
}
