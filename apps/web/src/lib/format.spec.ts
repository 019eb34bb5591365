import { describe, expect, test } from '@jest/globals';
import { makeFormat } from './format';

const ja = makeFormat('ja');
const en = makeFormat('en');

describe('dates', () => {
  test('an instant is shown as a clock in Tokyo reads it, whatever the machine says', () => {
    expect(ja.dateTime('2026-11-22T15:30:00Z')).toBe('2026/11/23 00:30');
    expect(ja.date('2026-11-22T15:30:00Z')).toBe('2026/11/23');
    expect(en.dateTime('2026-11-22T15:30:00Z')).toBe('Nov 23, 2026, 00:30');
  });

  test('the year is left out only while it is this one in Tokyo', () => {
    const newYear = new Date('2026-12-31T15:10:00Z');
    expect(ja.shortDateTime('2027-01-02T01:00:00Z', newYear)).toBe('1月2日(土) 10:00');
    expect(ja.shortDateTime('2026-12-31T14:00:00Z', newYear)).toBe('2026年12月31日 23:00');
  });

  test('no date is a dash', () => {
    expect(ja.date(null)).toBe('—');
    expect(ja.dateTime('not a date')).toBe('—');
  });

  test('distances are told in the largest whole unit', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    expect(ja.relative('2026-11-22T11:57:00Z', now)).toBe('3 分前');
    expect(en.relative('2026-11-24T12:00:00Z', now)).toBe('in 2 days');
  });
});

describe('numbers', () => {
  test('a share of nothing is a dash, not 0% or NaN', () => {
    expect(ja.percent(0, 0)).toBe('—');
    expect(ja.percent(1, 8)).toBe('12.5%');
  });

  test('durations round to minutes once there are any', () => {
    expect(ja.duration(45)).toBe('45秒');
    expect(ja.duration(4_830)).toBe('1時間21分');
    expect(en.duration(7_200)).toBe('2 hr');
  });

  test('sizes are decimal, as file managers show them', () => {
    expect(ja.bytes(999)).toBe('999 B');
    expect(ja.bytes(66_800_000)).toBe('66.8 MB');
  });
});
