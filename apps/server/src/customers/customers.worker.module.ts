import { Module } from '@nestjs/common';
import { CustomerRetention } from './customer-retention.js';
import { CustomersModule } from './customers.module.js';
import { CustomersProcessor } from './customers.processor.js';
import { PersonEraser } from './person-eraser.js';
import { SearchIndexer } from './search/search-indexer.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({ imports: [CustomersModule], providers: [CustomersProcessor, SearchIndexer, CustomerRetention, PersonEraser] })
export class CustomersWorkerModule {}
