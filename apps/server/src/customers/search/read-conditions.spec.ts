import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../platform/http/app-error.js';
import { CUSTOMER_CONDITION_KINDS } from './customer-condition-kinds.js';
import { readConditions, type Vocabulary } from './read-conditions.js';

const choices = [
  { id: 'c1', label: '赤' },
  { id: 'c2', label: '青', retired: true },
];
const vocabulary: Vocabulary = {
  fields: [
    { id: '1', label: 'お名前', type: 'text', choices: [], searchable: true },
    { id: '2', label: 'number', type: 'number', choices: [], searchable: false },
    { id: '3', label: 'date', type: 'date', choices: [], searchable: false },
    { id: '4', label: 'single_choice', type: 'single_choice', choices, searchable: false },
    { id: '5', label: 'multiple_choice', type: 'multiple_choice', choices, searchable: false },
    { id: '6', label: 'checkbox', type: 'checkbox', choices: [], searchable: false },
    { id: '7', label: 'prefecture', type: 'prefecture', choices: [], searchable: false },
    { id: '8', label: 'phone', type: 'phone', choices: [], searchable: false },
  ],
  kinds: new Map(CUSTOMER_CONDITION_KINDS.map((kind) => [kind.kind, kind])),
  today: '2026-11-26',
};

/** `field code` of the refusal, or what was read. */
const read = (input: unknown): unknown => {
  try {
    return readConditions(input, vocabulary);
  } catch (error) {
    if (!(error instanceof AppError) || !error.errors[0]) throw error;
    return `${error.status} ${error.errors[0].field} ${error.errors[0].code}`;
  }
};

