import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { conflict, notFound } from '../platform/http/app-error.js';
import { decodeCursor, malformedCursor, toPage, type Page, type PageQuery } from '../platform/http/pagination.js';
import { settleBatches } from './counts.queries.js';
import type { HeldDecision, HeldRecipient } from './delivery.dto.js';
import { Delivery } from './delivery.entity.js';
import type { DeliveryRunState } from './delivery.types.js';
import type { BatchKey } from './recipient-outcomes.queries.js';

/** Decisions made in one transaction. */
const ROUND = 1_000;

/** People of whom nobody can know whether they got the mail: an operator looks at them and decides. */
@Injectable()
export class HeldRecipients {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Everybody who is held, by id. */
  async list(deliveryId: string, { cursor, limit = 50 }: PageQuery): Promise<Page<HeldRecipient>> {
    const after = cursor === undefined ? null : decodeUuidCursor(cursor);
    const rows = await this.db.rows<Omit<HeldRecipient, 'lastAttemptAt'> & { lastAttemptAt: Date | null }>(
      `select r.id::text as id, r.customer_id as "customerId", r.email, r.attempt_count as "attemptCount",
              a.started_at as "lastAttemptAt", a.detail
         from delivery_recipient r
         left join send_attempt a on a.recipient_id = r.id and a.attempt_no = r.attempt_count
        where r.delivery_id = $1 and r.trouble = 'held' and ($2::uuid is null or r.id > $2)
        order by r.id limit $3`,
      [deliveryId, after, limit + 1],
    );
    const toItem = (row: (typeof rows)[number]): HeldRecipient => ({
      ...row,
      lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    });
    return toPage(rows, limit, toItem, (row) => [row.id]);
  }

  /** Decides for one person; 409 when the doubt has settled itself meanwhile. */
  async decide(deliveryId: string, recipientId: string, decision: HeldDecision): Promise<number> {
    const count = await this.apply(deliveryId, [recipientId], decision);
    if (count === 0) throw conflict('recipient-not-held', 'This recipient is not held any more.');
    return count;
  }

  /** The same decision for everybody who is held. */
  async decideAll(deliveryId: string, decision: HeldDecision): Promise<number> {
    const known = await this.db.manager.getRepository(Delivery).existsBy({ id: deliveryId });
    if (!known) throw notFound('delivery');
    for (let total = 0; ;) {
      const rows = await this.db.rows<{ id: string }>(
        `select id::text as id from delivery_recipient where delivery_id = $1 and trouble = 'held' order by id limit $2`,
        [deliveryId, ROUND],
      );
      if (rows.length === 0) return total;
      total += await this.apply(
        deliveryId,
        rows.map(({ id }) => id),
        decision,
      );
    }
  }

  private apply(deliveryId: string, recipientIds: readonly string[], decision: HeldDecision): Promise<number> {
    return this.db.tx(async (tx) => {
      const delivery = await lockDelivery(tx, deliveryId);
      if (decision === 'resend') refuseEnded(delivery.state);
      const moved = await moveHeld(tx, deliveryId, recipientIds, decision);
      if (decision === 'resend' && moved.length > 0) await reopen(tx, deliveryId);
      await noteDecision(tx, moved, this.clock.now());
      await settleBatches(tx, uniqueBatches(moved), { now: this.clock.now() });
      return moved.length;
    });
  }
}

function decodeUuidCursor(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== 'string' || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw malformedCursor();
  return id;
}

async function lockDelivery(tx: EntityManager, id: string): Promise<{ state: DeliveryRunState }> {
  const [row] = await rowsOf<{ state: DeliveryRunState }>(
    tx,
    'select state from delivery where id = $1::bigint for update',
    [id],
  );
  if (!row) throw notFound('delivery');
  return row;
}

function refuseEnded(state: DeliveryRunState): void {
  if (state === 'canceled' || state === 'failed')
    throw conflict(`delivery-is-${state}`, `Nobody is mailed again by a delivery that is ${state}.`);
}

/** A delivery that was done goes on for those who are sent to again. */
async function reopen(tx: EntityManager, id: string): Promise<void> {
  await rowsOf(tx, `update delivery set state = 'sending', finished_at = null where id = $1 and state = 'sent'`, [id]);
}

interface HeldRow extends BatchKey {
  readonly recipientId: string;
  readonly attemptNo: number;
}

function moveHeld(
  tx: EntityManager,
  deliveryId: string,
  recipientIds: readonly string[],
  decision: HeldDecision,
): Promise<HeldRow[]> {
  const to =
    decision === 'resend'
      ? `state = 'pending', trouble = null`
      : `state = 'failed', trouble = 'failed', error_kind = 'given_up'`;
  return rowsOf<HeldRow>(
    tx,
    `with locked as (
       select id from delivery_recipient
        where id = any($2::uuid[]) and delivery_id = $1 and state = 'held' order by id for no key update
     )
     update delivery_recipient r set ${to} from locked l where r.id = l.id and r.state = 'held'
  returning r.id::text as "recipientId", r.attempt_count as "attemptNo", r.delivery_id as "deliveryId",
            r.batch_no as "batchNo"`,
    [deliveryId, recipientIds],
  );
}

/** The ledger keeps what the attempt was taken for, and that a person closed it. */
async function noteDecision(tx: EntityManager, moved: readonly HeldRow[], now: Date): Promise<void> {
  await rowsOf(
    tx,
    `update send_attempt s set resolved_by = 'operator', resolved_at = $3
       from unnest($1::uuid[], $2::smallint[]) as a (id, no) where s.recipient_id = a.id and s.attempt_no = a.no`,
    [moved.map((r) => r.recipientId), moved.map((r) => r.attemptNo), now],
  );
}

function uniqueBatches(batches: readonly BatchKey[]): BatchKey[] {
  return [...new Map(batches.map((batch) => [batch.batchNo, batch])).values()];
}
