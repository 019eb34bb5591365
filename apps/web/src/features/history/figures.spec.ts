import { expect, test } from '@jest/globals';
import { pointsOf, shownHours, toneOf } from './figures';

test('rates are compared in points, not in shares of each other', () => {
  expect(pointsOf(0.249, 0.228)).toBe(2.1);
  expect(pointsOf(0.034, 0.037)).toBe(-0.3);
  expect(pointsOf(null, 0.2)).toBeNull();
  expect(pointsOf(0.2, undefined)).toBeNull();
});

test('fewer errors are good, fewer opens are not', () => {
  expect(toneOf(-0.4, 'down')).toBe('good');
  expect(toneOf(-0.4, 'up')).toBe('bad');
  expect(toneOf(0, 'up')).toBe('none');
});

const hours = (...busy: readonly number[]) =>
  Array.from({ length: 72 }, (_, hour) => ({ hour, openedCount: busy.includes(hour) ? 1 : 0, clickedCount: 0 }));

test('the chart ends with the day of the last opening', () => {
  expect(shownHours(hours())).toHaveLength(24);
  expect(shownHours(hours(0, 23))).toHaveLength(24);
  expect(shownHours(hours(0, 24))).toHaveLength(48);
  expect(shownHours(hours(71))).toHaveLength(72);
});
