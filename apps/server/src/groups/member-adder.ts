import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { CustomerSearchService } from '../customers/customer-search.service.js';
import type { RegistrationRoute } from '../customers/customer.types.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { invalidField, notFound } from '../platform/http/app-error.js';
import { insertMembers } from './groups.queries.js';
import { GroupsService } from './groups.service.js';

/** Customers of one statement, so that no transaction holds its locks for more than a second or two. */
const BATCH = 10_000;

type Joining = Parameters<typeof insertMembers>[1];

/** How many customers are new in the group, and how many were in it before, in whatever delivery state. */
export interface Added {
  readonly addedCount: number;
  readonly alreadyCount: number;
}

/** Puts sets of customers into groups. Joining is not a change of a delivery state, so none is written. */
@Injectable()
export class MemberAdder {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly search: CustomerSearchService,
    private readonly groups: GroupsService,
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
    const join = { groupId, via, now: this.clock.now() };
    if (customerIds) return this.add(join, customerIds);
    const query = await this.search.read(all ?? {});
    const total = { addedCount: 0, alreadyCount: 0 };
    for (let below: string | null = null; ;) {
      const ids = await this.search.find(query, below, BATCH);
      if (ids.length === 0) return total;
      const part = await this.add(join, ids);
      total.addedCount += part.addedCount;
      total.alreadyCount += part.alreadyCount;
      below = ids.at(-1) ?? null;
    }
  }

  /** A customer deleted between the look and the insert breaks the statement, not the request: it is simply done again. */
  private async add(join: Joining, ids: readonly string[]): Promise<Added> {
    for (;;) {
      try {
        const { matched, added } = await insertMembers(this.db.manager, join, ids);
        return { addedCount: added, alreadyCount: matched - added };
      } catch (error) {
        const constraint =
          error instanceof QueryFailedError && (error.driverError as { constraint?: unknown }).constraint;
        if (constraint === 'group_membership_group_id_fkey') throw notFound('group');
        if (constraint !== 'group_membership_customer_id_fkey') throw error;
      }
    }
  }
}
