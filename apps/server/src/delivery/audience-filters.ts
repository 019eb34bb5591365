import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CustomerSearchService, type ConditionTree } from '../customers/customer-search.service.js';
import type { AudienceFilter } from './planning.queries.js';

/** The search conditions that narrow a delivery's group: checked when they come in, compiled when they are needed. */
@Injectable()
export class AudienceFilters {
  constructor(private readonly search: CustomerSearchService) {}

  /** The conditions as they are stored with the delivery; 422 names what is wrong. */
  read(input: unknown): Promise<ConditionTree | null> {
    return input === null || input === undefined ? Promise.resolve(null) : this.search.readConditions(input);
  }

  /** Stored conditions as SQL; null: the whole group. */
  async compile(em: EntityManager, stored: unknown): Promise<AudienceFilter | null> {
    if (stored === null || stored === undefined) return null;
    const params: unknown[] = [];
    const sql = await this.search.sqlOf({ conditions: stored as ConditionTree }, params, em);
    return { sql, params };
  }
}
