import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { TrackingEventKind } from './tracking.types.js';

/** A provider event about to be noted. */
export interface ProviderEvent {
  readonly recipientId: string;
  readonly deliveryId: string;
  readonly kind: TrackingEventKind;
  readonly at: Date;
  readonly effectKey: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/**
 * Notes events; returns the keys (`recipient effectKey`) of those that were not known yet. Only they may have an effect:
 * the unique index on (recipient, effect key) is what makes a second copy harmless.
 */
export async function insertProviderEvents(tx: EntityManager, events: readonly ProviderEvent[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = await rowsOf<{ recipientId: string; effectKey: string }>(
    tx,
    `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, effect_key, detail)
     select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::jsonb[])
     on conflict (recipient_id, effect_key) do nothing
     returning recipient_id as "recipientId", effect_key as "effectKey"`,
    [
      events.map((e) => e.recipientId),
      events.map((e) => e.deliveryId),
      events.map((e) => e.kind),
      events.map((e) => e.at),
      events.map((e) => e.effectKey),
      events.map((e) => e.detail && JSON.stringify(e.detail)),
    ],
  );
  return new Set(rows.map((row) => eventKey(row.recipientId, row.effectKey)));
}

/** The name of an event within a batch. */
export const eventKey = (recipientId: string, effectKey: string): string => `${recipientId} ${effectKey}`;

/**
 * Locks the customers of a batch whose states or counts change, in the order of ids and as strongly as membership changes
 * will: a lock that is raised later could meet an import halfway.
 */
export async function lockCustomers(tx: EntityManager, ids: readonly string[]): Promise<void> {
  await rowsOf(tx, 'select from customer where id = any ($1::bigint[]) order by id for update', [ids]);
}
