import type { DeliveryCustomer } from '@kubari/link-token';
import type { EntityManager } from 'typeorm';
import type { DeliveryState } from '../groups/group.types.js';
import { rowsOf } from '../platform/database/database.js';

/** A customer as the mail of one delivery reached them. */
export interface Subscription {
  readonly email: string;
  /** null: the group is gone */
  readonly groupId: string | null;
  readonly groupName: string;
  /** null: not a member (any more) */
  readonly state: DeliveryState | null;
  /** when the recipient stopped by a link of a mail; null: otherwise stopped, or stopped before, or not */
  readonly ownStopAt: Date | null;
}

/**
 * Whom a mail went to, when the customer has been deleted since, by the unique index of recipients; null for who is a
 * customer, and once retention has removed the address.
 */
export async function findFormerCustomer(
  em: EntityManager,
  { deliveryId, customerId }: DeliveryCustomer,
): Promise<{ readonly email: string; readonly groupId: string } | null> {
  const [row] = await rowsOf<{ email: string; groupId: string }>(
    em,
    `select lower(r.email) as email, d.group_id as "groupId"
       from delivery_recipient r join delivery d on d.id = r.delivery_id
      where r.delivery_id = $1 and r.customer_id = $2 and d.group_id is not null
        and not exists (select from customer c where c.id = $2)`,
    [deliveryId, customerId],
  );
  return row ?? null;
}

/** One look by primary keys; reads only. */
export async function findSubscription(
  em: EntityManager,
  { deliveryId, customerId }: DeliveryCustomer,
): Promise<Subscription | null> {
  const [row] = await rowsOf<Subscription>(
    em,
    `select c.email, g.id as "groupId", coalesce(g.name, d.group_name) as "groupName", m.delivery_state as state,
            case when m.delivery_state = 'stopped' and m.state_changed_via in ('one_click', 'unsubscribe_page')
                  and exists (select from group_membership_change h
                               where h.customer_id = c.id and h.group_id = g.id and h.changed_at = m.state_changed_at
                                 and h.via = m.state_changed_via and h.from_state = 'active' and h.to_state = 'stopped')
                 then m.state_changed_at end as "ownStopAt"
       from delivery d
       join customer c on c.id = $2
       left join delivery_group g on g.id = d.group_id
       left join group_membership m on m.group_id = g.id and m.customer_id = c.id
      where d.id = $1`,
    [deliveryId, customerId],
  );
  return row ?? null;
}
