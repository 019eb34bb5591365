import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { AskedLift } from './count-errors.js';

/** Asks for an address to be lifted; a new request for the same customer takes the place of the old one. */
export async function requestLift(
  tx: EntityManager,
  lift: { readonly customerId: string; readonly email: string; readonly userId: string | null },
  now: Date,
): Promise<void> {
  await rowsOf(
    tx,
    `insert into suppression_lift (customer_id, email, requested_at, requested_by, next_try_at)
     values ($1, $2, $4, $3, $4)
     on conflict (customer_id) do update
        set email = excluded.email, requested_at = excluded.requested_at, requested_by = excluded.requested_by,
            attempts = 0, next_try_at = excluded.next_try_at, trouble = null, lifted_at = null`,
    [lift.customerId, lift.email, lift.userId, now],
  );
}

/** The state of the last request of a customer. */
export interface LiftRow {
  readonly email: string;
  readonly requestedAt: Date;
  readonly liftedAt: Date | null;
  readonly trouble: string | null;
}

/** By the primary key. */
export async function readLift(em: EntityManager, customerId: string): Promise<LiftRow | null> {
  const [row] = await rowsOf<LiftRow>(
    em,
    `select email, requested_at as "requestedAt", lifted_at as "liftedAt", trouble
       from suppression_lift where customer_id = $1`,
    [customerId],
  );
  return row ?? null;
}

/** The last requests of these customers, by the primary key. Call it under the customers' locks: a reset takes them too. */
export async function readLifts(tx: EntityManager, customerIds: readonly string[]): Promise<Map<string, AskedLift>> {
  if (customerIds.length === 0) return new Map();
  const rows = await rowsOf<AskedLift & { customerId: string }>(
    tx,
    `select customer_id as "customerId", email, lifted_at as "liftedAt"
       from suppression_lift where customer_id = any ($1::bigint[])`,
    [customerIds],
  );
  return new Map(rows.map((row) => [row.customerId, row]));
}

/** A request whose turn it is. */
export interface DueLift {
  readonly customerId: string;
  readonly email: string;
  readonly requestedAt: Date;
  readonly attempts: number;
}

/** The next request that is due, by the index; without a lock, since lifting twice is the same as once. */
export async function findDueLift(em: EntityManager, now: Date): Promise<DueLift | null> {
  const [row] = await rowsOf<DueLift>(
    em,
    `select customer_id as "customerId", email, requested_at as "requestedAt", attempts from suppression_lift
      where lifted_at is null and next_try_at <= $1 order by next_try_at limit 1`,
    [now],
  );
  return row ?? null;
}

/** Notes the answer of SES; nothing when the customer has been reset again meanwhile. */
export async function settleLift(
  em: EntityManager,
  { customerId, requestedAt }: DueLift,
  result: { readonly liftedAt: Date } | { readonly trouble: string; readonly nextTryAt: Date },
): Promise<void> {
  const [liftedAt, trouble, nextTryAt] =
    'liftedAt' in result ? [result.liftedAt, null, null] : [null, result.trouble, result.nextTryAt];
  await rowsOf(
    em,
    `update suppression_lift
        set attempts = attempts + 1, lifted_at = $3::timestamptz, trouble = $4, next_try_at = coalesce($5, next_try_at)
      where customer_id = $1 and requested_at = $2 and lifted_at is null`,
    [customerId, requestedAt, liftedAt, trouble, nextTryAt],
  );
}
