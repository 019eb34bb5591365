import { rowsIn, type RunsIn } from '../platform/database/database.js';
import type { RegistrationRoute } from '../customers/customer.types.js';
import type { ChangeOrigin, DeliveryState, StateChangeRoute } from './group.types.js';

/** One membership as it is, under the lock of its customer. */
export interface StateRow {
  readonly customerId: string;
  readonly groupId: string;
  readonly state: DeliveryState;
}

/**
 * Locks the customers of those ids that exist, in the order of ids, against everybody who joins them to a group (the
 * foreign key's lock conflicts), changes their states or deletes them. Whoever writes states or the ledger does this first.
 */
export function lockCustomers(
  where: RunsIn,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly emailNormalised: string }[]> {
  return rowsIn(
    where,
    `select id, email_normalised as "emailNormalised" from customer
      where id = any ($1::bigint[]) order by id for update`,
    [ids],
  );
}

/** Those of the ids that exist, kept from being deleted; the lock is the one that joining takes anyway. */
export async function keepCustomers(where: RunsIn, ids: readonly string[]): Promise<string[]> {
  const rows = await rowsIn<{ id: string }>(
    where,
    'select id from customer where id = any ($1::bigint[]) order by id for key share',
    [ids],
  );
  return rows.map((row) => row.id);
}

/** The normalised addresses of customers, by the primary key. */
export function readAddresses(
  where: RunsIn,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly emailNormalised: string }[]> {
  return rowsIn(where, 'select id, email_normalised as "emailNormalised" from customer where id = any ($1::bigint[])', [
    ids,
  ]);
}

/**
 * Puts customers into a group as active members; who is in it already stays as is and is told. Rows go in by ascending
 * id, so that two such statements never wait for each other in a circle. Prepared by name: imports run it per chunk.
 */
export function insertMembers(
  where: RunsIn,
  join: { readonly groupId: string; readonly via: RegistrationRoute; readonly now: Date },
  customerIds: readonly string[],
): Promise<{ readonly customerId: string; readonly isNew: boolean; readonly deliveryState: DeliveryState }[]> {
  return rowsIn(
    where,
    `with joining as (select unnest($2::bigint[]) as customer_id),
     added as (
       insert into group_membership (group_id, customer_id, joined_at, joined_via)
       select $1, customer_id, $3, $4 from joining order by customer_id
       on conflict do nothing
       returning customer_id)
     select customer_id as "customerId", true as "isNew", 'active' as "deliveryState" from added
     union all
     select j.customer_id, false, m.delivery_state
       from joining j
      cross join lateral (
        select delivery_state from group_membership where group_id = $1 and customer_id = j.customer_id offset 0) m
      where j.customer_id not in (select customer_id from added)`,
    [join.groupId, customerIds, join.now, join.via],
    'group-join',
  );
}

/** The most restrictive state of these customers in other groups, where it is not active; by the index on customers. */
export async function readStrictestStates(
  where: RunsIn,
  customerIds: readonly string[],
  exceptGroupId: string,
): Promise<Map<string, DeliveryState>> {
  const rows = await rowsIn<{ customerId: string; state: DeliveryState }>(
    where,
    `select customer_id as "customerId", min(delivery_state) as state from group_membership
      where customer_id = any ($1::bigint[]) and group_id <> $2 and delivery_state <> 'active'
      group by customer_id`, // 'banned' sorts before 'stopped'
    [customerIds, exceptGroupId],
  );
  return new Map(rows.map((row) => [row.customerId, row.state]));
}

/** A membership made in this transaction that is not to be active. */
export interface HeldMember {
  readonly customerId: string;
  readonly state: DeliveryState;
  readonly via: StateChangeRoute;
}

/** Gives members that this transaction has just added another state than active, and writes it down. */
export async function holdNewMembers(
  where: RunsIn,
  groupId: string,
  held: readonly HeldMember[],
  now: Date,
): Promise<void> {
  await rowsIn(
    where,
    `with held as (
       select * from unnest($2::bigint[], $3::text[], $4::text[]) as h (customer_id, state, via)),
     changed as (
       update group_membership m set delivery_state = h.state, state_changed_at = $5, state_changed_via = h.via
         from held h where m.group_id = $1 and m.customer_id = h.customer_id)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, changed_at)
     select $1, customer_id, null, state, via, $5::timestamptz from held order by customer_id`,
    [groupId, held.map((h) => h.customerId), held.map((h) => h.state), held.map((h) => h.via), now],
  );
}

/** Registers customers that are not in the group with a state of their own (C-33), and writes it down unless active. */
export async function insertMembersInState(
  where: RunsIn,
  key: { readonly groupId: string; readonly state: DeliveryState; readonly joinedVia: RegistrationRoute },
  customerIds: readonly string[],
  { via, userId, deliveryId, now }: ChangeOrigin & { readonly now: Date },
): Promise<void> {
  await rowsIn(
    where,
    `with added as (
       insert into group_membership (group_id, customer_id, delivery_state, state_changed_at, state_changed_via,
                                     state_changed_by, joined_at, joined_via)
       select $1, customer_id, $3::text, case when $3 <> 'active' then $4::timestamptz end,
              case when $3 <> 'active' then $5::text end, case when $3 <> 'active' then $6::bigint end, $4, $8
         from unnest($2::bigint[]) as customer_id order by customer_id
       on conflict do nothing
       returning customer_id)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, delivery_id, changed_at)
     select $1, customer_id, null, $3, $5, $6, $7::bigint, $4 from added where $3 <> 'active' order by customer_id`,
    [key.groupId, customerIds, key.state, now, via, userId ?? null, deliveryId ?? null, key.joinedVia],
  );
}

