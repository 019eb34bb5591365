import { Module } from '@nestjs/common';
import { CustomerRetention } from './customer-retention.js';
import { CustomersModule } from './customers.module.js';
import { CustomersProcessor } from './customers.processor.js';
import { SesModule } from '../platform/ses/ses.module.js';
import { SuppressionLifter } from './suppression-lifter.js';
import { SearchIndexer } from './search/search-indexer.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({
  imports: [CustomersModule, SesModule],
  providers: [CustomersProcessor, SearchIndexer, SuppressionLifter, CustomerRetention],
})
export class CustomersWorkerModule {}
