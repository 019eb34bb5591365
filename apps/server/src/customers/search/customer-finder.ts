import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { Database, rowsOf } from '../../platform/database/database.js';
import { AppError } from '../../platform/http/app-error.js';
import { binder, type Bind } from '../condition-kind.types.js';
import {
  hitFilterSql,
  hitsSql,
  needsRow,
  setsOf,
  setSizeSql,
  staleSql,
  tokensSql,
  usesTexts,
  walkSetSql,
  walkSql,
  type CustomerSearch,
} from './customer-sql.js';
import type { SetSql } from './member-sets.js';
import { PageSearch } from './page-search.js';

/** The refusal of a search that takes too long. */
export const SEARCH_TOO_SLOW = 'search-too-slow';
/** No statement of a search may run longer. */
const TIMEOUT_MS = 20_000;
/** When a larger part of a sample has the tokens, reading everything is quicker than going through the index. */
const FREQUENT = 0.1;
/** The same when each hit's customer must be read too. */
const FREQUENT_WITH_ROW = 0.04;

/** A set that the conditions imply is counted through when it has no more members than this. */
const SMALL_SET = 50_000;

/** Finds and counts customers by text, status, group and conditions. */
@Injectable()
export class CustomerFinder {
  constructor(private readonly db: Database) {}

  /** Up to `limit` matching ids below `below` (null: from the newest), newest first. */
  find(search: CustomerSearch, below: string | null, limit: number): Promise<string[]> {
    return this.inSnapshot(async (tx) => {
      // a page takes milliseconds; starting parallel workers would take longer than it saves
      await rowsOf(tx, 'set local max_parallel_workers_per_gather = 0');
      const [newest] = await rowsOf<{ id: string }>(tx, 'select coalesce(max(id), 0) as id from customer');
      const end = Number(newest?.id ?? 0) + 1;
      return new PageSearch(tx, search, limit).run(below === null ? end : Math.min(end, Number(below)));
    });
  }

  /** Exactly how many customers match. */
  count(search: CustomerSearch, timeoutMs = TIMEOUT_MS): Promise<number> {
    return this.inSnapshot((tx) => countMatches(tx, search), timeoutMs);
  }

  /** One snapshot for all statements, so that a row being indexed meanwhile counts once; 503 when one takes too long. */
  private async inSnapshot<T>(work: (tx: EntityManager) => Promise<T>, timeoutMs = TIMEOUT_MS): Promise<T> {
    try {
      return await this.db.tx(async (tx) => {
        await rowsOf(tx, 'set transaction isolation level repeatable read, read only');
        await rowsOf(
          tx,
          `select set_config('statement_timeout', $1, true), set_config('jit', 'off', true),
                  set_config('work_mem', '256MB', true)`,
          [String(timeoutMs)],
        );
        return work(tx);
      });
    } catch (error) {
      if (isTimeout(error))
        throw new AppError(503, SEARCH_TOO_SLOW, 'The search took too long: narrow it down or try again later.');
      throw error;
    }
  }
}

/** PostgreSQL's query_canceled. */
function isTimeout(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: unknown }).code === '57014';
}

async function countMatches(tx: EntityManager, search: CustomerSearch): Promise<number> {
  const set = await smallSet(tx, search);
  const isIndexed = set === null && tokensSql(search, binder([])) !== null && !(await isFrequent(tx, search));
  const count = (): string => 'count(*) as count';
  const walk = (bind: Bind): string =>
    set === null ? walkSql(search, {}, count, bind) : walkSetSql(search, set, {}, count, bind);
  if (!isIndexed && !usesTexts(search)) return countOf(tx, walk);
  // hits are few by the sample above; the planner thinks of many and would read every row of both tables
  if (isIndexed) await rowsOf(tx, 'set local enable_seqscan = off');
  const indexed = await countOf(tx, (bind) => {
    if (!isIndexed) return walk(bind);
    const hits = hitsSql(search, {}, null, null, bind);
    const filter = hitFilterSql(search, bind);
    return `select count(*) as count from (${hits}) h ${filter.joins} ${filter.where}`;
  });
  return indexed + (await countOf(tx, (bind) => staleSql(search, {}, count, bind)));
}

/** The first set the conditions imply that is worth going through instead of everybody or the index. */
async function smallSet(tx: EntityManager, search: CustomerSearch): Promise<SetSql | null> {
  for (const set of setsOf(search)) {
    const size = await countOf(tx, (bind) => setSizeSql(set, SMALL_SET + 1, bind));
    if (size <= SMALL_SET) return set;
  }
  return null;
}

/** Looks at the tokens of one row in five hundred. */
async function isFrequent(tx: EntityManager, search: CustomerSearch): Promise<boolean> {
  const params: unknown[] = [];
  const tokens = tokensSql(search, binder(params));
  const [sample] = await rowsOf<{ hits: string; rows: string }>(
    tx,
    `select count(*) filter (where ${tokens}) as hits, count(*) as rows from customer_search s tablesample system (0.2)`,
    params,
  );
  const limit = needsRow(search) ? FREQUENT_WITH_ROW : FREQUENT;
  return sample !== undefined && Number(sample.hits) > Number(sample.rows) * limit;
}

async function countOf(tx: EntityManager, sql: (bind: Bind) => string): Promise<number> {
  const params: unknown[] = [];
  const [row] = await rowsOf<{ count: string }>(tx, sql(binder(params)), params);
  return Number(row?.count ?? 0);
}
