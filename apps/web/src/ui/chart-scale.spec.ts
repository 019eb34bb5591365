import { expect, test } from '@jest/globals';
import { axisTicks, labelEvery } from './chart-scale';

test('an axis of counts has round, whole steps and reaches the highest column', () => {
  expect(axisTicks(4600)).toEqual([0, 2000, 4000, 6000]);
  expect(axisTicks(97_133)).toEqual([0, 25_000, 50_000, 75_000, 100_000]);
  expect(axisTicks(3)).toEqual([0, 1, 2, 3]);
  expect(axisTicks(0)).toEqual([0, 1]);
});

test('labels below the axis never touch each other', () => {
  for (const count of [1, 24, 72, 200])
    for (const width of [280, 640, 1100]) {
      const labels = Math.ceil(count / labelEvery(count, width));
      expect(labels * 58).toBeLessThanOrEqual(Math.max(58, width));
    }
});