/** The memberships of customers, in one group or in all; by the index on customers. Call it under their locks. */
export function readStates(where: RunsIn, customerIds: readonly string[], groupId: string | null): Promise<StateRow[]> {
  return rowsIn(
    where,
    `select customer_id as "customerId", group_id as "groupId", delivery_state as state from group_membership
      where customer_id = any ($1::bigint[]) and ($2::bigint is null or group_id = $2)
      order by customer_id, group_id`,
    [customerIds, groupId],
  );
}

/** Moves memberships to a state and writes what changed, in one statement. Call it under the customers' locks. */
export async function writeStates(
  where: RunsIn,
  rows: readonly StateRow[],
  to: DeliveryState,
  { via, userId, deliveryId, now }: ChangeOrigin & { readonly now: Date },
): Promise<void> {
  if (rows.length === 0) return;
  await rowsIn(
    where,
    `with changing as (
       select * from unnest($1::bigint[], $2::bigint[], $3::text[]) as c (customer_id, group_id, from_state)),
     changed as (
       update group_membership m
          set delivery_state = $4::text, state_changed_at = $8::timestamptz, state_changed_via = $5::text,
              state_changed_by = $6::bigint
         from changing c where m.group_id = c.group_id and m.customer_id = c.customer_id)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, delivery_id, changed_at)
     select group_id, customer_id, from_state, $4, $5, $6, $7::bigint, $8 from changing order by customer_id, group_id`,
    [
      rows.map((row) => row.customerId),
      rows.map((row) => row.groupId),
      rows.map((row) => row.state),
      to,
      via,
      userId ?? null,
      deliveryId ?? null,
      now,
    ],
  );
}

/**
 * Makes stops that others decided stops of the person, who says no now, and writes that down: nobody takes them back
 * with what others decided. `kept` are the ways that stay as they are. Call it under the customers' locks.
 */
export async function claimStops(
  where: RunsIn,
  rows: readonly StateRow[],
  kept: readonly StateChangeRoute[],
  { via, deliveryId, now }: ChangeOrigin & { readonly now: Date },
): Promise<void> {
  if (rows.length === 0) return;
  await rowsIn(
    where,
    `with claimed as (
       update group_membership m
          set state_changed_at = $5::timestamptz, state_changed_via = $4::text, state_changed_by = null
         from unnest($1::bigint[], $2::bigint[]) as c (customer_id, group_id)
        where m.group_id = c.group_id and m.customer_id = c.customer_id and m.delivery_state = 'stopped'
          and coalesce(m.state_changed_via, '') <> all ($3::text[])
       returning m.customer_id, m.group_id)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, delivery_id, changed_at)
     select group_id, customer_id, 'stopped', 'stopped', $4, $6::bigint, $5 from claimed order by customer_id, group_id`,
    [rows.map((row) => row.customerId), rows.map((row) => row.groupId), kept, via, now, deliveryId ?? null],
  );
}

/** Takes customers out of a group and writes it down; returns who was in it, with the state and how it came about. */
export function removeMembers(
  where: RunsIn,
  groupId: string,
  customerIds: readonly string[],
  { via, userId, now }: ChangeOrigin & { readonly now: Date },
): Promise<{ customerId: string; state: DeliveryState; stateVia: StateChangeRoute | null }[]> {
  return rowsIn(
    where,
    `with removed as (
       delete from group_membership where group_id = $1 and customer_id = any ($2::bigint[])
       returning customer_id, delivery_state, state_changed_via),
     written as (
       insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, changed_at)
       select $1, customer_id, delivery_state, null, $3, $4::bigint, $5::timestamptz from removed order by customer_id)
     select customer_id as "customerId", delivery_state as state, state_changed_via as "stateVia" from removed`,
    [groupId, customerIds, via, userId ?? null, now],
  );
}

/**
 * What one act of the recipient stopped: the stop that made this membership what it is, and the memberships it was
 * copied to (C-13); nothing that was stopped before they said so too. Found by the change rows of the customer that were
 * written with it; newest first by their index.
 */
export function readOwnStop(
  where: RunsIn,
  { groupId, customerId }: { readonly groupId: string; readonly customerId: string },
): Promise<(StateRow & { stoppedAt: Date; deliveryId: string | null })[]> {
  return rowsIn(
    where,
    `with own as (
       select c.changed_at, c.via, c.delivery_id from group_membership m
         join group_membership_change c on c.customer_id = m.customer_id and c.group_id = m.group_id
        where m.group_id = $1 and m.customer_id = $2 and m.delivery_state = 'stopped'
          and m.state_changed_via in ('one_click', 'unsubscribe_page')
          and c.from_state = 'active' and c.to_state = 'stopped' and c.changed_at = m.state_changed_at and c.via = m.state_changed_via
        order by c.id desc limit 1)
     select m.customer_id as "customerId", m.group_id as "groupId", m.delivery_state as state,
            own.changed_at as "stoppedAt", own.delivery_id as "deliveryId"
       from own join group_membership_change c on c.customer_id = $2 and c.from_state = 'active' and c.to_state = 'stopped'
            and c.changed_at = own.changed_at and c.via = own.via and c.delivery_id is not distinct from own.delivery_id
       join group_membership m on m.customer_id = $2 and m.group_id = c.group_id and m.delivery_state = 'stopped'
            and m.state_changed_at = own.changed_at and m.state_changed_via = own.via
      order by m.group_id`,
    [groupId, customerId],
  );
}
