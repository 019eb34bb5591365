import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { RegistrationRoute } from '../customers/customer.types.js';
import type { DeliveryState } from './group.types.js';

/** A customer after joining: whether the membership is new, and the state it has. */
export interface Joined {
  readonly isNew: boolean;
  readonly deliveryState: DeliveryState;
}

/** Puts sets of customers into a group on a connection whose transaction the caller owns. */
@Injectable()
export class GroupJoiningService {
  /** Existing memberships stay as they are: a stop or ban is never lifted by an import. */
  async join(
    client: PoolClient,
    groupId: string,
    customerIds: readonly string[],
    via: RegistrationRoute,
    now: Date,
  ): Promise<Map<string, Joined>> {
    const { rows } = await client.query<{ customer_id: string; is_new: boolean; delivery_state: DeliveryState }>({
      name: 'group-join',
      text: `with joining as (select unnest($2::bigint[]) as customer_id),
        added as (
          insert into group_membership (group_id, customer_id, joined_at, joined_via)
          select $1, customer_id, $3, $4 from joining order by customer_id
          on conflict do nothing
          returning customer_id)
        select customer_id, true as is_new, 'active' as delivery_state from added
        union all
        select m.customer_id, false, m.delivery_state from group_membership m join joining using (customer_id) where m.group_id = $1`,
      values: [groupId, customerIds, now, via],
    });
    return new Map(rows.map((row) => [row.customer_id, { isNew: row.is_new, deliveryState: row.delivery_state }]));
  }
}
