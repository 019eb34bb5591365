import { expect, test } from '@jest/globals';
import { firstStart, isFullHour, offTheHour, toStep } from './start-time';

test('D-02 a start is on a step of five minutes', () => {
  expect(toStep('2026-11-20 10:02:00')).toBe('2026-11-20 10:00:00');
  expect(toStep('2026-11-20 10:03:00')).toBe('2026-11-20 10:05:00');
  expect(toStep('2026-12-31 23:58:00')).toBe('2027-01-01 00:00:00');
});

test('the first start that is offered leaves ten minutes to change one’s mind', () => {
  expect(firstStart(new Date('2026-11-20T01:01:00Z'))).toBe('2026-11-20 10:15:00');
  expect(firstStart(new Date('2026-11-20T01:05:00Z'))).toBe('2026-11-20 10:15:00');
});

test('the first start that is offered is never on the hour, when everybody sends', () => {
  expect(firstStart(new Date('2026-11-20T01:48:00Z'))).toBe('2026-11-20 11:05:00');
});

test('only minute 00 is the full hour', () => {
  expect(isFullHour('2026-11-20 10:00:00')).toBe(true);
  expect(isFullHour('2026-11-20 10:05:00')).toBe(false);
  expect(isFullHour('2026-11-20 00:30:00')).toBe(false);
  expect(offTheHour('2026-11-20 10:00:00')).toBe('2026-11-20 10:05:00');
});
