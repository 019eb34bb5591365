import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { countRecipients, NO_COUNTS } from './counts.queries.js';

/** Recipients removed in one transaction. */
const CHUNK = 10_000;

/** Keeps addresses and results per person for the latest deliveries only; totals, content and links stay. */
@Injectable()
export class RecipientRetention {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    private readonly logger: PinoLogger,
  ) {}

  /** Removes recipients of every delivery beyond the latest RETAINED_DELIVERIES that have ended. Safe to interrupt. */
  async prune(): Promise<void> {
    const old = await this.db.rows<{ id: string }>(
      `select id from (
         select id, state, recipients_pruned_at, row_number() over (order by coalesce(started_at, starts_at) desc, id desc) as place
           from delivery where started_at is not null) d
        where place > $1 and recipients_pruned_at is null and state in ('sent', 'canceled', 'failed') order by id`,
      [this.env.RETAINED_DELIVERIES],
    );
    for (const { id } of old) await this.pruneDelivery(id);
  }

  private async pruneDelivery(deliveryId: string): Promise<void> {
    const counts = (await countRecipients(this.db.manager, [deliveryId], this.clock.now())).get(deliveryId);
    await this.db.rows('update delivery set final_counts = coalesce(final_counts, $2) where id = $1', [
      deliveryId,
      JSON.stringify(counts ?? NO_COUNTS),
    ]);
    while ((await this.removeSome(deliveryId)) === CHUNK) continue;
    await this.db.rows('update delivery set recipients_pruned_at = $2 where id = $1', [deliveryId, this.clock.now()]);
    this.logger.info({ deliveryId }, 'recipients of an old delivery removed');
  }

  private removeSome(deliveryId: string): Promise<number> {
    return this.db.tx(async (tx) => {
      const removed = await rowsOf<{ id: string }>(
        tx,
        `delete from delivery_recipient where id in
           (select id from delivery_recipient where delivery_id = $1 limit $2) returning id`,
        [deliveryId, CHUNK],
      );
      await rowsOf(tx, 'delete from send_attempt where recipient_id = any($1::uuid[])', [removed.map((r) => r.id)]);
      return removed.length;
    });
  }
}
