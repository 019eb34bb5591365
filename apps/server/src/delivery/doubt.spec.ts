import { describe, expect, test } from '@jest/globals';
import { canaryIntervalMs, decideDoubt, type Doubt, type PipelineHealth } from './doubt.js';

const DEADLINE = new Date('2026-12-01T01:00:00Z');
const GRACE = 900_000;
const after = (seconds: number): Date => new Date(DEADLINE.getTime() + seconds * 1000);
const doubt: Doubt = { deadlineAt: DEADLINE, absentCount: 0 };
const healthy: PipelineHealth = { newestMailAt: after(60), oldestWaitingAt: null };

describe('when absence is proven (sending.md §1.7)', () => {
  const cases: readonly (readonly [string, Doubt, PipelineHealth, Date, string])[] = [
    ['healthy, grace over, nothing waiting', doubt, healthy, after(900), 'absent'],
    ['grace not over', doubt, healthy, after(899), 'wait'],
    ['no event of a later mail has come', doubt, { ...healthy, newestMailAt: after(-1) }, after(900), 'wait'],
    [
      'the later mail is within the difference of clocks',
      doubt,
      { ...healthy, newestMailAt: after(5) },
      after(900),
      'wait',
    ],
    ['no event has ever come', doubt, { newestMailAt: null, oldestWaitingAt: null }, after(900), 'wait'],
    [
      'something received during the grace waits',
      doubt,
      { ...healthy, oldestWaitingAt: after(899) },
      after(1200),
      'wait',
    ],
    ['only later notifications wait', doubt, { ...healthy, oldestWaitingAt: after(901) }, after(1200), 'absent'],
    ['the queue was never seen empty', doubt, { ...healthy, queueEmptyAt: null }, after(1200), 'wait'],
    ['the queue was last empty before', doubt, { ...healthy, queueEmptyAt: after(899) }, after(1200), 'wait'],
    ['the queue was empty since', doubt, { ...healthy, queueEmptyAt: after(901) }, after(1200), 'absent'],
    ['it was concluded once before', { ...doubt, absentCount: 1 }, healthy, after(900), 'hold'],
    ['concluded once, but an event may still come', { ...doubt, absentCount: 1 }, healthy, after(899), 'wait'],
    ['no proof for 24 hours', doubt, { newestMailAt: null, oldestWaitingAt: null }, after(96 * 900), 'hold'],
    ['no proof for almost 24 hours', doubt, { newestMailAt: null, oldestWaitingAt: null }, after(96 * 900 - 1), 'wait'],
  ];

  test.each(cases)('%s', (_, attempt, health, now, decision) => {
    expect(decideDoubt(attempt, health, now, GRACE)).toBe(decision);
  });
});

test('canaries go at most once a minute, more often only where the grace is short', () => {
  expect(canaryIntervalMs(900_000)).toBe(60_000);
  expect(canaryIntervalMs(15_000)).toBe(1_000);
  expect(canaryIntervalMs(0)).toBe(500);
});
