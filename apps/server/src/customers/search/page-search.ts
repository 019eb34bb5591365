import type { EntityManager } from 'typeorm';
import { rowsOf } from '../../platform/database/database.js';
import { binder, type Bind } from '../condition-kind.types.js';
import {
  hitFilterSql,
  hitsSql,
  isNarrow,
  isPlain,
  needsRow,
  setsOf,
  setSizeSql,
  staleSql,
  stretchEndSql,
  tokensSql,
  usesTexts,
  walkSetSql,
  walkSql,
  type CustomerSearch,
  type IdRange,
} from './customer-sql.js';
import { BUCKET_SIZE, bucketToken } from './grams.js';
import { hasAny } from './index-conditions.js';
import type { SetSql } from './member-sets.js';

/** Customers compared one by one before the index is asked: a frequent term fills its page from them. */
const STRETCH = 4_000;
/** The same within a group or a rare status, where each costs a look into another table. */
const NARROW_STRETCH = 1_500;
/** A narrow set that ends within so many more is better walked than looked for in the index. */
const NARROW_REST = 6_000;
/** A set that the conditions imply is gone through when it has no more members than this. */
const SMALL_SET = 20_000;
/** The same when the index can be asked instead. */
const SMALL_SET_BESIDE_INDEX = 12_000;
/** Hits of the index that one statement looks at; more means that the window was too wide. */
const HIT_CAP = 8_000;
/** A look into the index costs as much as some thousand hits, so a window is made for no fewer than this. */
const WORTHWHILE_HITS = 1_500;
/** Windows up to this wide name their buckets; wider ones take everything below. */
const MAX_BUCKETS = 64;

/**
 * One search for a page. Walks through the newest customers; when they do not fill the page it asks the index, window
 * by window, each as wide as the matches seen so far suggest. Customers that changed since they were indexed are
 * compared with their own rows, so the result is exact at any time. One use only, in one snapshot.
 */
export class PageSearch {
  /** what the walk and the index found, all of it above the present position */
  private readonly matches: string[] = [];
  private staleMatches: string[] = [];
  /** ids gone through; with the matches it tells how wide the next window must be */
  private span = 0;

  constructor(
    private readonly tx: EntityManager,
    private readonly search: CustomerSearch,
    private readonly limit: number,
  ) {}

  /** Matching ids below `below`, newest first. */
  async run(below: number): Promise<string[]> {
    const isIndexed = tokensSql(this.search, binder([])) !== null;
    if (isIndexed || usesTexts(this.search))
      this.staleMatches = await this.ids((bind) => staleSql(this.search, { high: below }, asId, bind));
    const sets = setsOf(this.search);
    const isShort = isNarrow(this.search) || sets.length > 0;
    let high: number | null = isPlain(this.search)
      ? await this.walkRest(below)
      : await this.walkStretch(below, isShort ? NARROW_STRETCH : STRETCH);
    if (high !== null && this.isOpen && isNarrow(this.search) && (await this.endOf(high, NARROW_REST)) === undefined)
      high = await this.walkRest(high);
    if (high !== null && this.isOpen && sets.length > 0)
      high = await this.walkSmallSet(high, sets, isIndexed ? SMALL_SET_BESIDE_INDEX : SMALL_SET);
    if (high !== null && this.isOpen && isShort && !isNarrow(this.search)) high = await this.walkStretch(high, STRETCH);
    if (high !== null && this.isOpen && !isIndexed) {
      // everything may have to be read: here parallel workers pay
      await rowsOf(this.tx, 'set local max_parallel_workers_per_gather to default');
      high = sets[0] && !isNarrow(this.search) ? await this.walkSet(high, sets[0]) : await this.walkRest(high);
    }
    let buckets = Infinity;
    while (high !== null && this.isOpen) ({ high, buckets } = await this.askIndex(high, buckets));
    return [...new Set([...this.matches, ...this.staleMatches])]
      .sort((a, b) => Number(b) - Number(a))
      .slice(0, this.limit);
  }

  private get isOpen(): boolean {
    return this.matches.length < this.limit;
  }

  /** Walks through `size` customers below `high`; returns where it stopped, null at the end. */
  private async walkStretch(high: number, size: number): Promise<number | null> {
    const low = await this.endOf(high, size);
    const range = low === undefined ? { high } : { high, low };
    this.matches.push(...(await this.ids((bind) => walkSql(this.search, range, asId, bind))));
    if (low === undefined) return null;
    this.span += high - low;
    return low;
  }