describe('a condition tree from outside', () => {
  test('is read into one form: numbers, dates, choices by id, nothing that was not asked for', () => {
    const input = {
      all: [
        { field: 'email', op: 'contains', value: '@example.jp', extra: 1 },
        { field: '1', op: 'empty', value: 'ignored' },
        { field: '2', op: 'between', value: '1,000', to: 2000 },
        { field: '3', op: 'on', value: '1980年4月1日' },
        { field: '4', op: 'any_of', values: ['赤', 'c2'] },
        { field: '5', op: 'all_of', values: ['c1'] },
        { field: '6', op: 'not_checked', value: true },
        { field: '7', op: 'none_of', values: ['東京都', '47'] },
        { field: '8', op: 'equals', value: '０９０１２３４５６７８' },
        { field: '8', op: 'starts_with', value: '090-' },
        { kind: 'status', value: 'error', extra: 1 },
        { kind: 'error_count', op: 'gte', value: 2 },
        { kind: 'registered', op: 'between', value: '2026/4/1', to: '2026-04-30' },
      ],
    };
    expect(read(input)).toEqual({
      all: [
        { field: 'email', op: 'contains', value: '@example.jp' },
        { field: '1', op: 'empty' },
        { field: '2', op: 'between', value: 1000, to: 2000 },
        { field: '3', op: 'on', value: '1980-04-01' },
        { field: '4', op: 'any_of', values: ['c1', 'c2'] },
        { field: '5', op: 'all_of', values: ['c1'] },
        { field: '6', op: 'not_checked' },
        { field: '7', op: 'none_of', values: ['13', '47'] },
        { field: '8', op: 'equals', value: '090-1234-5678' },
        { field: '8', op: 'starts_with', value: '090-' },
        { kind: 'status', value: 'error' },
        { kind: 'error_count', op: 'gte', value: 2 },
        { kind: 'registered', op: 'between', value: '2026-04-01', to: '2026-04-30' },
      ],
    });
    expect(read({ any: [] })).toEqual({ any: [] });
  });

  test('groups stand inside each other, three deep; flat trees stay what they were', () => {
    const leaf = { field: '1', op: 'empty' };
    const nested = { all: [leaf, { any: [leaf, { all: [leaf] }] }] };
    expect(read(nested)).toEqual(nested);
    expect(read({ any: [leaf, leaf] })).toEqual({ any: [leaf, leaf] });
  });

  test('days are relative to today, months and days of the year come in one form', () => {
    const input = {
      all: [
        { field: '3', op: 'relative', value: '-30', to: 0 },
        { field: '3', op: 'month', values: ['this', 4] },
        { field: '3', op: 'month_day', value: '4/1' },
        { field: '3', op: 'month_day', value: 'today', to: 'ignored' },
        { kind: 'registered', op: 'relative', value: -7, to: -1 },
        { kind: 'updated', op: 'on', value: '2026/11/26' },
        { kind: 'registered_via', op: 'none_of', values: ['form', 'csv'], extra: 1 },
        { kind: 'error_count', op: 'between', value: 1, to: 2 },
      ],
    };
    expect(read(input)).toEqual({
      all: [
        { field: '3', op: 'relative', value: -30, to: 0 },
        { field: '3', op: 'month', values: ['this', '4'] },
        { field: '3', op: 'month_day', value: '04-01' },
        { field: '3', op: 'month_day', value: 'today' },
        { kind: 'registered', op: 'relative', value: -7, to: -1 },
        { kind: 'updated', op: 'on', value: '2026-11-26' },
        { kind: 'registered_via', op: 'none_of', values: ['csv', 'form'] },
        { kind: 'error_count', op: 'between', value: 1, to: 2 },
      ],
    });
  });

  const one = (condition: unknown): unknown => ({ all: [condition] });
  const leaf = { field: '1', op: 'empty' };
  test.each([
    [null, '422 conditions malformed-conditions'],
    [[], '422 conditions malformed-conditions'],
    [{}, '422 conditions malformed-conditions'],
    [{ all: [], any: [] }, '422 conditions malformed-conditions'],
    [{ all: {} }, '422 conditions malformed-conditions'],
    [{ all: Array(21).fill(leaf) }, '422 conditions too-many-conditions'],
    [{ all: [{ any: Array(11).fill(leaf) }, { any: Array(10).fill(leaf) }] }, '422 conditions too-many-conditions'],
    [{ all: [leaf, { any: [] }] }, '422 conditions.all.1 empty-group'],
    [{ all: [leaf, { any: [leaf], all: [leaf] }] }, '422 conditions.all.1 malformed-conditions'],
    [{ all: [{ any: [leaf, { all: [{ any: [leaf] }] }] }] }, '422 conditions.all.0.any.1.all.0 too-deep'],
    [
      { all: [leaf, leaf, { any: [{ field: '2', op: 'lt', value: 'x' }] }] },
      '422 conditions.all.2.any.0.value not-a-number',
    ],
    [one({ field: '2', op: 'between', value: 2, to: 1 }), '422 conditions.all.0.to range-reversed'],
    [
      one({ field: '3', op: 'between', value: '2026-04-02', to: '2026-04-01' }),
      '422 conditions.all.0.to range-reversed',
    ],
    [one({ field: '3', op: 'relative', value: 0, to: -1 }), '422 conditions.all.0.to range-reversed'],
    [one({ field: '3', op: 'relative', value: 'now()', to: 0 }), '422 conditions.all.0.value not-a-number'],
    [one({ field: '3', op: 'relative', value: 0, to: 1e9 }), '422 conditions.all.0.to not-a-number'],
    [one({ field: '3', op: 'month', values: ['13'] }), '422 conditions.all.0.values.0 unknown-value'],
    [one({ field: '3', op: 'month', values: [] }), '422 conditions.all.0.values required'],
    [one({ field: '3', op: 'month_day', value: '02-30' }), '422 conditions.all.0.value not-a-date'],
    [one({ field: '3', op: 'month_day', value: "today' or true" }), '422 conditions.all.0.value not-a-date'],
    [one({ field: '1', op: 'relative', value: 0, to: 1 }), '422 conditions.all.0.op unknown-operator'],
    [one({ kind: 'registered_via', op: 'any_of', values: ['fax'] }), '422 conditions.all.0.values unknown-value'],
    [{ any: [leaf, 'x'] }, '422 conditions.any.1 malformed-condition'],
    [one({ field: '99', op: 'empty' }), '422 conditions.all.0.field unknown-field'],
    [one({ field: '1" or true --', op: 'empty' }), '422 conditions.all.0.field unknown-field'],
    [one({ field: '1', op: 'lt', value: 'a' }), '422 conditions.all.0.op unknown-operator'],
    [one({ field: '1', op: "contains' or true" }), '422 conditions.all.0.op unknown-operator'],
    [one({ field: '1', op: 'contains' }), '422 conditions.all.0.value required'],
    [one({ field: '1', op: 'contains', value: '  ' }), '422 conditions.all.0.value required'],
    [one({ field: '1', op: 'contains', value: {} }), '422 conditions.all.0.value required'],
    [one({ field: '1', op: 'contains', value: 'a'.repeat(201) }), '422 conditions.all.0.value too-long'],
    [one({ field: '2', op: 'lt', value: 'abc' }), '422 conditions.all.0.value not-a-number'],
    [one({ field: '2', op: 'between', value: 1 }), '422 conditions.all.0.to required'],
    [one({ field: '3', op: 'on', value: '2026-02-30' }), '422 conditions.all.0.value not-a-date'],
    [one({ field: '4', op: 'any_of', values: [] }), '422 conditions.all.0.values required'],
    [one({ field: '4', op: 'any_of', values: ['c1', '黄'] }), '422 conditions.all.0.values.1 unknown-choice'],
    [one({ field: '6', op: 'any_of', values: ['true'] }), '422 conditions.all.0.op unknown-operator'],
    [one({ field: '7', op: 'any_of', values: ['48'] }), '422 conditions.all.0.values.0 unknown-choice'],
    [one({ kind: 'weather' }), '422 conditions.all.0.kind unknown-condition'],
    [one({ kind: 'status', value: "ok' or true" }), '422 conditions.all.0.value unknown-value'],
    [one({ kind: 'error_count', op: 'gte', value: '1; drop' }), '422 conditions.all.0.value not-a-number'],
    [one({ kind: 'error_count', op: 'constructor', value: 1 }), '422 conditions.all.0.op unknown-operator'],
    [one({ kind: 'registered', op: 'on', value: 'now()' }), '422 conditions.all.0.value not-a-date'],
  ])('%j is refused: %s', (input, refusal) => {
    expect(read(input)).toBe(refusal);
  });
});
