import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/database.js';
import { aCustomer, aField, aGroup, aMembership } from '../../../test/factories.js';
import { GROUP_CONDITION } from '../../groups/group-condition.js';
import type { FieldValues } from '../field.types.js';
import { binder } from '../condition-kind.types.js';
import { compileConditions } from './compile-conditions.js';
import type { Condition, ConditionTree, FieldCondition } from './conditions.js';
import { CUSTOMER_CONDITION_KINDS } from './customer-condition-kinds.js';
import { fold } from './grams.js';
import type { Vocabulary } from './read-conditions.js';

const CHOICES = ['c1', 'c2', 'c3'];
const TEXTS = [
  '山田 太郎',
  'ヤマダ タロウ',
  'ﾔﾏﾀﾞ',
  '㈱髙﨑',
  'Taro',
  'TARO YAMADA',
  'ｔａｒｏ',
  '100%',
  '1_0',
  'a\\b',
  "O'Brien",
  '"q"',
  ' or ',
  '--',
  '\u0130stanbul',
  'ΟΔΟΣ',
  '𠮷野家',
];
const DATES = ['1980-04-01', '1980-04-02', '1999-12-31', '2000-02-29', '2026-11-23'];
const PREFECTURES = ['01', '13', '27', '47'];
const PHONES = ['03-1234-5678', '090-1234-5678', '+12125550123'];
const POSTAL_CODES = ['100-0001', '060-0001'];
const NUMBERS = [-3.25, 0, 1, 10, 100, 1000.5, 999999999999];

let database: TestDatabase;
let vocabulary: Vocabulary;
let seed = 20261123;
const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;

interface Person {
  readonly id: string;
  readonly email: string;
  readonly values: FieldValues;
  readonly groups: Readonly<Record<string, string>>;
}
const people: Person[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const choices = CHOICES.map((id) => ({ id, label: id }));
  const fields = [
    await aField(db, { type: 'text', searchable: true }),
    await aField(db, { type: 'long_text' }),
    await aField(db, { type: 'number' }),
    await aField(db, { type: 'date' }),
    await aField(db, { type: 'single_choice', choices }),
    await aField(db, { type: 'multiple_choice', choices }),
    await aField(db, { type: 'checkbox' }),
    await aField(db, { type: 'prefecture' }),
    await aField(db, { type: 'phone' }),
    await aField(db, { type: 'postal_code' }),
  ];
  const kinds = new Map([...CUSTOMER_CONDITION_KINDS, GROUP_CONDITION].map((kind) => [kind.kind, kind]));
  vocabulary = { fields, kinds };
  const groups = [await aGroup(db), await aGroup(db)];
  for (let i = 0; i < 120; i += 1) {
    const values = Object.fromEntries(
      fields.flatMap(({ id, type }) => (random(3) === 0 ? [] : [[id, randomValue(type)]])),
    ) as FieldValues;
    const email = `${pick(['taro', 'Hanako', 'x_y', 'ken'])}${i}@example.jp`;
    const { id } = await aCustomer(db, { email, fieldValues: values });
    const memberships: Record<string, string> = {};
    for (const group of groups) {
      if (random(2) === 0) continue;
      const deliveryState = pick(['active', 'stopped', 'banned'] as const);
      await aMembership(db, { groupId: group.id, customerId: id, deliveryState });
      memberships[group.id] = deliveryState;
    }
    people.push({ id, email: email.toLowerCase(), values, groups: memberships });
  }
});

afterAll(() => database.drop());

function randomValue(type: string): string | number | boolean | string[] {
  if (type === 'checkbox') return random(2) === 0;
  if (type === 'prefecture') return pick(PREFECTURES);
  if (type === 'phone') return pick(PHONES);
  if (type === 'postal_code') return pick(POSTAL_CODES);
  if (type === 'number') return pick(NUMBERS);
  if (type === 'date') return pick(DATES);
  if (type === 'single_choice') return pick(CHOICES);
  if (type === 'multiple_choice') return CHOICES.filter((_, i) => i === 0 || random(2) === 0);
  return pick(TEXTS);
}

