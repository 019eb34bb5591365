import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Handles } from '../platform/queue/handles.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { openConversionIds } from './field-conversion.queries.js';
import { FieldConverter } from './field-converter.js';
import { hasStaleCustomers } from './search/search-index.queries.js';
import { SearchIndexer } from './search/search-indexer.js';
import { findDueLift } from './suppression-lift.queries.js';
import { SuppressionLifter } from './suppression-lifter.js';

/** Background work of the customer database: search index, fields whose type changed, suppressions to lift at SES. */
@Injectable()
export class CustomersProcessor {
  constructor(
    private readonly indexer: SearchIndexer,
    private readonly converter: FieldConverter,
    private readonly lifter: SuppressionLifter,
    db: Database,
    clock: Clock,
    jobs: JobQueue,
    sweeps: Sweeps,
  ) {
    sweeps.register({
      name: 'customers.index',
      sweep: async () => {
        if (await hasStaleCustomers(db.manager))
          await jobs.wake('customers.index', { reason: 'sweep' }, { jobId: 'sweep' });
      },
    });
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
}
