import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { AddressChanges } from './address-changes.service.js';
import { AddressHasher } from './address-hash.service.js';
import { ConditionKinds } from './condition-kinds.service.js';
import { ConditionsController } from './conditions.controller.js';
import { ConsentRecordsController } from './consent-records.controller.js';
import { ConsentRecords } from './consent-records.service.js';
import { ConsentsCsv } from './consents-csv.js';
import { CustomerEraser } from './customer-eraser.js';
import { CustomerErrorsController } from './customer-errors.controller.js';
import { CustomerErrors } from './customer-errors.service.js';
import { CustomerFieldsController } from './customer-fields.controller.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { CustomerRemover } from './customer-remover.service.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerTimeline } from './customer-timeline.js';
import { CustomerUndo } from './customer-undo.service.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';
import { Erasers } from './erasers.service.js';
import { ErasuresController } from './erasures.controller.js';
import { Erasures } from './erasures.service.js';
import { LaunderingDetector } from './laundering-detector.service.js';
import { OptOutImages } from './opt-out-images.service.js';
import { OptOutLedger } from './opt-out-ledger.service.js';
import { RecordCount } from './record-count.service.js';
import { FieldTypeChanges } from './field-type-changes.service.js';
import { FieldTypePreview } from './field-type-preview.js';
import { CustomerFinder } from './search/customer-finder.js';
import { SegmentsController } from './segments.controller.js';
import { SegmentsService } from './segments.service.js';

/** The customer, custom fields, status, search. */
@Module({
  imports: [SettingsModule],
  controllers: [
    CustomerFieldsController,
    CustomersController,
    CustomerErrorsController,
    ConsentRecordsController,
    ErasuresController,
    ConditionsController,
    SegmentsController,
  ],
  providers: [
    CustomersService,
    CustomerErrors,
    CustomerFieldsService,
    FieldTypeChanges,
    FieldTypePreview,
    CustomerSearchService,
    CustomerTimeline,
    ConsentsCsv,
    CustomerEraser,
    Erasures,
    Erasers,
    CustomerFinder,
    ConditionKinds,
    AddressChanges,
    SegmentsService,
    AddressHasher,
    OptOutLedger,
    OptOutImages,
    ConsentRecords,
    RecordCount,
    CustomerRemover,
    CustomerUndo,
    LaunderingDetector,
  ],
  exports: [
    CustomersService,
    CustomerErrors,
    CustomerFieldsService,
    CustomerSearchService,
    ConditionKinds,
    AddressChanges,
    SegmentsService,
    AddressHasher,
    OptOutLedger,
    OptOutImages,
    ConsentRecords,
    RecordCount,
    CustomerRemover,
    CustomerUndo,
    LaunderingDetector,
    Erasers,
  ],
})
export class CustomersModule {}
