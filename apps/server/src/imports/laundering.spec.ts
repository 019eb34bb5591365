import { describe, expect, test } from '@jest/globals';
import { isLaundering } from './laundering.js';
import { OUTCOMES } from './row-outcome.js';

const seen = (relistedCount: number, deletedLatelyCount: number, registered: number): boolean =>
  isLaundering({ relistedCount, deletedLatelyCount, outcomeCounts: { [OUTCOMES.registered.code]: registered } });

describe('G-10 laundering of a list', () => {
  test('is noticed when much of what was deleted lately comes back', () => {
    expect(seen(9_000, 10_000, 9_500)).toBe(true);
    expect(seen(9_000, 10_000, 500_000)).toBe(true);
  });

  test('is noticed when much of the file had just been deleted, whatever else was deleted', () => {
    expect(seen(9_000, 1_000_000, 10_000)).toBe(true);
  });

  test('is not seen in a few people who come back, nor in chance', () => {
    expect(seen(32, 40, 40)).toBe(false);
    expect(seen(200, 10_000, 50_000)).toBe(false);
    expect(seen(0, 0, 1_000)).toBe(false);
  });
});