/** C-24 in plain words, without SQL: the reference. */
function holds(condition: Condition, person: Person): boolean {
  if (!('field' in condition)) {
    const state = person.groups[String(condition.groupId)];
    const states = condition.states as readonly string[] | undefined;
    const isIn = state !== undefined && (states === undefined || states.includes(state));
    return condition.op === 'in' ? isIn : !isIn;
  }
  const { op, value, to, values = [] } = condition as FieldCondition;
  const actual = condition.field === 'email' ? person.email : person.values[String(condition.field)];
  const text = typeof actual === 'string' ? fold(actual) : '';
  const term = fold(String(value));
  const isList = typeof actual === 'object';
  const has = (id: string): boolean => (isList ? actual.includes(id) : actual === id);
  const type = vocabulary.fields.find(({ id }) => id === condition.field)?.type ?? 'text';
  const known = actual !== undefined;
  switch (op) {
    case 'empty':
      return !known;
    case 'not_empty':
      return known;
    case 'contains':
      return known && text.includes(term);
    case 'not_contains':
      return !(known && text.includes(term));
    case 'starts_with':
      return known && text.startsWith(term);
    case 'ends_with':
      return known && text.endsWith(term);
    case 'equals':
      return known && (type === 'number' ? actual === value : text === term);
    case 'not_equals':
      return !(known && (type === 'number' ? actual === value : text === term));
    case 'on':
      return actual === value;
    case 'lt':
      return known && Number(actual) < Number(value);
    case 'lte':
      return known && Number(actual) <= Number(value);
    case 'gt':
      return known && Number(actual) > Number(value);
    case 'gte':
      return known && Number(actual) >= Number(value);
    case 'before':
      return known && String(actual) < String(value);
    case 'after':
      return known && String(actual) > String(value);
    case 'between':
      return type === 'number'
        ? known && Number(actual) >= Number(value) && Number(actual) <= Number(to)
        : known && String(actual) >= String(value) && String(actual) <= String(to);
    case 'checked':
      return actual === true;
    case 'not_checked':
      return actual !== true;
    case 'any_of':
      return known && values.some(has);
    case 'all_of':
      return known && values.every(has);
    case 'none_of':
      return !(known && values.some(has));
  }
}

function randomCondition(): Condition {
  if (random(8) === 0) {
    const states = random(2) === 0 ? {} : { states: [pick(['active', 'stopped', 'banned'])] };
    return { kind: 'group', op: pick(['in', 'not_in']), groupId: String(1 + random(2)), ...states };
  }
  if (random(8) === 0)
    return {
      field: 'email',
      op: pick(['contains', 'starts_with', 'not_equals']),
      value: pick(['TARO', 'x_y', 'o1', '@', '%']),
    };
  const { id, type } = pick(vocabulary.fields);
  if (random(6) === 0) return { field: id, op: pick(['empty', 'not_empty']) };
  switch (type) {
    case 'number':
      return {
        field: id,
        op: pick(['equals', 'not_equals', 'lt', 'lte', 'gt', 'gte', 'between']),
        value: pick(NUMBERS),
        to: pick(NUMBERS),
      };
    case 'date':
      return { field: id, op: pick(['on', 'before', 'after', 'between']), value: pick(DATES), to: pick(DATES) };
    case 'checkbox':
      return { field: id, op: pick(['checked', 'not_checked']) };
    case 'prefecture':
      return {
        field: id,
        op: pick(['any_of', 'none_of']),
        values: PREFECTURES.filter(() => random(2) === 0).concat('13'),
      };
    case 'single_choice':
      return { field: id, op: pick(['any_of', 'none_of']), values: CHOICES.filter(() => random(2) === 0).concat('c1') };
    case 'multiple_choice':
      return {
        field: id,
        op: pick(['any_of', 'all_of', 'none_of']),
        values: CHOICES.filter(() => random(2) === 0).concat('c2'),
      };
    default: {
      const term = pick(type === 'phone' ? PHONES : type === 'postal_code' ? POSTAL_CODES : TEXTS);
      const start = random(term.length);
      const part =
        Array.from(term)
          .slice(start, start + 3)
          .join('') || term;
      return {
        field: id,
        op: pick(['contains', 'not_contains', 'equals', 'not_equals', 'starts_with', 'ends_with']),
        value: pick([part, term]),
      };
    }
  }
}

