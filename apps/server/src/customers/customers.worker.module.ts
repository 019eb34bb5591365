import { Module } from '@nestjs/common';
import { SesModule } from '../platform/ses/ses.module.js';
import { CustomerRetention } from './customer-retention.js';
import { CustomersModule } from './customers.module.js';
import { CustomersProcessor } from './customers.processor.js';
import { FieldConverter } from './field-converter.js';
import { PersonEraser } from './person-eraser.js';
import { SearchIndexer } from './search/search-indexer.js';
import { SuppressionLifter } from './suppression-lifter.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({
  imports: [CustomersModule, SesModule],
  providers: [CustomersProcessor, SearchIndexer, FieldConverter, SuppressionLifter, CustomerRetention, PersonEraser],
})
export class CustomersWorkerModule {}
