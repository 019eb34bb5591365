import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidField } from '../platform/http/app-error.js';
import { binder, type Bind } from './condition-kind.types.js';
import { ConditionKinds } from './condition-kinds.service.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { CustomerFinder } from './search/customer-finder.js';
import type { CustomerQuery } from './search/customer-query.js';
import { exactSql } from './search/customer-sql.js';
import type { ConditionTree } from './search/conditions.js';
import { readConditions, type Vocabulary } from './search/read-conditions.js';

export type { ConditionTree, CustomerQuery };

/** The door to searching customers: reading queries from outside, finding, counting, and SQL for acting on sets. */
@Injectable()
export class CustomerSearchService {
  constructor(
    private readonly finder: CustomerFinder,
    private readonly fields: CustomerFieldsService,
    private readonly kinds: ConditionKinds,
  ) {}

  /** A query as it comes from outside; `conditions` is JSON text or the tree itself. 422 names what is wrong. */
  async read(input: Omit<CustomerQuery, 'conditions'> & { readonly conditions?: unknown }): Promise<CustomerQuery> {
    const { q, status, groupId, groupState, conditions } = input;
    if (conditions === undefined) return { q, status, groupId, groupState };
    const tree = typeof conditions === 'string' ? parseJson(conditions) : conditions;
    return { q, status, groupId, groupState, conditions: await this.readConditions(tree) };
  }

  /** A condition tree as it is stored; 422 names what is wrong. */
  async readConditions(input: unknown): Promise<ConditionTree> {
    return readConditions(input, await this.vocabulary());
  }

  /** Up to `limit` ids of matching customers below `below` (null: from the newest), newest first. */
  async find(query: CustomerQuery, below: string | null, limit: number): Promise<string[]> {
    return this.finder.find({ query, vocabulary: await this.vocabulary() }, below, limit);
  }

  /** Exactly how many customers match. */
  async count(query: CustomerQuery): Promise<number> {
    return this.finder.count({ query, vocabulary: await this.vocabulary() });
  }

  /**
   * The query as a boolean over the alias `c` (customer), never null, for set-based statements; values are appended
   * to `params`. Exact and without the search index. A stored tree goes in as `{ conditions: tree }`.
   */
  async sqlOf(query: CustomerQuery, params: unknown[], em?: EntityManager): Promise<string> {
    const bind: Bind = binder(params);
    return exactSql({ query, vocabulary: await this.vocabulary(em) }, bind);
  }

  private async vocabulary(em?: EntityManager): Promise<Vocabulary> {
    return { fields: await this.fields.listAll(em), kinds: this.kinds };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField('conditions', 'malformed-conditions', 'must be JSON');
  }
}
