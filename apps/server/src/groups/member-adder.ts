import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { GroupsService } from './groups.service.js';

/** How many customers are new in the group, and how many were in it before, in whatever delivery state. */
export interface Added {
  readonly addedCount: number;
  readonly alreadyCount: number;
}

/** Puts a selection of customers into a group at once. Joining is not a change of a delivery state, so none is written. */
@Injectable()
export class MemberAdder {
  constructor(
    private readonly db: Database,
    private readonly groups: GroupsService,
  ) {}

  /**
   * Safe to repeat: what is done stays done. A customer deleted between the look and the insert breaks the statement,
   * not the request: it is simply done again.
   */
  async addCustomers(groupId: string, customerIds: readonly string[]): Promise<Added> {
    await this.groups.assertExists(groupId);
    for (;;) {
      try {
        const { changedCount, alreadyCount } = await this.groups.addMany(this.db.manager, groupId, customerIds);
        return { addedCount: changedCount, alreadyCount };
      } catch (error) {
        const constraint =
          error instanceof QueryFailedError && (error.driverError as { constraint?: unknown }).constraint;
        if (constraint === 'group_membership_group_id_fkey') throw notFound('group');
        if (constraint !== 'group_membership_customer_id_fkey') throw error;
      }
    }
  }
}
