import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { AddressHasher } from './address-hash.service.js';
import { ConditionKinds } from './condition-kinds.service.js';
import { ConditionsController } from './conditions.controller.js';
import { ConsentRecords } from './consent-records.service.js';
import { CustomerFieldsController } from './customer-fields.controller.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { CustomerRemover } from './customer-remover.service.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerTimeline } from './customer-timeline.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';
import { OptOutLedger } from './opt-out-ledger.service.js';
import { RecordCount } from './record-count.service.js';
import { CustomerFinder } from './search/customer-finder.js';
import { SegmentsController } from './segments.controller.js';
import { SegmentsService } from './segments.service.js';

/** The customer, custom fields, status, search. */
@Module({
  imports: [SettingsModule],
  controllers: [CustomerFieldsController, CustomersController, ConditionsController, SegmentsController],
  providers: [
    CustomersService,
    CustomerFieldsService,
    CustomerSearchService,
    CustomerTimeline,
    CustomerFinder,
    ConditionKinds,
    SegmentsService,
    AddressHasher,
    OptOutLedger,
    ConsentRecords,
    RecordCount,
    CustomerRemover,
  ],
  exports: [
    CustomersService,
    CustomerFieldsService,
    CustomerSearchService,
    ConditionKinds,
    SegmentsService,
    AddressHasher,
    OptOutLedger,
    ConsentRecords,
    RecordCount,
    CustomerRemover,
  ],
})
export class CustomersModule {}
