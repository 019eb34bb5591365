import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { AppError } from '../platform/http/app-error.js';
import { AudienceFilters } from './audience-filters.js';
import { BATCH_SIZE, type Funnel } from './delivery.types.js';
import { writeRecipients } from './planning.queries.js';

/** From so many recipients on, the planner of PostgreSQL must be told of the new rows before the first claim. */
const ANALYSE_FROM = 5_000;

/** Decides who is mailed: turns a group into frozen recipients, everybody who is left out with the reason. */
@Injectable()
export class RecipientPlanner {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly filters: AudienceFilters,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Plans a delivery in state planning and lets it send; does nothing in any other state. All in one transaction: a
   * crash leaves nothing behind, a second run finds the state moved on. Returns the number of batches to be sent.
   */
  async plan(deliveryId: string): Promise<number> {
    const funnel = await this.db
      .tx((tx) => this.planIn(tx, deliveryId))
      .catch((error: unknown) => {
        if (error instanceof AppError) return this.fail(deliveryId, error);
        throw error;
      });
    if (!funnel) return 0;
    this.logger.info({ deliveryId, ...funnel }, 'recipients planned');
    if (funnel.members >= ANALYSE_FROM) await this.db.rows('analyze delivery_recipient, delivery_batch');
    return Math.ceil(funnel.recipients / BATCH_SIZE);
  }

  private async planIn(tx: EntityManager, deliveryId: string): Promise<Funnel | null> {
    const [delivery] = await rowsOf<{ groupId: string | null; filter: unknown }>(
      tx,
      `select group_id as "groupId", filter from delivery where id = $1 and state = 'planning' for update`,
      [deliveryId],
    );
    if (!delivery) return null;
    const now = this.clock.now();
    const filter = await this.filters.compile(tx, delivery.filter);
    const idPrefix = recipientIdPrefix(now);
    const funnel = await writeRecipients(tx, { id: deliveryId, groupId: delivery.groupId, idPrefix, now }, filter);
    await rowsOf(
      tx,
      `update delivery set funnel = $2, recipient_count = $3::integer, started_at = $4::timestamptz,
              state = case when $3::integer > 0 then 'sending' else 'sent' end,
              finished_at = case when $3::integer > 0 then null else $4::timestamptz end
        where id = $1`,
      [deliveryId, JSON.stringify(funnel), funnel.recipients, now],
    );
    return funnel;
  }

  /** Conditions that no longer make sense: nobody is mailed, and the delivery says why. */
  private async fail(deliveryId: string, error: AppError): Promise<null> {
    this.logger.warn({ deliveryId, code: error.code }, 'delivery cannot be planned');
    await this.db.rows(
      `update delivery set state = 'failed', hold_reason = 'conditions-invalid', hold_detail = $2, finished_at = $3
        where id = $1 and state = 'planning'`,
      [deliveryId, error.message, this.clock.now()],
    );
    return null;
  }
}

/** The first 28 characters of the UUIDv7s of one planning: time, version, 42 random bits; a row number follows. */
export function recipientIdPrefix(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  const random = randomBytes(6).toString('hex');
  const variant = '89ab'.charAt(Number.parseInt(random.charAt(3), 16) % 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 11)}`;
}
