import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { SettingsService } from '../settings/settings.service.js';
import { MembershipChanges } from './membership-changes.service.js';
import { findRestrictedCustomers, moveAlignment, readAlignment } from './state-alignment.queries.js';

/** Customers of one transaction. */
const BATCH = 1_000;

/** Gives customers with mixed states the most restrictive of them, batch by batch; a killed worker goes on behind the last. */
@Injectable()
export class StateAligner {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly settings: SettingsService,
    private readonly memberships: MembershipChanges,
  ) {}

  /** Works until everybody is aligned; returns quietly when nobody has asked for it. */
  async align(): Promise<void> {
    while (await this.alignBatch()) continue;
  }

  private alignBatch(): Promise<boolean> {
    return this.db.tx(async (tx) => {
      const alignment = await readAlignment(tx, true);
      if (!alignment || alignment.finishedAt) return false;
      const isOn = (await this.settings.read(tx)).syncDeliveryStates;
      const ids = isOn ? await findRestrictedCustomers(tx, alignment.lastCustomerId, BATCH) : [];
      const aligned = await this.memberships.align(tx, ids, alignment.requestedBy);
      const isLast = ids.length < BATCH;
      const lastCustomerId = ids.at(-1) ?? alignment.lastCustomerId;
      await moveAlignment(tx, { lastCustomerId, aligned, finishedAt: isLast ? this.clock.now() : null });
      return !isLast;
    });
  }
}
