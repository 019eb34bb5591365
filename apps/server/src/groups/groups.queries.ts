import type { EntityManager } from 'typeorm';
import type { CustomerStatus, RegistrationRoute } from '../customers/customer.types.js';
import type { FieldValues } from '../customers/field.types.js';
import { rowsOf } from '../platform/database/database.js';
import type { DeliveryState, GroupColour, StateChangeRoute } from './group.types.js';

/** A group with the number of its members by state. */
export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly colour: GroupColour;
  readonly description: string;
  readonly created_at: Date;
  readonly sender: { id: string; email: string; displayName: string } | null;
  readonly members: { total: number; active: number; stopped: number; banned: number };
}

/**
 * Groups above `afterId` in the order they were made; `id` picks one. The members of a group are counted by the primary
 * key alone; those who are not active have a small index of their own, so nobody's row is read.
 */
export function readGroups(
  em: EntityManager,
  { id, afterId, limit }: { id?: string; afterId?: string | null; limit: number },
): Promise<GroupRow[]> {
  return rowsOf<GroupRow>(
    em,
    `select g.id, g.name, g.colour, g.description, g.created_at,
            case when s.id is not null
                 then jsonb_build_object('id', s.id::text, 'email', s.email, 'displayName', s.display_name) end as sender,
            jsonb_build_object('total', n.total, 'active', n.total - n.stopped - n.banned,
                               'stopped', n.stopped, 'banned', n.banned) as members
       from (select * from delivery_group
              where ($1::bigint is null or id = $1) and id > coalesce($2::bigint, 0) order by id limit $3) g
       left join sender_address s on s.id = g.sender_address_id
       cross join lateral (
         select (select count(*) from group_membership m where m.group_id = g.id) as total,
                (select count(*) from group_membership m where m.group_id = g.id and m.delivery_state = 'stopped') as stopped,
                (select count(*) from group_membership m where m.group_id = g.id and m.delivery_state = 'banned') as banned) n
      order by g.id`,
    [id ?? null, afterId ?? null, limit],
  );
}

interface StateOfMembership {
  readonly delivery_state: DeliveryState;
  readonly state_changed_at: Date | null;
  readonly state_changed_via: StateChangeRoute | null;
  readonly state_changed_by_name: string | null;
  readonly joined_at: Date;
  readonly joined_via: RegistrationRoute;
}

/** A member as the group's list shows it. */
export interface MemberRow extends StateOfMembership {
  readonly customer_id: string;
  readonly email: string;
  readonly status: CustomerStatus;
  readonly field_values: FieldValues;
}

/** Members of a group among these customers, newest customer first. */
export function readMembers(em: EntityManager, groupId: string, customerIds: readonly string[]): Promise<MemberRow[]> {
  return rowsOf<MemberRow>(
    em,
    `select m.customer_id, c.email, c.status, c.field_values, ${STATE_COLUMNS}
       from group_membership m join customer c on c.id = m.customer_id left join app_user u on u.id = m.state_changed_by
      where m.group_id = $1 and m.customer_id = any ($2::bigint[])
      order by m.customer_id desc`,
    [groupId, customerIds],
  );
}

/** A group as a customer's page shows it. */
export interface MembershipRow extends StateOfMembership {
  readonly group_id: string;
  readonly name: string;
  readonly colour: GroupColour;
}

/** The groups of a customer. */
export function readMembershipsOf(em: EntityManager, customerId: string): Promise<MembershipRow[]> {
  return rowsOf<MembershipRow>(
    em,
    `select m.group_id, g.name, g.colour, ${STATE_COLUMNS}
       from group_membership m join delivery_group g on g.id = m.group_id left join app_user u on u.id = m.state_changed_by
      where m.customer_id = $1
      order by m.group_id`,
    [customerId],
  );
}

const STATE_COLUMNS = `m.delivery_state, m.state_changed_at, m.state_changed_via, u.name as state_changed_by_name,
  m.joined_at, m.joined_via`;

/** How many of these customers are in any group; by the index on the customer. */
export async function countGroupedAmong(em: EntityManager, customerIds: readonly string[]): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(
    em,
    'select count(distinct customer_id) from group_membership where customer_id = any ($1::bigint[])',
    [customerIds],
  );
  return Number(row?.count ?? 0);
}

/** True while a delivery to the group is planned or under way. Reads the table of delivery; only delivery writes it. */
export async function hasOpenDelivery(em: EntityManager, groupId: string): Promise<boolean> {
  const [row] = await rowsOf<{ open: boolean }>(
    em,
    `select exists (select from delivery
                     where group_id = $1 and state in ('scheduled', 'planning', 'sending', 'paused')) as open`,
    [groupId],
  );
  return row?.open ?? false;
}
