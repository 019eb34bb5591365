import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { GroupsService } from './groups.service.js';
import { keepCustomers } from './membership-changes.queries.js';
import { MembershipChanges } from './membership-changes.service.js';

/** How many customers are new in the group, and how many were in it before, in whatever delivery state. */
export interface Added {
  readonly addedCount: number;
  /** of the new ones: not active, since they had opted out before (J-36, C-13) */
  readonly heldBackCount: number;
  readonly alreadyCount: number;
}

/** Puts a selection of customers into a group at once; what a search finds goes in by a bulk operation. */
@Injectable()
export class MemberAdder {
  constructor(
    private readonly db: Database,
    private readonly groups: GroupsService,
    private readonly memberships: MembershipChanges,
  ) {}

  /** Safe to repeat: what is done stays done. 404 when there is no such group. */
  async addCustomers(groupId: string, customerIds: readonly string[]): Promise<Added> {
    await this.groups.assertExists(groupId);
    try {
      return await this.db.tx(async (tx) => {
        const existing = await keepCustomers(tx, customerIds);
        const joined = [...(await this.memberships.join(tx, groupId, existing, 'screen')).values()];
        const fresh = joined.filter((one) => one.isNew);
        return {
          addedCount: fresh.length,
          heldBackCount: fresh.filter((one) => one.deliveryState !== 'active').length,
          alreadyCount: joined.length - fresh.length,
        };
      });
    } catch (error) {
      const constraint =
        error instanceof QueryFailedError && (error.driverError as { constraint?: unknown }).constraint;
      if (constraint === 'group_membership_group_id_fkey') throw notFound('group');
      throw error;
    }
  }
}
