import type { Bind } from '../condition-kind.types.js';
import { compileConditions, containsPattern } from './compile-conditions.js';
import { conditionsOf, type Condition } from './conditions.js';
import { wordsOf, type CustomerQuery } from './customer-query.js';
import { textsOfConditions, tokensOfConditions, tokensOfWords } from './index-conditions.js';
import { impliedSets, type SetSql } from './member-sets.js';
import type { Vocabulary } from './read-conditions.js';

/** A query together with the words its conditions may use. */
export interface CustomerSearch {
  readonly query: CustomerQuery;
  readonly vocabulary: Vocabulary;
}

/** The whole query on customers as they are, over the alias `c`: exact, and without the search index. */
export function exactSql({ query, vocabulary }: CustomerSearch, bind: Bind): string {
  const parts = [
    ...wordsOf(query).map((word) => wordInCustomer(word, vocabulary, bind)),
    ...statusParts(query, 'c.id'),
  ];
  parts.push(...groupParts(query, 'c.id', bind));
  if (query.conditions) parts.push(compileConditions(query.conditions, vocabulary, bind));
  return parts.length === 0 ? 'true' : parts.join(' and ');
}

function wordInCustomer(word: string, vocabulary: Vocabulary, bind: Bind): string {
  const pattern = bind(containsPattern(word));
  const fields = vocabulary.fields.filter((field) => field.searchable);
  const places = [
    `c.email_normalised like ${pattern}::text`,
    ...fields.map((field) => `fold_text(c.field_values->>'${field.id.replaceAll(/\D/g, '')}') like ${pattern}::text`),
  ];
  return `coalesce(${places.join(' or ')}, false)`;
}

/** null or … is null where true or … is true, so only the last step needs the coalesce above. */
function statusParts(query: CustomerQuery, id: string): string[] {
  if (query.status === 'stopped')
    return [`exists (select from group_membership x where x.customer_id = ${id} and x.delivery_state = 'stopped')`];
  return query.status === undefined ? [] : [`c.status = '${query.status}'`];
}

function groupParts(query: CustomerQuery, id: string, bind: Bind): string[] {
  if (query.groupId === undefined) return [];
  return [
    `exists (select from group_membership x where x.customer_id = ${id} and ${membershipPart(query, bind, 'x')})`,
  ];
}

/** The state is a word of ours, written out so that the planner sees the partial index. */
function membershipPart(query: CustomerQuery, bind: Bind, alias = 'm'): string {
  const state = query.groupState === undefined ? '' : ` and ${alias}.delivery_state = '${query.groupState}'`;
  return `${alias}.group_id = ${bind(query.groupId)}::bigint${state}`;
}

/** A set of customers that can be gone through by id: the narrowest the query names. */
interface Driver {
  readonly from: string;
  readonly id: string;
  readonly where: readonly string[];
  /** the condition of the tree that holds for everybody in it */
  readonly known?: Condition | null;
  /** some of them may no longer exist */
  readonly mayBeGone?: boolean;
  /** it comes from the conditions: group and tab of the query are still to be asked */
  readonly isOfConditions?: boolean;
}

/** The sets that the conditions imply; see member-sets.ts. */
export function setsOf({ query, vocabulary }: CustomerSearch): readonly SetSql[] {
  return query.conditions ? impliedSets(query.conditions, vocabulary) : [];
}

/** A set that can be gone through newest first. */
function orderedSet(search: CustomerSearch): SetSql | undefined {
  return setsOf(search).find((set) => set(() => '').isOrdered);
}

function driverOfSet(set: SetSql, bind: Bind): Driver {
  const { sql, isOrdered, mayBeGone, condition } = set(bind);
  return {
    // offset 0: a set to be gathered is gathered first; the planner would rather walk everybody until enough are found
    from: isOrdered ? `(${sql}) m` : `(${sql} offset 0) m`,
    id: 'm.customer_id',
    where: [],
    known: condition,
    mayBeGone,
    isOfConditions: true,
  };
}

