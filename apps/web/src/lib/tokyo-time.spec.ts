import { expect, test } from '@jest/globals';
import { tokyoInstant, tokyoWallTime } from './tokyo-time';

test('a time chosen in the dashboard means that time in Tokyo', () => {
  expect(new Date(tokyoInstant('2026-11-20 10:00:00')).toISOString()).toBe('2026-11-20T01:00:00.000Z');
});

test('an instant and its wall time lead back to each other over midnight', () => {
  expect(tokyoWallTime('2026-12-31T15:30:00.000Z')).toBe('2027-01-01 00:30:00');
  expect(new Date(tokyoInstant(tokyoWallTime('2026-12-31T15:30:00.000Z'))).toISOString()).toBe(
    '2026-12-31T15:30:00.000Z',
  );
});
