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
  /** when the recipient stopped by a link of a mail; null: otherwise stopped, or not */
  readonly ownStopAt: Date | null;
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
