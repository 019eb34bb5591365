import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { AddressFollower } from './address-follower.js';
import { CustomerMembershipsController } from './customer-memberships.controller.js';
import { GroupEraser } from './group-eraser.js';
import { GroupConditions } from './group-condition.js';
import { GroupsController } from './groups.controller.js';
import { GroupsService } from './groups.service.js';
import { MemberAdder } from './member-adder.js';
import { MembershipChanges } from './membership-changes.service.js';
import { MembershipUndo } from './membership-undo.service.js';
import { StateSyncController } from './state-sync.controller.js';
import { StateSyncService } from './state-sync.service.js';

/** Delivery groups and memberships. */
@Module({
  imports: [CustomersModule, SettingsModule],
  controllers: [GroupsController, CustomerMembershipsController, StateSyncController],
  providers: [
    GroupsService,
    MembershipChanges,
    MembershipUndo,
    MemberAdder,
    StateSyncService,
    GroupConditions,
    GroupEraser,
    AddressFollower,
  ],
  exports: [GroupsService, MembershipChanges, MembershipUndo],
})
export class GroupsModule {}
