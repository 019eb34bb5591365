import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { CustomerSearchService, type CustomerQuery } from '../customers/customer-search.service.js';
import type { RegistrationRoute } from '../customers/customer.types.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { invalidField, notFound } from '../platform/http/app-error.js';
import { insertMembers } from './groups.queries.js';
import { GroupsService } from './groups.service.js';

/** Up to this many customers the search finds them by its index; beyond that all customers are gone through. */
const FEW = 10_000;
/** Ids of one statement, so that no transaction holds its locks for more than a second or two. */
const RANGE = 50_000;

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
    if (customerIds) return this.addIds(join, customerIds);
    const query = await this.search.read(all ?? {});
    const few = await this.search.find(query, null, FEW + 1);
    return few.length <= FEW ? this.addIds(join, few) : this.addByRanges(join, query);
  }

  private addIds(join: Joining, ids: readonly string[]): Promise<Added> {
    return this.add(join, 'c.id = any ($1::bigint[])', [ids]);
  }

  private async addByRanges(join: Joining, query: CustomerQuery): Promise<Added> {
    const [last] = await this.db.rows<{ id: string }>('select coalesce(max(id), 0) as id from customer');
    const total = { addedCount: 0, alreadyCount: 0 };
    for (let low = 0; low <= Number(last?.id); low += RANGE) {
      const params: unknown[] = [low, low + RANGE];
      const sql = await this.search.sqlOf(query, params);
      const part = await this.add(join, `c.id >= $1::bigint and c.id < $2::bigint and ${sql}`, params);
      total.addedCount += part.addedCount;
      total.alreadyCount += part.alreadyCount;
    }
    return total;
  }

  /** A customer deleted between the look and the insert breaks the statement, not the request: it is simply done again. */
  private async add(join: Joining, sql: string, params: readonly unknown[]): Promise<Added> {
    for (;;) {
      try {
        const { matched, added } = await insertMembers(this.db.manager, join, { sql, params });
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
