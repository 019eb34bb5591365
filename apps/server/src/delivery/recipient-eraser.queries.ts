import type { EntityManager } from 'typeorm';
import { ERASED_ADDRESS } from '../customers/eraser.types.js';
import { rowsOf } from '../platform/database/database.js';
import type { RecipientState } from './delivery.types.js';

/** Recipients of customers, or those with an address in one delivery, that are not erased yet. */
export type RecipientsOf =
  | { readonly customerIds: readonly string[] }
  | { readonly deliveryId: string; readonly emailNormalised: string };

/**
 * Finds and locks recipients in the order of ids. Of a customer by the index on customers. By address a whole delivery is
 * read (index on delivery and batch): a second per million, which only an erasure does.
 */
export function findRecipientsOf(
  tx: EntityManager,
  of: RecipientsOf,
): Promise<{ readonly id: string; readonly customerId: string; readonly state: RecipientState }[]> {
  const byCustomer = 'customerIds' in of;
  return rowsOf(
    tx,
    `select id, customer_id as "customerId", state from delivery_recipient
      where ${byCustomer ? 'customer_id = any ($1::bigint[])' : 'delivery_id = $1 and lower(email) = $3'} and email <> $2
      order by id for no key update`,
    byCustomer ? [of.customerIds, ERASED_ADDRESS] : [of.deliveryId, ERASED_ADDRESS, of.emailNormalised],
  );
}

/** Takes address, errors and answers out of recipients and their attempts; states and times stay for the totals. */
export async function eraseRecipients(tx: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await rowsOf(tx, 'update delivery_recipient set email = $2, error_detail = null where id = any ($1::uuid[])', [
    ids,
    ERASED_ADDRESS,
  ]);
  await rowsOf(tx, 'update send_attempt set detail = null where recipient_id = any ($1::uuid[])', [ids]);
}

/** The next delivery above an id whose recipients retention has not removed. */
export async function nextDeliveryWithRecipients(em: EntityManager, afterId: string): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(
    em,
    `select id from delivery where id > $1 and recipients_pruned_at is null order by id limit 1`,
    [afterId],
  );
  return row?.id ?? null;
}

/** Conditions of deliveries that name the address, and their sentences; there are some thousand deliveries at most. */
export async function redactFilters(tx: EntityManager, address: string): Promise<void> {
  const redacted = (column: string): string => `regexp_replace(${column}::text, '***=' || $1, '***', 'gi')::jsonb`;
  await rowsOf(
    tx,
    `update delivery set filter = ${redacted('filter')}, filter_sentence = ${redacted('filter_sentence')}
      where strpos(lower(concat(filter::text, filter_sentence::text)), $1) > 0`,
    [address],
  );
}
