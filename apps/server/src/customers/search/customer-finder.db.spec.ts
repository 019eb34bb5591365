import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/database.js';
import { loadDeliveries, type LoadedDeliveries } from '../../../test/delivered-customers.js';
import { loadCustomers, type LoadedCustomers } from '../../../test/million-customers.js';
import { CustomerField } from '../customer-field.entity.js';
import { binder } from '../condition-kind.types.js';
import { CustomerFinder } from './customer-finder.js';
import type { CustomerQuery } from './customer-query.js';
import { exactSql } from './customer-sql.js';
import { KINDS, TODAY } from '../../../test/search-world.js';
import type { Vocabulary } from './read-conditions.js';
import { SearchIndexer } from './search-indexer.js';

// 12,000 customers whose ids lie 40 apart: fifteen buckets of the index, and more than one stretch of a walk.
const COUNT = 12_000;
const ID_STEP = 40;

let database: TestDatabase;
let loaded: LoadedCustomers;
let deliveries: LoadedDeliveries;
let finder: CustomerFinder;
let vocabulary: Vocabulary;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  await db.rows(`alter table customer alter column id set increment by ${ID_STEP}`);
  loaded = await loadCustomers(db, COUNT);
  const fields = await db.manager.getRepository(CustomerField).find();
  deliveries = await loadDeliveries(db, loaded);
  vocabulary = { fields, kinds: KINDS, today: TODAY };
  finder = new CustomerFinder(db);
}, 240_000);

afterAll(() => database.drop());

/** By the exact SQL, which conditions.db.spec.ts compares with a reference. */
async function exactIds(query: CustomerQuery): Promise<string[]> {
  const params: unknown[] = [];
  const sql = exactSql({ query, vocabulary }, binder(params));
  const rows = await database.db.rows<{ id: string }>(
    `select c.id from customer c where ${sql} order by c.id desc`,
    params,
  );
  return rows.map((row) => row.id);
}

const find = (query: CustomerQuery, below: string | null, limit: number): Promise<string[]> =>
  finder.find({ query, vocabulary }, below, limit);

async function allPages(query: CustomerQuery, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (let below: string | null = null; ;) {
    const page = await find(query, below, limit);
    ids.push(...page);
    below = page.at(-1) ?? null;
    if (page.length < limit || below === null) return ids;
  }
}

/** Frequent, rare and absent terms, narrow sets, and everything combined. */
function queries(): CustomerQuery[] {
  const f = loaded.fields;
  const [big, , small, smallest] = loaded.groups.map((group) => group.id);
  const prefecture = { field: f.prefecture, op: 'any_of', values: ['c47'] } as const;
  const rare = { field: f.name, op: 'contains', value: '勅使河原' } as const;
  return [
    {},
    { q: 'example' },
    { q: 'yamada' },
    { q: '勅使' },
    { q: '髙' },
    { q: 'ミウラ チヒロ' },
    { q: 'ｙａｍａｄａ１１' },
    { q: 'zq' },
    { q: 'nobody at all' },
    { q: '%' },
    { q: '_' },
    { status: 'ok', q: '勅使' },
    { status: 'error' },
    { status: 'error', q: '山田' },
    { status: 'stopped' },
    { status: 'stopped', q: '山田' },
    { groupId: big },
    { groupId: smallest },
    { groupId: '999' },
    { groupId: big, q: '勅使' },
    { groupId: small, q: 'yamada' },
    { groupId: big, groupState: 'banned' },
    { groupId: big, groupState: 'stopped', status: 'error' },
    { groupId: big, status: 'stopped', q: 'sato' },
    { conditions: { all: [prefecture] } },
    { conditions: { all: [prefecture, rare] } },
    { conditions: { any: [prefecture, rare] } },
    { conditions: { any: [rare, { field: f.points, op: 'gt', value: 9900 }] } },
    { conditions: { all: [{ field: f.birthday, op: 'between', value: '1980-01-01', to: '1980-12-31' }] } },
    {
      conditions: {
        all: [
          { field: f.name, op: 'not_contains', value: '山' },
          { field: f.company, op: 'empty' },
        ],
      },
    },
    { conditions: { all: [{ field: f.interests, op: 'all_of', values: ['c1', 'c4'] }] }, q: '鈴木', groupId: big },
    {
      conditions: {
        all: [
          { kind: 'group', op: 'in', groupId: small ?? '' },
          { kind: 'status', value: 'ok' },
        ],
      },
      q: 'sato',
    },
    { conditions: { all: [] } },
    ...narrowQueries(),
  ];
}

