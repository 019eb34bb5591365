import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { CustomerMembershipsController } from './customer-memberships.controller.js';
import { GroupBulkOperations } from './group-bulk-operations.js';
import { GroupConditions } from './group-condition.js';
import { GroupsController } from './groups.controller.js';
import { GroupsService } from './groups.service.js';
import { MemberAdder } from './member-adder.js';

/** Delivery groups and memberships. */
@Module({
  imports: [CustomersModule],
  controllers: [GroupsController, CustomerMembershipsController],
  providers: [GroupsService, MemberAdder, GroupConditions, GroupBulkOperations],
  exports: [GroupsService],
})
export class GroupsModule {}
