import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { DeliveryService } from '../delivery/delivery.service.js';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { breakerVerdict, type BreakerVerdict, type DeliveryResults } from './breaker-verdict.js';

/**
 * Pauses a delivery whose results endanger the SES account: AWS reviews an account at 5 % bounces and pauses it at 10 %
 * (sending.md §2.6). Once for each reason: whoever resumes the delivery has decided.
 */
@Injectable()
export class SendingBreaker {
  constructor(
    private readonly db: Database,
    private readonly delivery: DeliveryService,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** Looks at everything that is being sent; safe to repeat. */
  async check(): Promise<void> {
    for (const results of await this.resultsWhileSending()) {
      const verdict = breakerVerdict(results);
      if (verdict && (await this.trip(results.deliveryId, verdict)))
        this.logger.error({ ...results, reason: verdict.reason }, 'a delivery is paused for its results');
    }
  }

  /** True when it paused the delivery. Trip and pause are one transaction: a crash leaves both or neither. */
  private trip(deliveryId: string, { reason, detail }: BreakerVerdict): Promise<boolean> {
    return this.db.tx(
      async (tx) =>
        (await this.isFirstTime(tx, deliveryId, reason)) &&
        (await this.delivery.pauseFor(tx, deliveryId, reason, detail)),
    );
  }

  /** Notes the trip of a delivery that is still being sent; its row is locked, so that the pause cannot come too late. */
  private async isFirstTime(tx: EntityManager, deliveryId: string, reason: string): Promise<boolean> {
    const rows = await rowsOf(
      tx,
      `insert into breaker_trip (delivery_id, reason, tripped_at)
       select id, $2, $3 from delivery where id = $1 and state = 'sending' for no key update
       on conflict do nothing returning delivery_id`,
      [deliveryId, reason, this.clock.now()],
    );
    return rows.length === 1;
  }

  /**
   * Results of batches whose counts hold, so that people who bounced and people who were mailed are of the same set.
   * Bounces are counted by the index of troubles: policy refusals and suppressed addresses do not count as bad ones.
   */
  private resultsWhileSending(): Promise<DeliveryResults[]> {
    return this.db.rows<DeliveryResults>(
      `select d.id as "deliveryId", n.accepted, t.hard, t.complained, t.rejected
         from delivery d
        cross join lateral (
          select coalesce(sum(k.accepted + k."delayed" + k.delivered + k."bouncedSoft" + k."bouncedHard" + k.rejected
                              + k.complained), 0)::int as accepted
            from delivery_batch b, jsonb_to_record(b.counts) as k (accepted int, "delayed" int, delivered int,
                 "bouncedSoft" int, "bouncedHard" int, rejected int, complained int)
           where b.delivery_id = d.id and not b.dirty and b.lease_until is null) n
        cross join lateral (
          select count(*) filter (where r.trouble = 'bounced_hard'
                                    and r.error_kind not in ('policy', 'suppressed'))::int as hard,
                 count(*) filter (where r.trouble = 'complained')::int as complained,
                 count(*) filter (where r.trouble = 'rejected')::int as rejected
            from delivery_recipient r join delivery_batch b using (delivery_id, batch_no)
           where r.delivery_id = d.id and r.trouble in ('bounced_hard', 'complained', 'rejected')
             and not b.dirty and b.lease_until is null) t
        where d.state = 'sending' and (t.hard > 0 or t.complained > 0 or t.rejected > 0)`,
    );
  }
}
