import type { EntityManager } from 'typeorm';
import type { CustomerStatus, RegistrationRoute } from '../customers/customer.types.js';
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
}

/** Members of a group among these customers, newest customer first. */
export function readMembers(em: EntityManager, groupId: string, customerIds: readonly string[]): Promise<MemberRow[]> {
  return rowsOf<MemberRow>(
    em,
    `select m.customer_id, c.email, c.status, ${STATE_COLUMNS}
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

/** How and by whom a delivery state changes. */
export interface ChangeOrigin {
  readonly via: StateChangeRoute;
  /** the operator, when a person did it in the dashboard */
  readonly userId?: string | undefined;
  /** the delivery whose link was used */
  readonly deliveryId?: string | undefined;
}

/**
 * Changes memberships of customers and writes what changed, in one statement: every change of a delivery state goes
 * through here. `from` are the states that give way; others stay, so a stop never lifts a ban. Rows are locked in the
 * order of customers and groups, so that two such statements never wait for each other in a circle. Returns what changed.
 */
export function changeStates(
  tx: EntityManager,
  { customerIds, groupId, from, to }: StateChange,
  origin: ChangeOrigin,
  now: Date,
): Promise<ChangedState[]> {
  return rowsOf(
    tx,
    `with changing as (
       select group_id, customer_id, delivery_state as from_state from group_membership
        where customer_id = any ($1::bigint[]) and ($2::bigint is null or group_id = $2) and delivery_state = any ($3::text[])
        order by customer_id, group_id for no key update),
     changed as (
       update group_membership m
          set delivery_state = $4, state_changed_at = $7, state_changed_via = $5, state_changed_by = $6
         from changing where m.group_id = changing.group_id and m.customer_id = changing.customer_id
       returning m.group_id, m.customer_id, changing.from_state),
     written as (
       insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, delivery_id, changed_at)
       select group_id, customer_id, from_state, $4, $5, $6, $8, $7 from changed order by customer_id, group_id)
     select group_id, customer_id, from_state from changed`,
    [customerIds, groupId, from, to, origin.via, origin.userId ?? null, now, origin.deliveryId ?? null],
  );
}

export interface StateChange {
  readonly customerIds: readonly string[];
  /** null: in every group */
  readonly groupId: string | null;
  readonly from: readonly DeliveryState[];
  readonly to: DeliveryState;
}

/** One membership whose state changed. */
export interface ChangedState {
  readonly group_id: string;
  readonly customer_id: string;
  readonly from_state: DeliveryState;
}

/** How many of these customers are in the group (null: in any). By the index on the customer. */
export async function countMembersAmong(
  em: EntityManager,
  groupId: string | null,
  customerIds: readonly string[],
): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(
    em,
    `select count(distinct customer_id) from group_membership
      where customer_id = any ($1::bigint[]) and ($2::bigint is null or group_id = $2)`,
    [customerIds, groupId],
  );
  return Number(row?.count ?? 0);
}

/** Takes customers out of a group and writes it down; returns how many were in it. Locks in the order of customers. */
export async function removeMemberships(
  tx: EntityManager,
  groupId: string,
  customerIds: readonly string[],
  origin: ChangeOrigin,
  now: Date,
): Promise<number> {
  const rows = await rowsOf(
    tx,
    `with leaving as (
       select customer_id from group_membership where group_id = $1 and customer_id = any ($2::bigint[])
        order by customer_id for update),
     removed as (
       delete from group_membership m using leaving l
        where m.group_id = $1 and m.customer_id = l.customer_id returning m.customer_id, m.delivery_state)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, changed_at)
     select $1, customer_id, delivery_state, null, $3, $4, $5 from removed order by customer_id returning id`,
    [groupId, customerIds, origin.via, origin.userId ?? null, now],
  );
  return rows.length;
}

/**
 * Puts the customers of those ids that exist into a group; who is in it already stays as is. Rows go in by ascending
 * id, so that two such statements never wait for each other in a circle.
 */
export async function insertMembers(
  em: EntityManager,
  { groupId, via, now }: { groupId: string; via: RegistrationRoute; now: Date },
  customerIds: readonly string[],
): Promise<{ matched: number; added: number }> {
  const [row] = await rowsOf<{ matched: string; added: string }>(
    em,
    `with matched as materialized (select id from customer where id = any ($1::bigint[])),
     added as (
       insert into group_membership (group_id, customer_id, joined_at, joined_via)
       select $2::bigint, id, $3::timestamptz, $4::text from matched order by id
       on conflict do nothing returning 1)
     select (select count(*) from matched) as matched, (select count(*) from added) as added`,
    [customerIds, groupId, now, via],
  );
  return { matched: Number(row?.matched ?? 0), added: Number(row?.added ?? 0) };
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
