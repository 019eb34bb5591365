import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { CustomerSearchService } from '../customers/customer-search.service.js';
import type { RegistrationRoute } from '../customers/customer.types.js';
import { Database } from '../platform/database/database.js';
import { invalidField, notFound } from '../platform/http/app-error.js';
import { GroupsService } from './groups.service.js';
import { keepCustomers } from './membership-changes.queries.js';
import { MembershipChanges } from './membership-changes.service.js';

/** Customers of one statement, so that no transaction holds its locks for more than a second or two. */
const BATCH = 10_000;

interface Joining {
  readonly groupId: string;
  readonly via: RegistrationRoute;
}

/** How many customers are new in the group, and how many were in it before, in whatever delivery state. */
export interface Added {
  readonly addedCount: number;
  /** of the new ones: not active, since they had opted out before (J-36, C-13) */
  readonly heldBackCount: number;
  readonly alreadyCount: number;
}

/** Puts sets of customers into groups, in parts. */
@Injectable()
export class MemberAdder {
  constructor(
    private readonly db: Database,
    private readonly search: CustomerSearchService,
    private readonly groups: GroupsService,
    private readonly memberships: MembershipChanges,
  ) {}

  /** Either the named customers or all that a search finds. Safe to repeat: what is done stays done. */
  async addCustomers(
    groupId: string,
    wanted: { readonly customerIds?: readonly string[]; readonly all?: Parameters<CustomerSearchService['read']>[0] },
    via: RegistrationRoute,
  ): Promise<Added> {
    const { customerIds, all } = wanted;
    if ((customerIds === undefined) === (all === undefined))
      throw invalidField('customerIds', 'required', 'give either customerIds or all');
    await this.groups.assertExists(groupId);
    const join = { groupId, via };
    if (customerIds) return this.add(join, customerIds);
    const query = await this.search.read(all ?? {});
    const total = { addedCount: 0, heldBackCount: 0, alreadyCount: 0 };
    for (let below: string | null = null; ;) {
      const ids = await this.search.find(query, below, BATCH);
      if (ids.length === 0) return total;
      const part = await this.add(join, ids);
      total.addedCount += part.addedCount;
      total.heldBackCount += part.heldBackCount;
      total.alreadyCount += part.alreadyCount;
      below = ids.at(-1) ?? null;
    }
  }

  private async add({ groupId, via }: Joining, ids: readonly string[]): Promise<Added> {
    try {
      return await this.db.tx(async (tx) => {
        const joined = [...(await this.memberships.join(tx, groupId, await keepCustomers(tx, ids), via)).values()];
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
