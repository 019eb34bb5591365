import { expect, test } from '@jest/globals';
import { RateMeter } from './rate-meter.js';

const at = (seconds: number): Date => new Date(1_795_000_000_000 + seconds * 1000);

test('nothing is said after a single look', () => {
  expect(new RateMeter().rate('1', 100, at(0))).toBeNull();
});

test('the speed is that of the last ten seconds, not of all time', () => {
  const meter = new RateMeter();
  for (let second = 0; second <= 60; second++) meter.rate('1', second * 10, at(second));
  for (let second = 61; second <= 80; second++) meter.rate('1', 600 + (second - 60) * 100, at(second));
  expect(meter.rate('1', 2_700, at(81))).toBe(100);
});

test('deliveries do not mix', () => {
  const meter = new RateMeter();
  meter.rate('1', 0, at(0));
  expect(meter.rate('2', 500, at(1))).toBeNull();
  expect(meter.rate('1', 5, at(1))).toBe(5);
});
