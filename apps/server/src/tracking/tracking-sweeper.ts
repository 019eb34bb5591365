import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { HighErrorWatch, WATCHED_MS, YOUNG_MS } from './high-error-watch.js';
import { removeOldNotifications } from './notifications.queries.js';
import { findPrunedDeliveries, keepClickTotals, removeEvents } from './retention.queries.js';
import { SendingBreaker } from './sending-breaker.js';

const DAY_MS = 24 * 3_600_000;
/** A message of SNS could be repeated for so long; its row makes it a no-op (sending.md §2.3, rule 9). */
const KEEP_NOTIFICATIONS_MS = 30 * DAY_MS;
const WATCH_YOUNG_EVERY_MS = 60_000;
const WATCH_ALL_EVERY_MS = 3_600_000;
const PRUNE_EVERY_MS = 600_000;
/** Rows removed in one statement. */
const CHUNK = 5_000;

/** Wakes events that wait, watches the results of what is being sent, and removes what retention no longer wants. */
@Injectable()
export class TrackingSweeper {
  constructor(
    sweeps: Sweeps,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly breaker: SendingBreaker,
    highErrors: HighErrorWatch,
  ) {
    sweeps.register({ name: 'tracking-apply', sweep: () => this.wakeApply() });
    sweeps.register({ name: 'tracking-breaker', sweep: () => this.breaker.check() });
    sweeps.register({
      name: 'tracking-high-errors',
      sweep: () => highErrors.check(YOUNG_MS),
      everyMs: WATCH_YOUNG_EVERY_MS,
    });
    sweeps.register({
      name: 'tracking-late-errors',
      sweep: () => highErrors.check(WATCHED_MS),
      everyMs: WATCH_ALL_EVERY_MS,
    });
    sweeps.register({ name: 'tracking-prune', sweep: () => this.prune(), everyMs: PRUNE_EVERY_MS });
  }

  private async wakeApply(): Promise<void> {
    const [waiting] = await this.db.rows(
      `select from ses_notification where state in ('new', 'orphan') and next_try_at <= $1 limit 1`,
      [this.clock.now()],
    );
    if (waiting) await this.jobs.wake('tracking.apply', { reason: 'sweep' }, { jobId: 'sweep' });
  }

  private async prune(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEEP_NOTIFICATIONS_MS);
    while ((await removeOldNotifications(this.db.manager, before, CHUNK)) === CHUNK) continue;
    for (const deliveryId of await findPrunedDeliveries(this.db)) {
      await keepClickTotals(this.db, deliveryId);
      while ((await removeEvents(this.db, deliveryId, CHUNK)) === CHUNK) continue;
    }
  }
}