function driverOf(search: CustomerSearch, bind: Bind): Driver {
  const { query } = search;
  if (query.groupId !== undefined)
    return { from: 'group_membership m', id: 'm.customer_id', where: [membershipPart(query, bind)] };
  if (query.status === 'stopped')
    return {
      from: `(select distinct customer_id from group_membership where delivery_state = 'stopped') m`,
      id: 'm.customer_id',
      where: [],
    };
  const set = query.status === 'error' ? undefined : orderedSet(search);
  if (set) return driverOfSet(set, bind);
  if (query.status !== 'error' && usesTexts(search))
    return { from: 'customer_search s', id: 's.customer_id', where: [] };
  return { from: 'customer c', id: 'c.id', where: query.status === 'error' ? [`c.status = 'error'`] : [] };
}

/** True when fewer than all customers are gone through. */
export const isNarrow = (search: CustomerSearch): boolean => {
  const { groupId, status } = search.query;
  return groupId !== undefined || status === 'stopped' || status === 'error' || orderedSet(search) !== undefined;
};

/** True when nothing is asked of the customers gone through. */
export const isPlain = (search: CustomerSearch): boolean => {
  const { query } = search;
  const isFiltered = wordsOf(query).length > 0 || (query.conditions && conditionsOf(query.conditions).length > 0);
  return !isFiltered && (query.status === undefined || (isNarrow(search) && query.groupId === undefined));
};

/** True when the folded texts take part; rows noted as changed must then be looked at themselves. */
export function usesTexts({ query, vocabulary }: CustomerSearch): boolean {
  if (wordsOf(query).length > 0) return true;
  return query.conditions !== undefined && textsOfConditions(query.conditions, vocabulary.fields, () => '') !== null;
}

/** The tokens every hit has, over the alias `s`; null when the index cannot help. */
export function tokensSql({ query, vocabulary }: CustomerSearch, bind: Bind): string | null {
  const words = tokensOfWords(wordsOf(query), bind);
  const conditions = query.conditions ? tokensOfConditions(query.conditions, vocabulary, bind) : null;
  return [words, conditions].filter((part) => part !== null).join(' and ') || null;
}

function textsParts({ query, vocabulary }: CustomerSearch, bind: Bind): string[] {
  const words = wordsOf(query).map((word) => `s.texts like ${bind(containsPattern(word))}::text`);
  const conditions = query.conditions ? textsOfConditions(query.conditions, vocabulary.fields, bind) : null;
  return conditions === null ? words : [...words, conditions];
}

/**
 * Rows that changed since they were indexed are not asked here; staleSql finds those that match. `not in`, since it is
 * answered from one hash table (in the work_mem of CustomerFinder); an anti-join is planned as a nested loop as long as
 * the statistics remember the table of notes empty, which is its usual state.
 */
const NOT_STALE = 's.customer_id not in (select customer_id from customer_search_stale)';

/** A range of ids: from `low` up to but not including `high`; absent ends are open. */
export interface IdRange {
  readonly low?: number;
  readonly high?: number;
}

function inRange(id: string, { low, high }: IdRange): string[] {
  return [...(high === undefined ? [] : [`${id} < ${high}`]), ...(low === undefined ? [] : [`${id} >= ${low}`])];
}

/** The id that closes a stretch of `size` customers of the driver, newest first; no row when fewer are left. */
export function stretchEndSql(search: CustomerSearch, range: IdRange, size: number, bind: Bind): string {
  const driver = driverOf(search, bind);
  return `select ${driver.id}::text as id from ${driver.from}
          ${whereOf([...driver.where, ...inRange(driver.id, range)])}
          order by ${driver.id} desc offset ${size - 1} limit 1`;
}

/** Matching ids of a range by going through the driver; `what` is the select list over `id`. */
export function walkSql(search: CustomerSearch, range: IdRange, what: (id: string) => string, bind: Bind): string {
  return walkDriverSql(search, driverOf(search, bind), range, { what, bind });
}

/** Matching ids of a range by going through one of the sets that the conditions imply. */
export function walkSetSql(
  search: CustomerSearch,
  set: SetSql,
  range: IdRange,
  what: (id: string) => string,
  bind: Bind,
): string {
  return walkDriverSql(search, driverOfSet(set, bind), range, { what, bind });
}

interface Wanted {
  readonly what: (id: string) => string;
  readonly bind: Bind;
}

