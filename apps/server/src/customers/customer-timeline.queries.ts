import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { TimelineKind } from './timeline.types.js';

/** One entry of a timeline. */
export interface TimelineRow {
  readonly key: string;
  readonly kind: TimelineKind;
  readonly at: Date;
  /** `at` to the microsecond, for the cursor */
  readonly at_text: string;
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly delivery_id: string | null;
  readonly subject: string | null;
  readonly via: string | null;
  readonly user_name: string | null;
  readonly from_state: string | null;
  readonly to_state: string | null;
  readonly result: string | null;
  readonly error_kind: string | null;
  readonly url: string | null;
  readonly visitor: string | null;
}

/** The place in a timeline after which a page starts. */
export interface TimelinePosition {
  readonly atText: string;
  readonly key: string;
}

/**
 * A page of everything that happened to a customer, newest first, by SQL over the tables of several modules. Each part
 * goes by an index on the customer (or on the recipients of the customer), and retention keeps the recipients of one
 * customer to about a hundred, so all parts are read and sorted.
 */
export function readTimeline(
  em: EntityManager,
  customerId: string,
  after: TimelinePosition | null,
  limit: number,
): Promise<TimelineRow[]> {
  return rowsOf<TimelineRow>(
    em,
    `with mine as materialized (
       select r.id, r.delivery_id, r.state, r.skip_reason, r.error_kind, r.unsubscribed_at,
              coalesce(r.accepted_at, d.started_at, d.starts_at) as at
         from delivery_recipient r join delivery d on d.id = r.delivery_id where r.customer_id = $1),
     entry (key, kind, at, group_id, delivery_id, via, user_id, from_state, to_state, result, error_kind, link_no, visitor) as (
       select 'r', 'registered', c.created_at, null::bigint, null::bigint, c.registered_via, null::bigint, null, null, null, null, null::smallint, null
         from customer c where c.id = $1
       union all
       select 's', 'status-error', c.status_changed_at, null, null, null, null, null, null, null, null, null, null
         from customer c where c.id = $1 and c.status = 'error' and c.status_changed_at is not null
       union all
       select 'j' || m.group_id, 'joined', m.joined_at, m.group_id, null, m.joined_via, null, null, null, null, null, null, null
         from group_membership m where m.customer_id = $1
       union all
       select 'g' || g.id, 'membership-changed', g.changed_at, g.group_id, g.delivery_id, g.via, g.user_id, g.from_state, g.to_state, null, null, null, null
         from group_membership_change g where g.customer_id = $1
       union all
       select 'm' || m.id, case when m.state = 'skipped' then 'left-out' else 'mailed' end, m.at, null, m.delivery_id, null, null, null, null,
              coalesce(m.skip_reason, m.state), m.error_kind, null, null
         from mine m
       union all
       select 'e' || e.id, e.kind, e.occurred_at, null, e.delivery_id, null, null, null, null, null, null, e.link_no, e.visitor
         from mine m join tracking_event e on e.recipient_id = m.id where e.kind <> 'send')
     select e.key, e.kind, e.at, e.at::text as at_text, e.group_id, g.name as group_name, e.delivery_id, content.subject,
            e.via, u.name as user_name, e.from_state, e.to_state, e.result, e.error_kind, l.url, e.visitor
       from entry e
       left join delivery_group g on g.id = e.group_id
       left join delivery_content content on content.delivery_id = e.delivery_id
       left join app_user u on u.id = e.user_id
       left join delivery_link l on l.delivery_id = e.delivery_id and l.link_no = e.link_no
      where $2::timestamptz is null or (e.at, e.key collate "C") < ($2::timestamptz, $3::text)
      order by e.at desc, e.key collate "C" desc
      limit $4`,
    [customerId, after?.atText ?? null, after?.key ?? null, limit],
  );
}
