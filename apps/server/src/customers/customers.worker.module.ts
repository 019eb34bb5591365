import { Module } from '@nestjs/common';
import { SesModule } from '../platform/ses/ses.module.js';
import { CustomerRetention } from './customer-retention.js';
import { CustomersModule } from './customers.module.js';
import { CustomersProcessor } from './customers.processor.js';
import { FieldConverter } from './field-converter.js';
import { BulkOperationRunner } from './bulk/bulk-operation-runner.js';
import { BulkOperationsProcessor } from './bulk/bulk-operations.processor.js';
import { CustomerExportPruner } from './export/customer-export-pruner.js';
import { CustomerExportRunner } from './export/customer-export-runner.js';
import { CustomerExportsProcessor } from './export/customer-exports.processor.js';
import { PersonEraser } from './person-eraser.js';
import { SearchIndexer } from './search/search-indexer.js';
import { SuppressionLifter } from './suppression-lifter.js';

/** Job handlers and sweeps; only the worker role loads it. */
@Module({
  imports: [CustomersModule, SesModule],
  providers: [
    CustomersProcessor,
    SearchIndexer,
    FieldConverter,
    SuppressionLifter,
    CustomerRetention,
    PersonEraser,
    BulkOperationRunner,
    BulkOperationsProcessor,
    CustomerExportRunner,
    CustomerExportPruner,
    CustomerExportsProcessor,
  ],
})
export class CustomersWorkerModule {}
