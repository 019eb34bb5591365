import type { PoolClient } from 'pg';
import type { DeletedCustomer, Image } from './apply-rows.types.js';

// Reads of the tables of customers and groups; their own services write them, also when it is taken back.

/**
 * Every membership of these customers as JSON, by customer and group; by the index on customers. A change of states may
 * reach all of them (C-13).
 */
export async function readMembershipImages(
  client: PoolClient,
  ids: readonly string[],
): Promise<Map<string, Map<string, Image>>> {
  const { rows } = await client.query<{ customerId: string; groupId: string; image: Image }>(
    `select customer_id as "customerId", group_id as "groupId", to_jsonb(m) as image from group_membership m
      where customer_id = any ($1::bigint[])`,
    [ids],
  );
  const images = new Map<string, Map<string, Image>>();
  for (const { customerId, groupId, image } of rows) {
    const own = images.get(customerId) ?? new Map<string, Image>();
    images.set(customerId, own.set(groupId, image));
  }
  return images;
}

/**
 * Customers about to be deleted, whole: their row, their memberships, their history of errors. Locked in the order of
 * ids, so that nothing changes between being kept and being deleted.
 */
export async function readCustomerImages(
  client: PoolClient,
  ids: readonly string[],
): Promise<Omit<DeletedCustomer, 'optOuts'>[]> {
  await client.query('select from customer where id = any ($1::bigint[]) order by id for update', [ids]);
  const { rows } = await client.query<{ image: Omit<DeletedCustomer, 'optOuts'> }>(
    `select jsonb_build_object(
              'customer', to_jsonb(c),
              'memberships', coalesce((select jsonb_agg(to_jsonb(m)) from group_membership m where m.customer_id = c.id), '[]'),
              'errors', coalesce((select jsonb_agg(to_jsonb(e)) from customer_error e where e.customer_id = c.id), '[]')) as image
       from customer c where c.id = any ($1::bigint[])`,
    [ids],
  );
  return rows.map((row) => row.image);
}
