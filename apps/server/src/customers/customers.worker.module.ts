import { Module } from '@nestjs/common';
import { BulkOperationRunner } from './bulk/bulk-operation-runner.js';
import { BulkOperationsProcessor } from './bulk/bulk-operations.processor.js';
import { CustomersModule } from './customers.module.js';
import { CustomersProcessor } from './customers.processor.js';
import { CustomerExportPruner } from './export/customer-export-pruner.js';
import { CustomerExportRunner } from './export/customer-export-runner.js';
import { CustomerExportsProcessor } from './export/customer-exports.processor.js';
import { SearchIndexer } from './search/search-indexer.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({
  imports: [CustomersModule],
  providers: [
    CustomersProcessor,
    SearchIndexer,
    BulkOperationRunner,
    BulkOperationsProcessor,
    CustomerExportRunner,
    CustomerExportPruner,
    CustomerExportsProcessor,
  ],
})
export class CustomersWorkerModule {}