function walkDriverSql(search: CustomerSearch, driver: Driver, range: IdRange, { what, bind }: Wanted): string {
  const { query } = search;
  const texts = textsParts(search, bind);
  const row = rowParts(search, bind, driver.known);
  const joins: string[] = [];
  const where = [...driver.where, ...inRange(driver.id, range)];
  if (texts.length > 0) {
    if (driver.id !== 's.customer_id') {
      joins.push(`join customer_search s on s.customer_id = ${driver.id}`);
      where.push(...inRange('s.customer_id', range));
    }
    where.push(...texts, NOT_STALE);
  }
  if (row.length > 0 || driver.mayBeGone) {
    if (driver.id !== 'c.id') {
      joins.push(`join customer c on c.id = ${driver.id}`);
      where.push(...inRange('c.id', range));
    }
    where.push(...row);
  }
  if (driver.isOfConditions) where.push(...groupParts(query, driver.id, bind));
  if (query.status === 'stopped' && (driver.isOfConditions || query.groupId !== undefined))
    where.push(...statusParts(query, driver.id));
  return `select ${what(driver.id)} from ${driver.from} ${joins.join(' ')} ${whereOf(where)}`;
}

/** True when the index and the texts alone cannot decide. */
export const needsRow = (search: CustomerSearch): boolean => rowParts(search, () => '').length > 0;

/** What only the customer's row can say; `known` is a condition that needs no second look. */
function rowParts({ query, vocabulary }: CustomerSearch, bind: Bind, known: Condition | null = null): string[] {
  const status = query.status === 'stopped' ? [] : statusParts(query, 'c.id');
  const { conditions } = query;
  const isAsked = conditions !== undefined && conditionsOf(conditions).some(({ condition }) => condition !== known);
  return isAsked ? [...status, compileConditions(conditions, vocabulary, bind, known)] : status;
}

/** Counts a set, but no further than `cap`. */
export function setSizeSql(set: SetSql, cap: number, bind: Bind): string {
  return `select count(*) as count from (select 1 from (${set(bind).sql}) m limit ${cap}) counted`;
}

/** Ids (as `id`) of a range that have the tokens and texts, at most `cap`; still to be compared with the rest by hitFilterSql. */
export function hitsSql(
  search: CustomerSearch,
  range: IdRange,
  extra: string | null,
  cap: number | null,
  bind: Bind,
): string {
  const tokens = tokensSql(search, bind);
  const where = [
    // before the tokens: when rows are read one by one, comparing two lists of tokens is the dearest
    ...textsParts(search, bind),
    ...(tokens === null ? [] : [tokens]),
    ...(extra === null ? [] : [extra]),
    // + 0: the planner would and the GIN bitmap with one of a million ids
    ...inRange('(s.customer_id + 0)', range),
    NOT_STALE,
  ];
  return `select s.customer_id as id from customer_search s ${whereOf(where)} ${cap === null ? '' : `limit ${cap}`}`;
}

/** The rest of the query for hits under the alias `h`. */
export function hitFilterSql(search: CustomerSearch, bind: Bind): { joins: string; where: string } {
  const row = rowParts(search, bind);
  const { query } = search;
  const group = query.groupId === undefined ? [] : [membershipPart(query, bind)];
  const joins = [
    ...(row.length > 0 ? ['join customer c on c.id = h.id'] : []),
    ...(group.length > 0 ? ['join group_membership m on m.customer_id = h.id'] : []),
  ];
  const stopped = query.status === 'stopped' ? statusParts(query, 'h.id') : [];
  return { joins: joins.join(' '), where: whereOf([...row, ...group, ...stopped]) };
}

/**
 * Matching customers of a range among those that changed since they were indexed, compared with their own rows. Newest
 * first and one by one (`offset 0`): the planner takes folding text for cheap and would compare everybody first.
 */
export function staleSql(search: CustomerSearch, range: IdRange, what: (id: string) => string, bind: Bind): string {
  return `select ${what('t.customer_id')}
            from (select distinct customer_id from customer_search_stale
                  ${whereOf(inRange('customer_id', range))} order by customer_id desc) t
           cross join lateral (select * from customer where id = t.customer_id offset 0) c
           where ${exactSql(search, bind)}`;
}

const whereOf = (parts: readonly string[]): string => (parts.length === 0 ? '' : `where ${parts.join(' and ')}`);
