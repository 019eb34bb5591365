import { expect, test } from '@jest/globals';
import type { Delivery } from './delivery.api';
import { doneCount, doneShare, exclusionsOf, handedOverCount, standings } from './delivery-numbers';

const NONE: Delivery['counts'] = {
  pending: 0,
  submitting: 0,
  unknown: 0,
  held: 0,
  skipped: 0,
  failed: 0,
  accepted: 0,
  delayed: 0,
  delivered: 0,
  bouncedSoft: 0,
  bouncedHard: 0,
  rejected: 0,
  complained: 0,
  opened: 0,
  mppOpened: 0,
  clicked: 0,
  unsubscribed: 0,
};

test('C-25 every reason that leaves somebody out is told, in the order it is applied', () => {
  const funnel = {
    members: 100,
    filteredOut: 0,
    stopped: 8,
    banned: 1,
    customerError: 3,
    invalidAddress: 0,
    recipients: 88,
  };
  const left = exclusionsOf(funnel);
  expect(left).toEqual([
    { reason: 'stopped', count: 8 },
    { reason: 'banned', count: 1 },
    { reason: 'customerError', count: 3 },
  ]);
  expect(funnel.members - left.reduce((sum, { count }) => sum + count, 0)).toBe(funnel.recipients);
});

test('people in doubt or held are not done, however the rest stands', () => {
  const delivery = {
    recipientCount: 10,
    counts: { ...NONE, delivered: 4, failed: 1, skipped: 1, pending: 2, unknown: 1, held: 1 },
  };
  expect(doneCount(delivery)).toBe(6);
  expect(doneShare(delivery)).toBe(0.6);
});

test('before planning nothing is done, not everything', () => {
  expect(doneShare({ recipientCount: 0, counts: NONE })).toBe(0);
});

test('what SES has taken stays handed over when it bounces later', () => {
  expect(handedOverCount({ ...NONE, accepted: 1, delivered: 2, bouncedHard: 3, complained: 4, failed: 9 })).toBe(10);
});

test('the standings leave out what nobody is in, and what is counted beside the states', () => {
  expect(standings({ ...NONE, delivered: 5, held: 1, opened: 3 })).toEqual([
    { state: 'delivered', count: 5 },
    { state: 'held', count: 1 },
  ]);
});
