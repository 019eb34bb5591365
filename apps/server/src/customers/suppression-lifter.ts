import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { SesSuppression } from '../platform/ses/ses-suppression.js';
import { findDueLift, settleLift } from './suppression-lift.queries.js';

const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** Takes the addresses of customers that were reset off the suppression list of SES, until SES says it is done. */
@Injectable()
export class SuppressionLifter {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly suppression: SesSuppression,
    private readonly logger: PinoLogger,
  ) {}

  /** Works until nothing is due; safe to repeat and to run twice. */
  async liftDue(): Promise<void> {
    for (;;) {
      const due = await findDueLift(this.db.manager, this.clock.now());
      if (!due) return;
      const trouble = await this.suppression.lift(due.email);
      const now = this.clock.now();
      if (trouble === null) {
        await settleLift(this.db.manager, due, { liftedAt: now });
        continue;
      }
      this.logger.warn({ customerId: due.customerId, reason: trouble }, 'a suppression could not be lifted at SES');
      const waitMs = Math.min(LONGEST_WAIT_MS, MINUTE_MS * 2 ** Math.min(due.attempts, 6));
      await settleLift(this.db.manager, due, { trouble, nextTryAt: new Date(now.getTime() + waitMs) });
    }
  }
}