/** Conditions that name their customers: groups, deliveries, links; alone, together, with fields, in groups. */
function narrowQueries(): CustomerQuery[] {
  const f = loaded.fields;
  const [big, , small, smallest] = loaded.groups.map((group) => group.id);
  const tokyo = { field: f.prefecture, op: 'any_of', values: ['c13'] } as const;
  const inBig = { kind: 'group', op: 'in', groupId: big } as const;
  const inSmallest = { kind: 'group', op: 'in', groupId: smallest } as const;
  const did = (op: string, deliveryId: string) => ({ kind: 'delivery', op, deliveryId });
  const clicked = { kind: 'link', op: 'clicked', deliveryId: deliveries.big, linkNo: 2 };
  const birthday = { field: f.birthday, op: 'month_day', value: '04-01' } as const;
  return [
    { conditions: { all: [inSmallest] } },
    { conditions: { all: [inBig, tokyo] } },
    { conditions: { all: [{ all: [inSmallest] }, tokyo] }, status: 'ok' },
    { conditions: { all: [inSmallest, { ...inBig, op: 'not_in' }] } },
    { conditions: { all: [{ ...inBig, states: ['stopped', 'banned'] }] }, q: 'yamada' },
    { conditions: { all: [{ kind: 'group', op: 'in', states: ['banned'] }] } },
    { conditions: { all: [{ kind: 'group', op: 'not_in' }] } },
    { conditions: { any: [inSmallest, { kind: 'group', op: 'in', groupId: small, states: ['stopped'] }] } },
    { conditions: { all: [did('opened', deliveries.small)] } },
    { conditions: { all: [did('opened', deliveries.big), tokyo] } },
    { conditions: { all: [did('not_opened', deliveries.small)] }, status: 'error' },
    { conditions: { all: [did('bounced', deliveries.big)] }, q: 'sato' },
    { conditions: { all: [did('not_received', deliveries.big), inSmallest] } },
    { conditions: { any: [did('clicked', deliveries.small), birthday] } },
    { conditions: { any: [did('clicked', deliveries.small), { field: f.name, op: 'contains', value: '勅使河原' }] } },
    { conditions: { all: [clicked] }, groupId: small },
    { conditions: { all: [{ kind: 'link', op: 'clicked', url: 'SALE' }, { any: [inSmallest, tokyo] }] } },
    { conditions: { all: [{ kind: 'link', op: 'not_clicked', deliveryId: deliveries.small, linkNo: 1 }] } },
    { conditions: { all: [birthday] } },
    { conditions: { all: [{ field: f.birthday, op: 'month', values: ['2'] }, tokyo] } },
    { conditions: { all: [{ field: f.birthday, op: 'between', value: '1990-01-15', to: '1992-06-30' }] } },
    { conditions: { all: [{ field: f.birthday, op: 'between', value: '1990-01-15', to: '1990-02-02' }] } },
    { conditions: { all: [{ field: f.birthday, op: 'before', value: '1940-02-01' }] } },
    { conditions: { all: [{ kind: 'registered', op: 'relative', value: -7, to: 0 }] } },
    { conditions: { all: [{ kind: 'registered', op: 'before', value: '2026-11-17' }, tokyo] }, groupId: big },
    { conditions: { any: [{ kind: 'registered', op: 'on', value: '2026-11-17' }, inSmallest] } },
    { conditions: { all: [{ field: 'email', op: 'contains', value: 'zq' }] } },
  ];
}

