import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/database.js';
import { binder } from '../condition-kind.types.js';
import type { FieldType } from '../field.types.js';
import { compileConditions } from './compile-conditions.js';
import { isFieldCondition, opsOf, type ConditionNode, type ConditionTree, type FieldCondition } from './conditions.js';
import { CustomerFinder } from './customer-finder.js';
import { fold } from './grams.js';
import { aWorld, Dice, TEXTS, type Person, type World } from '../../../test/search-world.js';
import { randomCondition, randomTree } from '../../../test/random-conditions.js';
import { holds } from '../../../test/condition-reference.js';
import { SearchIndexer } from './search-indexer.js';

const dice = new Dice(20261123);
let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await aWorld(database.db, 120, dice);
}, 60_000);

afterAll(() => database.drop());

async function idsBySql(tree: ConditionTree): Promise<string[]> {
  const params: unknown[] = [];
  const sql = compileConditions(tree, world.vocabulary, binder(params));
  const rows = await database.db.rows<{ id: string }>(`select c.id from customer c where ${sql} order by c.id`, params);
  return rows.map((row) => row.id);
}

const typeOf = (fieldId: string): FieldType => world.vocabulary.fields.find(({ id }) => id === fieldId)?.type ?? 'text';
const idsOf = (matches: (person: Person) => boolean): string[] => world.people.filter(matches).map(({ id }) => id);
const idsInWords = (node: ConditionNode): string[] => idsOf((person) => holds(node, person, typeOf));

describe('C-24 conditions', () => {
  test('each operator alone means the same in SQL as in words, empty values included', async () => {
    const asked = new Set<string>();
    for (let i = 0; i < 1500; i += 1) {
      const condition = randomCondition(world, dice);
      asked.add(isFieldCondition(condition) ? `${typeOf(condition.field)} ${condition.op}` : condition.kind);
      const ids = await idsBySql({ all: [condition] });
      expect({ condition, ids }).toEqual({ condition, ids: idsInWords(condition) });
    }
    const everyOperator = world.vocabulary.fields.flatMap(({ type }) => opsOf(type).map((op) => `${type} ${op}`));
    const kinds = ['status', 'error_count', 'registered', 'updated', 'registered_via', 'group', 'delivery', 'link'];
    expect([...asked]).toEqual(expect.arrayContaining([...everyOperator, ...kinds]));
  }, 60_000);

  test('all or any of several, in groups inside each other', async () => {
    for (let i = 0; i < 500; i += 1) {
      const tree = randomTree(world, dice);
      expect({ tree, ids: await idsBySql(tree) }).toEqual({ tree, ids: idsInWords(tree) });
    }
  }, 60_000);

  test('pages and counts find the same, before and after indexing', async () => {
    const finder = new CustomerFinder(database.db);
    const expectFound = async (): Promise<void> => {
      for (let i = 0; i < 150; i += 1) {
        const conditions = randomTree(world, dice);
        const search = { query: { conditions }, vocabulary: world.vocabulary };
        const ids = idsInWords(conditions).reverse();
        expect({ conditions, ids: await finder.find(search, null, 200) }).toEqual({ conditions, ids });
        expect({ conditions, count: await finder.count(search) }).toEqual({ conditions, count: ids.length });
      }
    };
    await expectFound();
    await new SearchIndexer(database.db).index();
    await expectFound();
  }, 90_000);

  test('no condition holds for everybody', async () => {
    expect(await idsBySql({ all: [] })).toHaveLength(world.people.length);
    expect(await idsBySql({ any: [] })).toHaveLength(world.people.length);
  });

  test('a field that is gone is empty for everybody', async () => {
    const matches = async (op: FieldCondition['op']): Promise<number> =>
      (await idsBySql({ all: [{ field: '999', op, value: 'a', values: ['c1'] }] })).length;
    for (const op of ['empty', 'not_contains', 'not_equals', 'none_of'] as const)
      expect([op, await matches(op)]).toEqual([op, world.people.length]);
    for (const op of ['not_empty', 'contains', 'equals', 'any_of', 'all_of', 'lt', 'relative', 'month'] as const)
      expect([op, await matches(op)]).toEqual([op, 0]);
  });

  test('values are parameters: nothing in them is SQL', async () => {
    const text = world.vocabulary.fields[0]?.id ?? '';
    const date = world.vocabulary.fields[3]?.id ?? '';
    for (const value of [`' or true --`, `'; drop table customer; --`, `\\' or 1=1`, '%" or ""="']) {
      const params: unknown[] = [];
      const sql = compileConditions(
        {
          all: [
            { field: text, op: 'contains', value },
            { field: date, op: 'on', value },
            { field: date, op: 'month_day', value },
            { kind: 'status', value },
            { kind: 'registered_via', op: 'any_of', values: [value] },
            {
              any: [
                { kind: 'group', op: 'in', groupId: value, states: [value] },
                { kind: 'delivery', op: value, deliveryId: value },
                { kind: 'link', op: 'clicked', url: value },
                { kind: 'link', op: value, deliveryId: value, linkNo: value },
              ],
            },
          ],
        },
        world.vocabulary,
        binder(params),
      );
      expect(sql).not.toContain(value);
      expect(await idsBySql({ all: [{ field: text, op: 'equals', value }] })).toEqual([]);
      expect(await idsBySql({ all: [{ kind: 'status', value }] })).toEqual([]);
      expect(await idsBySql({ any: [{ all: [{ kind: 'link', op: 'clicked', url: value }] }] })).toEqual([]);
    }
    expect(await database.db.rows('select from customer')).toHaveLength(world.people.length);
  });

  test('the id of a field is digits, whatever its row says', () => {
    const hostile = { id: `1' or true --`, label: '', type: 'text', choices: [], searchable: true } as const;
    const sql = compileConditions(
      { all: [{ field: hostile.id, op: 'empty' }] },
      { ...world.vocabulary, fields: [hostile] },
      binder([]),
    );
    expect(sql).toBe(`(((c.field_values->>'1') is null))`);
  });
});

describe('folding is the same in the database', () => {
  test.each([...TEXTS, 'Straße', 'ǅ', 'ﬁ', '①②', 'が', 'か\u3099', 'ヴ', '½', 'Å'])('%j', async (text) => {
    const [row] = await database.db.rows<{ folded: string }>('select fold_text($1) as folded', [text]);
    expect(row?.folded).toBe(fold(text));
  });
});
