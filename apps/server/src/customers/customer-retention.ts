import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { forgetDeletions, purgeConsents } from './customer-retention.queries.js';
import { MEMORY_DAYS } from './laundering-detector.service.js';

/** Rows removed in one transaction. */
const CHUNK = 10_000;
const DAY_MS = 86_400_000;

/** Removes what is kept of deleted customers when its time is over: consents (J-33), the sample of addresses (G-10). */
@Injectable()
export class CustomerRetention {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** Safe to interrupt and to repeat: every round removes what is due then. */
  async prune(): Promise<void> {
    const now = this.clock.now();
    let consentCount = 0;
    for (let removed = CHUNK; removed === CHUNK; consentCount += removed)
      removed = await purgeConsents(this.db.manager, now, CHUNK);
    const before = new Date(now.getTime() - MEMORY_DAYS * DAY_MS);
    while ((await forgetDeletions(this.db.manager, before, CHUNK)) === CHUNK) continue;
    if (consentCount > 0) this.logger.info({ consentCount }, 'consents of deleted customers removed by rule');
  }
}
