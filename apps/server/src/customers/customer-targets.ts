import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, rowsOf } from '../platform/database/database.js';
import { invalidField } from '../platform/http/app-error.js';
import { CustomerSearchService, type CustomerQuery } from './customer-search.service.js';

/** Whom a bulk operation or an export means, as it is stored: everything a search finds, or a selection by id. */
export type CustomerTarget = { readonly query: CustomerQuery } | { readonly customerIds: readonly string[] };

/** The two columns of a target; a check constraint says that exactly one of them is there. */
export function toTarget(query: CustomerQuery | null, customerIds: readonly string[] | null): CustomerTarget {
  return query ? { query } : { customerIds: customerIds ?? [] };
}

/** The same as it comes from outside. */
export interface CustomerTargetInput {
  readonly customerIds?: readonly string[] | undefined;
  readonly all?: Parameters<CustomerSearchService['read']>[0] | undefined;
}

/**
 * Goes through the customers of a target, newest to oldest. Whoever matches when their turn comes is meant, so a long
 * way through is no snapshot; but nobody comes twice, and nobody who matches all the time is forgotten.
 */
@Injectable()
export class CustomerTargets {
  constructor(
    private readonly db: Database,
    private readonly search: CustomerSearchService,
  ) {}

  /** 422 names what is wrong. */
  async read({ customerIds, all }: CustomerTargetInput): Promise<CustomerTarget> {
    if ((customerIds === undefined) === (all === undefined))
      throw invalidField('target', 'required', 'give either customerIds or all');
    if (customerIds === undefined) return { query: await this.search.read(all ?? {}) };
    if (customerIds.length === 0) throw invalidField('target.customerIds', 'required', 'name at least one customer');
    return { customerIds: [...new Set(customerIds)] };
  }

  /** How many customers are meant now. */
  async count(target: CustomerTarget): Promise<number> {
    if ('query' in target) return this.search.count(target.query);
    const [row] = await this.db.rows<{ count: string }>('select count(*) from customer where id = any ($1::bigint[])', [
      target.customerIds,
    ]);
    return Number(row?.count ?? 0);
  }

  /** The place to start from: whoever is registered later is not meant. */
  async start(): Promise<string> {
    const [row] = await this.db.rows<{ id: string }>('select coalesce(max(id), 0) + 1 as id from customer');
    return row?.id ?? '1';
  }

  /**
   * Up to `limit` ids below `below`, newest first; none at the end. 422 when a condition speaks of what is gone
   * meanwhile: without it other people would be meant.
   */
  async next(target: CustomerTarget, below: string, limit: number): Promise<readonly string[]> {
    if ('query' in target) {
      if (target.query.conditions) await this.search.assertUsable(target.query.conditions);
      return this.search.find(target.query, below, limit);
    }
    return target.customerIds
      .filter((id) => BigInt(id) < BigInt(below))
      .sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1))
      .slice(0, limit);
  }

  /**
   * Those of the ids who exist and match at this moment, locked until the transaction ends. A row that was just changed
   * by somebody else is compared as it is now. In the order of ids, so that two of these never wait in a circle.
   */
  async lock(
    tx: EntityManager,
    target: CustomerTarget,
    ids: readonly string[],
    strength: 'key share' | 'update',
  ): Promise<readonly string[]> {
    const params: unknown[] = [ids];
    const where = await this.matchSql(target, params, tx);
    const rows = await rowsOf<{ id: string }>(
      tx,
      `select c.id from customer c where c.id = any ($1::bigint[]) and ${where} order by c.id for ${strength} of c`,
      params,
    );
    return rows.map((row) => row.id);
  }

  /** The target as a boolean over the alias `c`, beside a restriction to some ids; values are appended to `params`. */
  async matchSql(target: CustomerTarget, params: unknown[], em?: EntityManager): Promise<string> {
    return 'query' in target ? this.search.sqlOf(target.query, params, em) : 'true';
  }
}