async function idsBySql(tree: ConditionTree): Promise<string[]> {
  const params: unknown[] = [];
  const sql = compileConditions(tree, vocabulary, binder(params));
  const rows = await database.db.rows<{ id: string }>(`select c.id from customer c where ${sql} order by c.id`, params);
  return rows.map((row) => row.id);
}

const idsOf = (matches: (person: Person) => boolean): string[] => people.filter(matches).map(({ id }) => id);

describe('C-24 conditions', () => {
  test('each operator alone means the same in SQL as in words, empty values included', async () => {
    for (let i = 0; i < 600; i += 1) {
      const condition = randomCondition();
      const ids = await idsBySql({ all: [condition] });
      expect({ condition, ids }).toEqual({ condition, ids: idsOf((person) => holds(condition, person)) });
    }
  });

  test('all of several, or any of several', async () => {
    for (let i = 0; i < 200; i += 1) {
      const conditions = Array.from({ length: 1 + random(4) }, randomCondition);
      expect(await idsBySql({ all: conditions })).toEqual(idsOf((p) => conditions.every((c) => holds(c, p))));
      expect(await idsBySql({ any: conditions })).toEqual(idsOf((p) => conditions.some((c) => holds(c, p))));
    }
  });

  test('no condition holds for everybody', async () => {
    expect(await idsBySql({ all: [] })).toHaveLength(people.length);
    expect(await idsBySql({ any: [] })).toHaveLength(people.length);
  });

  test('a field that is gone is empty for everybody', async () => {
    const matches = async (op: FieldCondition['op']): Promise<number> =>
      (await idsBySql({ all: [{ field: '999', op, value: 'a', values: ['c1'] }] })).length;
    for (const op of ['empty', 'not_contains', 'not_equals', 'none_of'] as const)
      expect([op, await matches(op)]).toEqual([op, people.length]);
    for (const op of ['not_empty', 'contains', 'equals', 'any_of', 'all_of', 'lt'] as const)
      expect([op, await matches(op)]).toEqual([op, 0]);
  });

  test('values are parameters: nothing in them is SQL', async () => {
    const text = vocabulary.fields[0]?.id ?? '';
    for (const value of [`' or true --`, `'; drop table customer; --`, `\\' or 1=1`, '%" or ""="']) {
      const params: unknown[] = [];
      const sql = compileConditions(
        {
          all: [
            { field: text, op: 'contains', value },
            { kind: 'status', value },
            { kind: 'group', op: 'in', groupId: value, states: [value] },
          ],
        },
        vocabulary,
        binder(params),
      );
      expect(sql).not.toContain(value);
      expect(await idsBySql({ all: [{ field: text, op: 'equals', value }] })).toEqual([]);
      expect(await idsBySql({ all: [{ kind: 'status', value }] })).toEqual([]);
    }
    expect(await database.db.rows('select from customer')).toHaveLength(people.length);
  });

  test('the id of a field is digits, whatever its row says', () => {
    const hostile = { id: `1' or true --`, type: 'text', choices: [], searchable: true } as const;
    const sql = compileConditions(
      { all: [{ field: hostile.id, op: 'empty' }] },
      { ...vocabulary, fields: [hostile] },
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
