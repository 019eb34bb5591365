import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Handles } from '../platform/queue/handles.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { openConversionIds } from './field-conversion.queries.js';
import { FieldConverter } from './field-converter.js';
import { hasStaleCustomers } from './search/search-index.queries.js';
import { SearchIndexer } from './search/search-indexer.js';

/** Background work of the customer database: the search index, and values of fields whose type changed. */
@Injectable()
export class CustomersProcessor {
  constructor(
    private readonly indexer: SearchIndexer,
    private readonly converter: FieldConverter,
    db: Database,
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
