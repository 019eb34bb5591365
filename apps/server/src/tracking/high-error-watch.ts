import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { NoticesService } from '../settings/notices.service.js';
import { highErrorText, isHighErrorRate, type DeliveryErrors } from './high-error-notice.js';

const DAY_MS = 24 * 3_600_000;
/** Most results come in within hours: look often at what is that young, and now and then at the rest. */
export const YOUNG_MS = DAY_MS;
/** Results come in for about a week (C-52). */
export const WATCHED_MS = 10 * DAY_MS;

/** Tells operators, once for each delivery, that many of its addresses ended in an error (C-55). */
@Injectable()
export class HighErrorWatch {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Pick<Env, 'DASHBOARD_URL'>,
    private readonly notices: NoticesService,
    private readonly logger: PinoLogger,
  ) {}

  /** Looks at the deliveries that began within `agoMs`; safe to repeat. The row and the mails are one transaction. */
  async check(agoMs: number): Promise<void> {
    for (const errors of await this.recentErrors(agoMs)) {
      if (!isHighErrorRate(errors)) continue;
      await this.db.tx(async (tx) => {
        const first = await rowsOf(
          tx,
          `insert into high_error_notice (delivery_id, address_count, error_count, noticed_at) values ($1, $2, $3, $4)
           on conflict do nothing returning delivery_id`,
          [errors.deliveryId, errors.addressCount, errors.errorCount, this.clock.now()],
        );
        if (first.length === 0) return;
        const { subject, text } = highErrorText(errors, this.env.DASHBOARD_URL);
        await this.notices.notifyOperators({ key: `high-error/${errors.deliveryId}`, subject, text }, tx);
        this.logger.warn({ ...errors, subject: undefined }, 'a delivery has a high error rate');
      });
    }
  }

  /**
   * Deliveries that began lately and were not told of. There are few of them, so the small table of deliveries is read
   * as it is; their numbers are those of their batches. While one runs, those still to be mailed count as addresses too.
   */
  private recentErrors(agoMs: number): Promise<DeliveryErrors[]> {
    return this.db.rows<DeliveryErrors>(
      `select d.id as "deliveryId", c.subject, d.group_name as "groupName",
              n.offered + case when d.state in ('planning', 'sending', 'paused') then n.open else 0 end as "addressCount",
              n.error as "errorCount"
         from delivery d join delivery_content c on c.delivery_id = d.id
        cross join lateral (
          select coalesce(sum(accepted + failed), 0)::int as offered, coalesce(sum(error), 0)::int as error,
                 coalesce(sum(waiting + unknown + held), 0)::int as open
            from delivery_batch_figures where delivery_id = d.id) n
        where d.started_at >= $1 and not exists (select from high_error_notice h where h.delivery_id = d.id)`,
      [new Date(this.clock.now().getTime() - agoMs)],
    );
  }
}
