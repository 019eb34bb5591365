import { describe, expect, test } from '@jest/globals';
import { addDays, dayInJapan, dayRange, monthDaysOf, monthsOf } from './day-conditions.js';

test('J-20 the day changes at midnight of Japan', () => {
  expect(dayInJapan(new Date('2026-03-31T14:59:59Z'))).toBe('2026-03-31');
  expect(dayInJapan(new Date('2026-03-31T15:00:00Z'))).toBe('2026-04-01');
});

test('days are added over months, years and leap days', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(addDays('2026-11-26', 0)).toBe('2026-11-26');
});

describe('C-24 days', () => {
  test('relative days move with today', () => {
    const lastMonth = { op: 'relative', value: -30, to: 0 } as const;
    expect(dayRange(lastMonth, '2026-11-26')).toEqual({ from: '2026-10-27', to: '2026-11-26' });
    expect(dayRange(lastMonth, '2026-11-27')).toEqual({ from: '2026-10-28', to: '2026-11-27' });
  });

  test('this month and next, also in December', () => {
    expect(monthsOf(['this', 'next'], '2026-12-31')).toEqual(['12', '01']);
    expect(monthsOf(['4', '10', 'this'], '2026-04-01')).toEqual(['04', '10']);
  });

  test('a birthday on 29 February is on 28 February in a common year', () => {
    expect(monthDaysOf('today', '2026-02-28')).toEqual(['02-28', '02-29']);
    expect(monthDaysOf('today', '2028-02-28')).toEqual(['02-28']);
    expect(monthDaysOf('today', '2028-02-29')).toEqual(['02-29']);
    expect(monthDaysOf('04-01', '2026-11-26')).toEqual(['04-01']);
  });
});
