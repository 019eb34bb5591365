import { rowsIn, type RunsIn } from '../platform/database/database.js';
import type { JoinedAt, MembershipChange, MembershipRefusal } from './membership-undo.types.js';

interface Act {
  readonly userId: string | null;
  readonly now: Date;
}

/** Deletes memberships that still stand as they were made: joined then, in the state they joined with. By the primary key. */
export async function deleteJoined(where: RunsIn, joined: JoinedAt, { userId, now }: Act): Promise<string[]> {
  const rows = await rowsIn<{ id: string }>(
    where,
    `with gone as (
       delete from group_membership m
        where m.group_id = $1 and m.customer_id = any ($2::bigint[]) and m.joined_at = $3::timestamptz
          and coalesce(m.state_changed_at = m.joined_at, true)
       returning m.customer_id, m.delivery_state),
     written as (
       insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, changed_at)
       select $1, customer_id, delivery_state, null, 'csv', $4::bigint, $5::timestamptz from gone order by customer_id)
     select customer_id as id from gone`,
    [joined.groupId, joined.customerIds, joined.joinedAt, userId, now],
  );
  return rows.map((row) => row.id);
}

/**
 * Deletes what was made, inserts what was removed where the group still exists, and gives the rest its old state with its
 * old date and way. One change row each.
 */
export async function restoreMemberships(
  where: RunsIn,
  changes: readonly MembershipChange[],
  { userId, now }: Act,
): Promise<void> {
  await rowsIn(
    where,
    `with change as materialized (
       select coalesce(b.group_id, a.group_id) as group_id, coalesce(b.customer_id, a.customer_id) as customer_id,
              c.before, c.before is not null as existed, c.after is not null as exists, b.delivery_state as old_state,
              a.delivery_state as new_state, b.state_changed_at, b.state_changed_via, b.state_changed_by
         from jsonb_to_recordset($1::jsonb) as c (before jsonb, after jsonb)
        cross join lateral jsonb_populate_record(null::group_membership, c.before) b
        cross join lateral jsonb_populate_record(null::group_membership, c.after) a),
     deleted as (
       delete from group_membership m using change c
        where not c.existed and m.group_id = c.group_id and m.customer_id = c.customer_id),
     inserted as (
       insert into group_membership
       select b.* from change c cross join lateral jsonb_populate_record(null::group_membership, c.before) b
        where not c.exists and exists (select from delivery_group g where g.id = c.group_id)
        order by b.customer_id, b.group_id
       on conflict do nothing),
     updated as (
       update group_membership m
          set delivery_state = c.old_state, state_changed_at = c.state_changed_at,
              state_changed_via = c.state_changed_via, state_changed_by = c.state_changed_by
         from change c
        where c.existed and c.exists and m.group_id = c.group_id and m.customer_id = c.customer_id)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, user_id, changed_at)
     select group_id, customer_id, new_state, old_state, 'csv', $2::bigint, $3::timestamptz from change
      order by customer_id, group_id`,
    [JSON.stringify(changes), userId, now],
  );
}

/** Inserts memberships of customers that exist again, in groups that still exist. */
export async function insertMemberships(where: RunsIn, memberships: readonly unknown[]): Promise<void> {
  await rowsIn(
    where,
    `insert into group_membership
     select m.* from jsonb_populate_recordset(null::group_membership, $1::jsonb) m
      where exists (select from delivery_group g where g.id = m.group_id)
      order by m.customer_id, m.group_id
     on conflict do nothing`,
    [JSON.stringify(memberships)],
  );
}

/** Gives members that this transaction has put back as active the state of the ledger, and writes it down. */
export async function holdActiveMembers(
  where: RunsIn,
  refusals: readonly MembershipRefusal[],
  now: Date,
): Promise<void> {
  await rowsIn(
    where,
    `with held as (
       update group_membership m
          set delivery_state = r.state, state_changed_at = $4, state_changed_via = 'ledger', state_changed_by = null
         from unnest($1::bigint[], $2::bigint[], $3::text[]) as r (group_id, customer_id, state)
        where m.group_id = r.group_id and m.customer_id = r.customer_id and m.delivery_state = 'active'
       returning m.group_id, m.customer_id, m.delivery_state)
     insert into group_membership_change (group_id, customer_id, from_state, to_state, via, changed_at)
     select group_id, customer_id, 'active', delivery_state, 'ledger', $4::timestamptz from held
      order by customer_id, group_id`,
    [refusals.map((one) => one.groupId), refusals.map((one) => one.customerId), refusals.map((one) => one.state), now],
  );
}