async function expectExact(): Promise<void> {
  for (const query of queries()) {
    const expected = await exactIds(query);
    expect({ query, count: await finder.count({ query, vocabulary }) }).toEqual({ query, count: expected.length });
    expect({ query, ids: await find(query, null, 51) }).toEqual({ query, ids: expected.slice(0, 51) });
    const middle = expected[Math.floor(expected.length / 2)] ?? '1';
    const below = expected.filter((id) => Number(id) < Number(middle)).slice(0, 20);
    expect({ query, ids: await find(query, middle, 20) }).toEqual({ query, ids: below });
  }
}

describe('a search finds exactly the customers that match', () => {
  test('before anything is indexed', expectExact, 240_000);

  test('when everything is indexed', async () => {
    expect(await new SearchIndexer(database.db).index()).toBe(COUNT);
    await expectExact();
  }, 240_000);

  test('page after page, nobody twice, nobody left out', async () => {
    for (const query of queries().slice(1)) {
      const expected = await exactIds(query);
      if (expected.length < 3000) expect({ query, ids: await allPages(query, 97) }).toEqual({ query, ids: expected });
    }
    expect(await allPages({ q: 'yamada' }, 200)).toEqual(await exactIds({ q: 'yamada' }));
  }, 240_000);

  test('when customers changed, came and went since they were indexed', async () => {
    const { db } = database;
    const f = loaded.fields;
    await db.rows(
      `update customer set field_values = field_values || jsonb_build_object('${f.name}', '勅使河原 変', '${f.prefecture}', 'c47') where id % 17 = 0`,
    );
    await db.rows(`update customer set field_values = field_values - '${f.name}' where id % 19 = 0`);
    await db.rows(
      `update customer set email = 'yamada-' || email, email_normalised = 'yamada-' || email_normalised where id % 23 = 0`,
    );
    await db.rows('delete from customer where id % 29 = 0');
    await db.rows(
      `insert into customer (email, email_normalised, registered_via, field_values)
       select e, e, 'csv', '{"${f.name}": "勅使河原 新"}' from (select 'new-yamada' || n || '@example.jp' as e from generate_series(1, 300) n) x`,
    );
    await expectExact();
    await new SearchIndexer(db).index();
    expect(await db.rows('select from customer_search_stale')).toEqual([]);
    await expectExact();
  }, 240_000);
});

test('people who register while somebody pages are neither repeated nor do they push anybody out', async () => {
  const before = await exactIds({ q: '鈴木' });
  const seen: string[] = [];
  for (let below: string | null = null, n = 0; ; n += 1) {
    const page = await find({ q: '鈴木' }, below, 50);
    seen.push(...page);
    below = page.at(-1) ?? null;
    if (page.length < 50) break;
    await database.db.rows(
      `insert into customer (email, email_normalised, registered_via, field_values) values ($1, $1, 'form', $2)`,
      [`late${n}@example.jp`, { [loaded.fields.name]: '鈴木 遅' }],
    );
  }
  expect(before.length).toBeGreaterThan(200);
  expect(seen).toEqual(before);
});

test('a status that changes needs no indexing', async () => {
  await new SearchIndexer(database.db).index();
  await database.db.rows(`update customer set status = 'error', error_count = 3 where id % 31 = 0`);
  expect(await database.db.rows('select from customer_search_stale')).toEqual([]);
});

test('a field that is out of use is found by what customers still have in it, although the index forgot it', async () => {
  const { db } = database;
  const [key, value] = [loaded.fields.prefecture, 'c47'];
  const query = { conditions: { all: [{ field: key, op: 'any_of', values: [value] }] } } as const;
  const before = await exactIds(query);
  await db.rows('update customer_field set retired_at = now(), searchable = false where id = $1', [key]);
  await db.rows('insert into customer_search_stale select id from customer');
  await new SearchIndexer(db).index();
  vocabulary = { ...vocabulary, fields: await db.manager.getRepository(CustomerField).find() };
  expect(before.length).toBeGreaterThan(50);
  expect(await finder.count({ query, vocabulary })).toBe(before.length);
  expect(await allPages(query, 40)).toEqual(before);
}, 60_000);
