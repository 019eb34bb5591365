import { ERASED_ADDRESS } from '../customers/eraser.types.js';
import type { Hit } from './hit.types.js';

/**
 * One statement for many hits: inserts them as events and, with `marking` (DeliveryService.firstHitsSql), notes who did
 * it for the first time. Only for recipients that still exist: a click years later must not bring back what retention
 * removed. Of somebody who was erased only that it happened is noted. Parameters are those of hitValues.
 */
export function hitStatement(marking: string | null): string {
  const hits = `hits as materialized (
       select r.id as recipient_id, r.delivery_id, h.kind, to_timestamp(h.ms / 1000) as at, h.link_no, h.visitor,
              case when r.email <> '${ERASED_ADDRESS}' then h.user_agent end as user_agent,
              case when r.email <> '${ERASED_ADDRESS}' then h.ip end as ip
         from unnest($1::uuid[], $2::text[], $3::float8[], $4::smallint[], $5::text[], $6::text[], $7::text[])
                as h (recipient_id, kind, ms, link_no, visitor, user_agent, ip)
         join delivery_recipient r on r.id = h.recipient_id
     )`;
  const insert = `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, link_no, visitor, user_agent, ip)
       select recipient_id, delivery_id, kind, at, link_no, visitor, user_agent, ip from hits`;
  return marking === null ? `with ${hits} ${insert}` : `with ${hits}, noted as (${insert}), ${marking}`;
}

/** Arrays as PostgreSQL reads them, written by hand: the driver's own way costs more CPU than the rest of a hit. */
export function hitValues(hits: readonly Hit[]): string[] {
  return [
    arrayOf(hits, (h) => h.recipientId),
    arrayOf(hits, (h) => h.kind),
    arrayOf(hits, (h) => String(h.at.getTime())),
    arrayOf(hits, (h) => (h.linkNo === null ? 'null' : String(h.linkNo))),
    arrayOf(hits, (h) => h.visitor),
    arrayOf(hits, (h) => quoted(h.userAgent)),
    arrayOf(hits, (h) => (h.ip === null ? 'null' : quoted(h.ip))),
  ];
}

function arrayOf(hits: readonly Hit[], element: (hit: Hit) => string): string {
  let text = '{';
  for (const hit of hits) text += text === '{' ? element(hit) : `,${element(hit)}`;
  return `${text}}`;
}

/** An element in quotes, in which only quotes and backslashes mean anything. */
export const quoted = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
