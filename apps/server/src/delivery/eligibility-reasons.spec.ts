import { describe, expect, test } from '@jest/globals';
import { STATE_CHANGE_ROUTES } from '../groups/group.types.js';
import { explainReasons } from './eligibility-reasons.js';
import type { EligibilityRow } from './eligibility.queries.js';

const row = (values: Partial<EligibilityRow>): EligibilityRow => ({
  groupId: '1',
  groupName: '会員',
  groupColour: 'teal',
  isMember: true,
  reasons: [],
  stateChangedAt: new Date('2026-11-01T00:00:00Z'),
  stateChangedVia: 'screen',
  stateChangedByName: '山田',
  stateDeliveryId: '7',
  stateDeliverySubject: '秋の案内',
  statusChangedAt: new Date('2026-11-02T00:00:00Z'),
  errorKind: 'mailbox_full',
  errorAnswer: '552 full',
  next: null,
  ...values,
});

describe('what could be done (J-31)', () => {
  test.each(STATE_CHANGE_ROUTES.map((via) => [via] as const))('about a stop by way of %s', (via) => {
    const [reason] = explainReasons(row({ reasons: ['stopped'], stateChangedVia: via }), false);
    const byOperator = ['screen', 'csv', 'api'].includes(via);
    expect(reason?.remedy).toBe(byOperator ? 'allow-again' : 'needs-new-consent');
  });

  test('every reason that holds is told, with what belongs to it alone', () => {
    const reasons = explainReasons(row({ reasons: ['filtered_out', 'banned', 'customer_error'] }), false);
    expect(reasons).toMatchObject([
      { reason: 'filtered_out', remedy: 'change-conditions', since: null, via: null },
      { reason: 'banned', remedy: 'lift-ban', userName: '山田', deliveryId: '7', answer: null },
      { reason: 'customer_error', remedy: 'reset-status', errorKind: 'mailbox_full', answer: '552 full', via: null },
    ]);
  });

  test('who is not in the group, and conditions that make no sense, come first', () => {
    const reasons = explainReasons(row({ isMember: false, reasons: ['invalid_address'] }), true);
    expect(reasons.map(({ reason, remedy }) => [reason, remedy])).toEqual([
      ['not_member', 'join-group'],
      ['conditions_invalid', 'repair-conditions'],
      ['invalid_address', 'correct-address'],
    ]);
  });
});
