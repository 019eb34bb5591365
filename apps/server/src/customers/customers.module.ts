import { Module } from '@nestjs/common';
import { ConditionKinds } from './condition-kinds.service.js';
import { CustomerFieldsController } from './customer-fields.controller.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { CustomerSearchService } from './customer-search.service.js';
import { CustomerTimeline } from './customer-timeline.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';
import { CustomerFinder } from './search/customer-finder.js';

/** The customer, custom fields, status, search. */
@Module({
  controllers: [CustomerFieldsController, CustomersController],
  providers: [
    CustomersService,
    CustomerFieldsService,
    CustomerSearchService,
    CustomerTimeline,
    CustomerFinder,
    ConditionKinds,
  ],
  exports: [CustomersService, CustomerFieldsService, CustomerSearchService, ConditionKinds],
})
export class CustomersModule {}
