import { Module } from '@nestjs/common';
import { ConditionKinds } from './condition-kinds.service.js';
import { ConditionsController } from './conditions.controller.js';
import { CustomerFieldsController } from './customer-fields.controller.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerTimeline } from './customer-timeline.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';
import { CustomerFinder } from './search/customer-finder.js';
import { SegmentsController } from './segments.controller.js';
import { SegmentsService } from './segments.service.js';

/** The customer, custom fields, status, search. */
@Module({
  controllers: [CustomerFieldsController, CustomersController, ConditionsController, SegmentsController],
  providers: [
    CustomersService,
    CustomerFieldsService,
    CustomerSearchService,
    CustomerTimeline,
    CustomerFinder,
    ConditionKinds,
    SegmentsService,
  ],
  exports: [CustomersService, CustomerFieldsService, CustomerSearchService, ConditionKinds, SegmentsService],
})
export class CustomersModule {}
