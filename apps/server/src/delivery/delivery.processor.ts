import { Injectable } from '@nestjs/common';
import { Handles } from '../platform/queue/handles.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { DeliveryLanes } from './delivery-lanes.js';
import { RecipientPlanner } from './recipient-planner.js';
import { RecipientRetention } from './recipient-retention.js';

/** The jobs of delivery; each is one call, safe to repeat. */
@Injectable()
export class DeliveryProcessor {
  constructor(
    private readonly planner: RecipientPlanner,
    private readonly lanes: DeliveryLanes,
    private readonly retention: RecipientRetention,
  ) {}

  @Handles('delivery.plan')
  async plan({ deliveryId }: JobPayloads['delivery.plan']): Promise<void> {
    const batchCount = await this.planner.plan(deliveryId);
    await this.lanes.wake(deliveryId, batchCount);
  }

  @Handles('delivery.send')
  async send({ deliveryId, lane }: JobPayloads['delivery.send']): Promise<void> {
    await this.lanes.run(deliveryId, lane);
  }

  @Handles('delivery.prune')
  async prune(): Promise<void> {
    await this.retention.prune();
  }
}
