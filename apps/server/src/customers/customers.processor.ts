import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Handles } from '../platform/queue/handles.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { hasStaleCustomers } from './search/search-index.queries.js';
import { SearchIndexer } from './search/search-indexer.js';
import { findDueLift } from './suppression-lift.queries.js';
import { SuppressionLifter } from './suppression-lifter.js';

/** Background work of the customer database: the search index, suppressions to be lifted at SES. */
@Injectable()
export class CustomersProcessor {
  constructor(
    private readonly indexer: SearchIndexer,
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
}
