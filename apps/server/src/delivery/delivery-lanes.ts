import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { BatchSender } from './batch-sender.js';
import { SendGate } from './send-gate.js';
import { nextBatchAt } from './sending.queries.js';
import { finishDeliveries } from './sweeping.queries.js';

/** Lanes of one delivery over all workers; a lane works on one batch at a time. */
const LANES = 16;
/** After this long a lane queues up again, so that deliveries take turns. */
const SLICE_MS = 20_000;
/** A batch due within this time is waited for; for later ones the sweep wakes a lane. */
const WAIT_MS = 2_000;

/** Runs the batches of deliveries in lanes: jobs that several workers take side by side. */
@Injectable()
export class DeliveryLanes {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly sender: BatchSender,
    private readonly gate: SendGate,
  ) {}

  /** Wakes as many lanes as there are batches to claim. */
  async wake(deliveryId: string, batchCount: number): Promise<void> {
    const lanes = Array.from({ length: Math.min(batchCount, LANES) }, (_, lane) => lane);
    await Promise.all(lanes.map((lane) => this.wakeLane(deliveryId, lane)));
  }

  /** Sends batches until none is left, the slice is over, or the worker ends. */
  async run(deliveryId: string, lane: number): Promise<void> {
    const until = this.clock.now().getTime() + SLICE_MS;
    for (let waits = 0; waits < 2 && !this.gate.isStopping;) {
      if (this.clock.now().getTime() >= until) return this.wakeLane(deliveryId, otherHalf(lane));
      if (await this.sender.sendBatch(deliveryId)) {
        waits = 0;
        continue;
      }
      const waitMs = await this.msToNextBatch(deliveryId);
      if (waitMs === null || waitMs > WAIT_MS) break;
      if (++waits < 2) await sleep(waitMs); // twice in vain: another lane has it
    }
    await finishDeliveries(this.db, this.clock.now());
  }

  /** A job id is refused while its job runs, so a lane queues up again under the other of its two ids. */
  private wakeLane(deliveryId: string, lane: number): Promise<void> {
    return this.jobs.wake('delivery.send', { deliveryId, lane }, { jobId: `${deliveryId}/${lane}` });
  }

  /** Null: nothing becomes due by waiting. At least a few milliseconds, since another lane may be faster. */
  private async msToNextBatch(deliveryId: string): Promise<number | null> {
    const nextAt = await nextBatchAt(this.db, deliveryId);
    return nextAt && Math.max(20, nextAt.getTime() - this.clock.now().getTime());
  }
}

const otherHalf = (lane: number): number => (lane + LANES) % (2 * LANES);
