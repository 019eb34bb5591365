import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { SesAccount } from '../platform/ses/ses-account.js';
import { recountDirtyBatches } from './counts.queries.js';
import { DeliveryLanes } from './delivery-lanes.js';
import { DoubtResolver } from './doubt-resolver.js';
import { releaseHolds } from './holds.queries.js';
import {
  declareUnknown,
  findClaimableDeliveries,
  finishDeliveries,
  skipRestOfCanceled,
  startDueDeliveries,
} from './sweeping.queries.js';

/** Rows handled in one transaction. */
const ROUND = 500;
const QUOTA_CHECK_MS = 60_000;
const PRUNE_CHECK_MS = 3_600_000;

/**
 * Looks at rows by timer and makes happen what is due, whatever became of jobs, workers and Redis. Each sweep runs in
 * one worker at a time and may be repeated.
 */
@Injectable()
export class DeliverySweeper {
  private prunedOn = '';

  constructor(
    sweeps: Sweeps,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly lanes: DeliveryLanes,
    private readonly doubts: DoubtResolver,
    private readonly account: SesAccount,
    private readonly logger: PinoLogger,
  ) {
    sweeps.register({ name: 'delivery-due', sweep: () => this.startDue() });
    sweeps.register({ name: 'delivery-doubt', sweep: () => this.settleDoubts() });
    sweeps.register({ name: 'delivery-counts', sweep: () => this.recount() });
    sweeps.register({ name: 'delivery-open', sweep: () => this.wakeOpen() });
    sweeps.register({ name: 'delivery-quota', sweep: () => this.resumeAfterQuota(), everyMs: QUOTA_CHECK_MS });
    sweeps.register({ name: 'delivery-prune', sweep: () => this.wakePrune(), everyMs: PRUNE_CHECK_MS });
  }

  private async startDue(): Promise<void> {
    for (const deliveryId of await startDueDeliveries(this.db, this.clock.now()))
      await this.jobs.wake('delivery.plan', { deliveryId }, { jobId: deliveryId });
  }

  private async settleDoubts(): Promise<void> {
    let count: number;
    do {
      count = await this.db.tx((tx) => declareUnknown(tx, this.clock.now(), ROUND));
      if (count > 0) this.logger.warn({ count }, 'attempts without an answer by their deadline are in doubt');
    } while (count === ROUND);
    await this.doubts.resolve();
  }

  private async recount(): Promise<void> {
    while (await this.db.tx((tx) => skipRestOfCanceled(tx, ROUND / 10, this.clock.now()))) continue;
    await this.db.tx((tx) => recountDirtyBatches(tx, ROUND, this.clock.now()));
    for (const deliveryId of await finishDeliveries(this.db, this.clock.now()))
      this.logger.info({ deliveryId }, 'delivery sent');
  }

  private async wakeOpen(): Promise<void> {
    for (const { deliveryId, batchCount } of await findClaimableDeliveries(this.db, this.clock.now(), ROUND))
      await this.lanes.wake(deliveryId, batchCount);
  }

  /** The 24-hour window moves on by itself; SES says when there is room again (sending.md §1.5, row 4). */
  private async resumeAfterQuota(): Promise<void> {
    const [held] = await this.db.rows(
      `select 1 from delivery where state = 'paused' and hold_reason = 'daily-quota' limit 1`,
    );
    if (!held) return;
    const account = await this.account.refresh();
    if (!account || (account.max24HourSend >= 0 && account.sentLast24Hours >= account.max24HourSend * 0.98)) return;
    const released = await releaseHolds(this.db, 'daily-quota');
    this.logger.info({ released }, 'the daily quota of SES has room again');
  }

  private async wakePrune(): Promise<void> {
    const day = this.clock.now().toISOString().slice(0, 10);
    if (day === this.prunedOn) return;
    this.prunedOn = day;
    await this.jobs.wake('delivery.prune', { day }, { jobId: day });
  }
}