  /** The id that closes a stretch of `size` customers below `high`; undefined when there are fewer. */
  private async endOf(high: number, size: number): Promise<number | undefined> {
    const [end] = await this.rows<{ id: string }>((bind) => stretchEndSql(this.search, { high }, size, bind));
    return end === undefined ? undefined : Number(end.id);
  }

  private async walkRest(high: number): Promise<null> {
    this.matches.push(...(await this.ids((bind) => walkSql(this.search, { high }, asId, bind))));
    return null;
  }

  /** Walks through the first of the sets that is small; returns `high` again when none is. */
  private async walkSmallSet(high: number, sets: readonly SetSql[], limit: number): Promise<number | null> {
    for (const set of sets) {
      const [size] = await this.rows<{ count: string }>((bind) => setSizeSql(set, limit + 1, bind));
      if (Number(size?.count) <= limit) return this.walkSet(high, set);
    }
    return high;
  }

  private async walkSet(high: number, set: SetSql): Promise<null> {
    this.matches.push(...(await this.ids((bind) => walkSetSql(this.search, set, { high }, asId, bind))));
    return null;
  }

  /** Asks the index for the window below `high`, narrower than `atMost` buckets; a window with too many hits is retried. */
  private async askIndex(high: number, atMost: number): Promise<{ high: number | null; buckets: number }> {
    const top = Math.floor((high - 1) / BUCKET_SIZE);
    const buckets = Math.min(this.bucketsNeeded(), atMost);
    const isRest = buckets > Math.min(top, MAX_BUCKETS);
    const range: IdRange = isRest ? { high } : { high, low: (top - buckets + 1) * BUCKET_SIZE };
    const hasRoom = isRest ? top > 0 : buckets > 1;
    const { hitCount, ids } = await this.hits(range, isRest ? [] : bucketsFrom(top, buckets), hasRoom ? HIT_CAP : null);
    if (hasRoom && hitCount > HIT_CAP)
      return { high, buckets: Math.max(1, Math.floor(Math.min(buckets, top + 1, MAX_BUCKETS) / 4)) };
    this.matches.push(...ids);
    if (range.low === undefined) return { high: null, buckets };
    this.span += high - range.low;
    return { high: range.low === 0 ? null : range.low, buckets: atMost * 2 };
  }

  /** Half again as wide as needed when matches go on as often as so far. */
  private bucketsNeeded(): number {
    const matchesPerId = Math.max(this.matches.length, 0.5) / this.span;
    const needed = 1.5 * (this.limit - this.matches.length);
    // when hits are compared with more than their texts, far more than the matches may have to be looked at
    const isFiltered = isNarrow(this.search) || needsRow(this.search);
    const wanted = isFiltered ? needed : Math.max(needed, WORTHWHILE_HITS);
    return Math.ceil(wanted / matchesPerId / BUCKET_SIZE);
  }

  private async hits(
    range: IdRange,
    buckets: readonly number[],
    cap: number | null,
  ): Promise<{ hitCount: number; ids: string[] }> {
    const [row] = await this.rows<{ hit_count: string; ids: string[] | null }>((bind) => {
      const window = buckets.length === 0 ? null : hasAny(buckets.map(bucketToken), bind);
      const hits = hitsSql(this.search, range, window, cap === null ? null : cap + 1, bind);
      const filter = hitFilterSql(this.search, bind);
      // the case keeps a window that is too wide from being compared in vain
      return `with hits as materialized (${hits}), counted as materialized (select count(*) as hit_count from hits)
              select hit_count, case when hit_count <= ${cap ?? 'hit_count'} then
                       array(select h.id::text from hits h ${filter.joins} ${filter.where}
                              order by h.id desc limit ${this.limit}) end as ids
                from counted`;
    });
    return { hitCount: Number(row?.hit_count ?? 0), ids: row?.ids ?? [] };
  }

  private async ids(sql: (bind: Bind) => string): Promise<string[]> {
    const rows = await this.rows<{ id: string }>((bind) => `${sql(bind)} order by id desc limit ${this.limit}`);
    return rows.map((row) => row.id);
  }

  private rows<Row>(sql: (bind: Bind) => string): Promise<Row[]> {
    const params: unknown[] = [];
    return rowsOf<Row>(this.tx, sql(binder(params)), params);
  }
}

const asId = (id: string): string => `${id} as id`;

const bucketsFrom = (top: number, count: number): number[] => Array.from({ length: count }, (_, i) => top - i);
