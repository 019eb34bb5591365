import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Handles } from '../platform/queue/handles.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { CustomerRetention } from './customer-retention.js';
import { findOpenErasures } from './erasures.queries.js';
import { PersonEraser } from './person-eraser.js';
import { openConversionIds } from './field-conversion.queries.js';
import { FieldConverter } from './field-converter.js';
import { hasStaleCustomers } from './search/search-index.queries.js';
import { SearchIndexer } from './search/search-indexer.js';
import { findDueLift } from './suppression-lift.queries.js';
import { SuppressionLifter } from './suppression-lifter.js';

/** How often a new day is looked for. */
const PRUNE_CHECK_MS = 3_600_000;

/**
 * Background work of the customer database: search index, fields whose type changed, suppressions to lift at SES,
 * erasures, and forgetting what its time is over.
 */
@Injectable()
export class CustomersProcessor {
  private prunedOn = '';

  constructor(
    private readonly indexer: SearchIndexer,
    private readonly converter: FieldConverter,
    private readonly lifter: SuppressionLifter,
    private readonly retention: CustomerRetention,
    private readonly eraser: PersonEraser,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly db: Database,
    sweeps: Sweeps,
  ) {
    sweeps.register({
      name: 'customers.index',
      sweep: async () => {
        if (await hasStaleCustomers(db.manager))
          await jobs.wake('customers.index', { reason: 'sweep' }, { jobId: 'sweep' });
      },
    });
    sweeps.register({ name: 'customers.erase', sweep: () => this.wakeErasures() });
    sweeps.register({ name: 'customers.prune', sweep: () => this.wakePrune(), everyMs: PRUNE_CHECK_MS });
    sweeps.register({
      name: 'customers.convert',
      sweep: async () => {
        for (const conversionId of await openConversionIds(db.manager))
          await jobs.wake('customers.convert', { conversionId }, { jobId: `convert-${conversionId}` });
      },
    });
    sweeps.register({
      name: 'customers.lift-suppressions',
      sweep: async () => {
        if (await findDueLift(db.manager, clock.now()))
          await jobs.wake('customers.lift-suppressions', { reason: 'sweep' }, { jobId: 'sweep' });
      },
    });
  }

  @Handles('customers.lift-suppressions')
  async liftSuppressions(_payload: JobPayloads['customers.lift-suppressions']): Promise<void> {
    await this.lifter.liftDue();
  }

  @Handles('customers.index')
  async index(_payload: JobPayloads['customers.index']): Promise<void> {
    await this.indexer.index();
  }

  @Handles('customers.convert')
  async convert({ conversionId }: JobPayloads['customers.convert']): Promise<void> {
    await this.converter.convert(conversionId);
  }

  @Handles('customers.prune')
  async prune(_payload: JobPayloads['customers.prune']): Promise<void> {
    await this.retention.prune();
  }

  @Handles('customers.erase')
  async erase({ erasureId }: JobPayloads['customers.erase']): Promise<void> {
    await this.eraser.erase(erasureId);
  }

  private async wakeErasures(): Promise<void> {
    for (const erasureId of await findOpenErasures(this.db.manager, 100))
      await this.jobs.wake('customers.erase', { erasureId }, { jobId: erasureId });
  }

  private async wakePrune(): Promise<void> {
    const day = this.clock.now().toISOString().slice(0, 10);
    if (day === this.prunedOn) return;
    this.prunedOn = day;
    await this.jobs.wake('customers.prune', { day }, { jobId: day });
  }
}
