import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { AppError, invalid, invalidField, type FieldError } from '../platform/http/app-error.js';
import { binder, type Bind } from './condition-kind.types.js';
import { ConditionKinds } from './condition-kinds.service.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { checkReferents, lookUpReferents } from './search/condition-referents.js';
import { conditionsOf, isFieldCondition, STORED_LIMITS, type ConditionTree } from './search/conditions.js';
import { CustomerFinder, SEARCH_TOO_SLOW } from './search/customer-finder.js';
import type { CustomerQuery } from './search/customer-query.js';
import { exactSql } from './search/customer-sql.js';
import { dayInJapan } from './search/day-conditions.js';
import { describeConditions, type ConditionsInWords, type Referents } from './search/describe-conditions.js';
import { readConditions, type Vocabulary } from './search/read-conditions.js';
import { Segment } from './segment.entity.js';

export type { ConditionsInWords, ConditionTree, CustomerQuery };

/** Somebody waits for a count while building conditions; what takes longer is told as such. */
const COUNT_TIMEOUT_MS = 5_000;

type QueryInput = Omit<CustomerQuery, 'conditions'> & {
  readonly conditions?: unknown;
  readonly segmentId?: string | undefined;
};

/** A condition on a field out of use: it finds what the field held then, and no value that came since. */
interface RetiredCondition {
  /** e.g. conditions.all.2 */
  readonly path: string;
  readonly label: string;
}

/** Stored conditions as people read them; `problem` names the part that makes no sense any more. */
export interface ReviewedConditions extends ConditionsInWords {
  readonly problem: FieldError | null;
  readonly retired: readonly RetiredCondition[];
}

/** The door to searching customers: reading queries from outside, finding, counting, and SQL for acting on sets. */
@Injectable()
export class CustomerSearchService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly finder: CustomerFinder,
    private readonly fields: CustomerFieldsService,
    private readonly kinds: ConditionKinds,
  ) {}

  /**
   * A query as it comes from outside; `conditions` is JSON text or the tree itself, and a segment's conditions hold
   * beside them. 422 names what is wrong.
   */
  async read({ q, status, groupId, groupState, conditions, segmentId }: QueryInput): Promise<CustomerQuery> {
    const given = typeof conditions === 'string' ? parseJson(conditions) : conditions;
    const trees = [
      ...(segmentId === undefined ? [] : [await this.readSegment(segmentId)]),
      ...(given === undefined ? [] : [await this.readConditions(given)]),
    ].filter((tree) => conditionsOf(tree).length > 0);
    const [tree] = trees;
    if (tree === undefined) return { q, status, groupId, groupState };
    return { q, status, groupId, groupState, conditions: trees.length > 1 ? { all: trees } : tree };
  }

  /** A condition tree as it is stored; 422 names what is wrong. */
  async readConditions(input: unknown, em: EntityManager = this.db.manager): Promise<ConditionTree> {
    const vocabulary = await this.vocabulary(em);
    const tree = readConditions(input, vocabulary);
    checkReferents(tree, vocabulary, await lookUpReferents(em, [tree], vocabulary));
    return tree;
  }

  /** Stored trees in words, and why those cannot be used that no longer can. */
  async review(trees: readonly ConditionTree[], em: EntityManager = this.db.manager): Promise<ReviewedConditions[]> {
    const vocabulary = await this.vocabulary(em);
    const referents = await lookUpReferents(em, trees, vocabulary);
    return trees.map((tree) => ({
      ...describeConditions(tree, vocabulary, referents),
      problem: problemOf(() => checkStored(tree, vocabulary, referents)),
      retired: retiredIn(tree, vocabulary),
    }));
  }

  /** 422 when a stored tree speaks of what is gone since: it would mean other people than it was made for. */
  async assertUsable(tree: ConditionTree, em: EntityManager = this.db.manager): Promise<void> {
    const vocabulary = await this.vocabulary(em);
    checkStored(tree, vocabulary, await lookUpReferents(em, [tree], vocabulary));
  }

  /** Up to `limit` ids of matching customers below `below` (null: from the newest), newest first. */
  async find(query: CustomerQuery, below: string | null, limit: number): Promise<string[]> {
    return this.finder.find({ query, vocabulary: await this.vocabulary() }, below, limit);
  }

  /** Exactly how many customers match. */
  async count(query: CustomerQuery): Promise<number> {
    return this.finder.count({ query, vocabulary: await this.vocabulary() });
  }

  /** The same for somebody who waits; null when it takes too long. */
  async countQuickly(query: CustomerQuery): Promise<number | null> {
    try {
      return await this.finder.count({ query, vocabulary: await this.vocabulary() }, COUNT_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof AppError && error.code === SEARCH_TOO_SLOW) return null;
      throw error;
    }
  }

  /**
   * The query as a boolean over the alias `c` (customer), never null, for set-based statements; values are appended
   * to `params`. Exact and without the search index. A stored tree goes in as `{ conditions: tree }`.
   */
  async sqlOf(query: CustomerQuery, params: unknown[], em?: EntityManager): Promise<string> {
    const bind: Bind = binder(params);
    return exactSql({ query, vocabulary: await this.vocabulary(em) }, bind);
  }

  /** The conditions of a segment, read anew: what they name may have changed since they were stored. */
  private async readSegment(id: string): Promise<ConditionTree> {
    const segment = await this.db.manager.getRepository(Segment).findOneBy({ id });
    if (!segment) throw invalidField('segmentId', 'not-found', 'does not exist');
    try {
      return await this.readConditions(segment.conditions);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const broken = { field: 'segmentId', code: 'segment-broken', message: `${segment.name}: ${error.message}` };
      throw invalid([{ ...broken, params: { name: segment.name } }, ...error.errors]);
    }
  }

  private async vocabulary(em?: EntityManager): Promise<Vocabulary> {
    return { fields: await this.fields.listAll(em), kinds: this.kinds, today: dayInJapan(this.clock.now()) };
  }
}

function checkStored(tree: ConditionTree, vocabulary: Vocabulary, referents: Referents): void {
  checkReferents(readConditions(tree, vocabulary, STORED_LIMITS), vocabulary, referents);
}

function retiredIn(tree: ConditionTree, { fields }: Vocabulary): RetiredCondition[] {
  return conditionsOf(tree).flatMap(({ path, condition }) => {
    const field = isFieldCondition(condition) ? fields.find(({ id }) => id === condition.field) : undefined;
    return field?.retiredAt ? [{ path, label: field.label }] : [];
  });
}

function problemOf(check: () => void): FieldError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.errors[0] ?? { field: 'conditions', code: error.code, message: error.message };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField('conditions', 'malformed-conditions', 'must be JSON');
  }
}
