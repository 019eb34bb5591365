import { describe, expect, test } from '@jest/globals';
import { CallBreaker } from './call-breaker.js';

const T = 1_795_000_000_000;

function after(clear: number, unclear: number, now = T): CallBreaker {
  const breaker = new CallBreaker();
  for (let i = 0; i < clear; i++) breaker.note(true, now);
  for (let i = 0; i < unclear; i++) breaker.note(false, now);
  return breaker;
}

describe('calls that end without a clear answer (sending.md §1.5, row 13)', () => {
  test('a few among many change nothing', () => {
    expect(after(9, 1).allow(64, T)).toBe(64);
    expect(after(81, 19).allow(64, T)).toBe(64);
  });

  test('fewer than ten calls say nothing', () => {
    expect(after(0, 9).allow(64, T)).toBe(64);
  });

  test('a fifth of at least ten stops all calls for 30 seconds', () => {
    const breaker = after(8, 2);
    expect(breaker.allow(64, T)).toBe(0);
    expect(breaker.waitMs(T)).toBe(30_000);
    expect(breaker.allow(64, T + 29_999)).toBe(0);
  });

  test('then one call a second tries, and the first clear answer opens the way', () => {
    const breaker = after(0, 10);
    expect(breaker.allow(64, T + 30_000)).toBe(1);
    expect(breaker.allow(64, T + 30_500)).toBe(0);
    expect(breaker.allow(64, T + 31_000)).toBe(1);
    breaker.note(true, T + 31_100);
    expect(breaker.allow(64, T + 31_100)).toBe(64);
  });

  test('a try that ends unclear waits another 30 seconds', () => {
    const breaker = after(0, 10);
    expect(breaker.allow(1, T + 30_000)).toBe(1);
    breaker.note(false, T + 30_100);
    expect(breaker.allow(1, T + 60_000)).toBe(0);
    expect(breaker.allow(1, T + 60_100)).toBe(1);
  });

  test('what happened more than 30 seconds ago is forgotten', () => {
    const breaker = after(0, 9);
    breaker.note(false, T + 31_000);
    expect(breaker.allow(64, T + 31_000)).toBe(64);
  });
});
