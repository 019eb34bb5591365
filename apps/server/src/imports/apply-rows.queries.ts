import type { PoolClient } from 'pg';
import type { DeliveryState, StateChangeRoute } from '../groups/group.types.js';

// Reads of the tables of customers and groups; their own services write them.

/** Ids by normalised address; each is looked up in the unique index (`offset 0`), whatever the statistics say. */
export async function findCustomers(client: PoolClient, addresses: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; address: string }>({
    name: 'import-find-customers',
    text: `select c.id, a.address from unnest($1::text[]) as a (address)
            cross join lateral (select id from customer where email_normalised = a.address offset 0) c`,
    values: [addresses],
  });
  return new Map(rows.map((row) => [row.address, row.id]));
}

/** Those of the customers that are in the group, by the primary key. */
export async function findMembers(client: PoolClient, groupId: string, ids: readonly string[]): Promise<string[]> {
  return (await readMemberStates(client, groupId, ids)).map((state) => state.customerId);
}

/** The state of a customer in a group, and how it came about. */
export interface MemberState {
  readonly customerId: string;
  readonly deliveryState: DeliveryState;
  readonly changedVia: StateChangeRoute | null;
  /** it joined in this state, and nobody has changed it since */
  readonly sinceJoining: boolean;
}

/**
 * Locks customers in the order of ids, as every change of memberships does: what is read of them afterwards still holds
 * when it is changed. Returns their normalised addresses by id.
 */
export async function lockCustomers(client: PoolClient, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; address: string }>(
    'select id, email_normalised as address from customer where id = any ($1::bigint[]) order by id for update',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.address]));
}

/** States of those of the customers that are in the group, by the primary key. */
export async function readMemberStates(
  client: PoolClient,
  groupId: string,
  ids: readonly string[],
): Promise<MemberState[]> {
  const { rows } = await client.query<MemberState>(
    `select customer_id as "customerId", delivery_state as "deliveryState", state_changed_via as "changedVia",
            coalesce(state_changed_at = joined_at, false) as "sinceJoining"
       from group_membership where group_id = $1 and customer_id = any ($2::bigint[])`,
    [groupId, ids],
  );
  return rows;
}
