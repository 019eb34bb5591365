import type { EntityManager } from 'typeorm';
import { rowsOf, type Database } from '../platform/database/database.js';
import type { HoldReason } from './delivery.types.js';

/** Pauses one delivery, or with null everything that is being sent, and says why; returns how many were paused by it. */
export async function holdDeliveries(
  em: EntityManager,
  deliveryId: string | null,
  reason: HoldReason,
  detail: string,
): Promise<number> {
  const held = await rowsOf(
    em,
    `update delivery set state = 'paused', paused_from = 'sending', hold_reason = $2, hold_detail = $3
      where state = 'sending' and ($1::bigint is null or id = $1) returning id`,
    [deliveryId, reason, detail.slice(0, 500)],
  );
  return held.length;
}

/** Lets everything go on that was paused for this reason; returns the ids. */
export async function releaseHolds(db: Database, reason: HoldReason): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `update delivery set state = paused_from, paused_from = null, hold_reason = null, hold_detail = null
      where state = 'paused' and hold_reason = $1 returning id`,
    [reason],
  );
  return rows.map(({ id }) => id);
}
