import type { EntityManager } from 'typeorm';
import type { GroupColour, StateChangeRoute } from '../groups/group.types.js';
import { rowsOf } from '../platform/database/database.js';
import { audienceReasons, type AudienceFilter, type AudienceReason } from './audience-reasons.js';
import type { DeliveryRunState } from './delivery.types.js';

/** One customer and one group, with what the answer needs to say. */
export interface EligibilityRow {
  readonly groupId: string;
  readonly groupName: string;
  readonly groupColour: GroupColour;
  readonly isMember: boolean;
  readonly reasons: readonly AudienceReason[];
  readonly stateChangedAt: Date | null;
  readonly stateChangedVia: StateChangeRoute | null;
  readonly stateChangedByName: string | null;
  readonly stateDeliveryId: string | null;
  readonly stateDeliverySubject: string | null;
  readonly statusChangedAt: Date | null;
  readonly errorKind: string | null;
  readonly errorAnswer: string | null;
  readonly next: UpcomingDelivery | null;
}

/** A delivery that will look at the group. */
export interface UpcomingDelivery {
  readonly id: string;
  readonly subject: string;
  readonly startsAt: string;
  readonly filter: unknown;
}

/** Groups shown at most; an account has about twenty (F-01). */
const MOST_GROUPS = 200;

/**
 * What holds for a customer in one group or in each, by the reasons of planning. Everything goes by primary keys and by
 * the indexes on the customer; the next delivery of a group by the index on its group. Empty: no such customer or group.
 */
export function readEligibility(
  em: EntityManager,
  { customerId, groupId }: { readonly customerId: string; readonly groupId: string | null },
  filter: AudienceFilter | null,
): Promise<EligibilityRow[]> {
  const given = filter?.params ?? [];
  const [customer, group] = [1, 2].map((n) => `$${given.length + n}`);
  const reasons = audienceReasons(filter).map(({ reason, holds }) => `case when ${holds} then '${reason}' end`);
  return rowsOf<EligibilityRow>(
    em,
    `select g.id as "groupId", g.name as "groupName", g.colour as "groupColour", m.customer_id is not null as "isMember",
            array_remove(array[${reasons.join(', ')}], null) as reasons,
            m.state_changed_at as "stateChangedAt", m.state_changed_via as "stateChangedVia",
            u.name as "stateChangedByName", change.delivery_id as "stateDeliveryId", cc.subject as "stateDeliverySubject",
            c.status_changed_at as "statusChangedAt", e.kind as "errorKind", e.answer as "errorAnswer", next.upcoming as next
       from customer c
      cross join (select * from delivery_group where ${group}::bigint is null or id = ${group}::bigint
                   order by id limit ${MOST_GROUPS}) g
       left join group_membership m on m.group_id = g.id and m.customer_id = c.id
       left join app_user u on u.id = m.state_changed_by
       left join lateral (
         select h.delivery_id from group_membership_change h
          where h.customer_id = c.id and h.group_id = g.id and h.to_state = m.delivery_state
          order by h.id desc limit 1) change on true
       left join delivery_content cc on cc.delivery_id = change.delivery_id
       left join lateral (
         select x.kind, x.answer from customer_error x
          where x.customer_id = c.id and x.counts_as is not null order by x.id desc limit 1) e on c.status <> 'ok'
       left join lateral (
         select jsonb_build_object('id', d.id::text, 'subject', n.subject, 'startsAt', d.starts_at, 'filter', d.filter) as upcoming
           from delivery d join delivery_content n on n.delivery_id = d.id
          where d.group_id = g.id and d.state = 'scheduled' order by d.starts_at, d.id limit 1) next on true
      where c.id = ${customer}::bigint
      order by m.customer_id is null, g.id`,
    [...given, customerId, groupId],
  );
}

/** A delivery as far as the question about one person needs it. */
export async function findDeliveryToAsk(
  em: EntityManager,
  id: string,
): Promise<(UpcomingDelivery & { readonly state: DeliveryRunState; readonly groupId: string | null }) | null> {
  const [row] = await rowsOf<
    Omit<UpcomingDelivery, 'startsAt'> & { state: DeliveryRunState; groupId: string | null; startsAt: Date }
  >(
    em,
    `select d.id, d.state, d.group_id as "groupId", d.filter, d.starts_at as "startsAt", c.subject
       from delivery d join delivery_content c on c.delivery_id = d.id where d.id = $1`,
    [id],
  );
  return row ? { ...row, startsAt: row.startsAt.toISOString() } : null;
}

/** Whether the customer exists; the state they have in no group is asked for when there are no groups. */
export async function customerExists(em: EntityManager, id: string): Promise<boolean> {
  const rows = await rowsOf(em, 'select from customer where id = $1', [id]);
  return rows.length > 0;
}
