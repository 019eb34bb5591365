import { describe, expect, test } from '@jest/globals';
import { DELIVERY_MOVES, mayMove, moveRefused, type DeliveryMove } from './delivery-state.js';
import { DELIVERY_RUN_STATES, type DeliveryRunState } from './delivery.types.js';

const ALLOWED: Readonly<Record<DeliveryMove, readonly DeliveryRunState[]>> = {
  plan: ['scheduled'],
  send: ['planning'],
  finish: ['planning', 'sending'],
  pause: ['scheduled', 'sending'],
  resume: ['paused'],
  cancel: ['scheduled', 'sending', 'paused'],
  reschedule: ['scheduled'],
  reopen: ['sent'],
  fail: ['planning'],
};

describe('moves of a delivery (product.md §5.1)', () => {
  test.each(Object.keys(DELIVERY_MOVES) as DeliveryMove[])('%s is possible from these states and no other', (move) => {
    expect(DELIVERY_RUN_STATES.filter((state) => mayMove(move, state))).toEqual(
      DELIVERY_RUN_STATES.filter((state) => ALLOWED[move].includes(state)),
    );
  });

  test('what has ended stays ended, but for people who were held', () => {
    for (const move of Object.keys(DELIVERY_MOVES) as DeliveryMove[]) {
      expect(mayMove(move, 'canceled')).toBe(false);
      expect(mayMove(move, 'failed')).toBe(false);
    }
  });

  test('a refusal names the state', () => {
    expect(moveRefused('pause', 'sent')).toMatchObject({ status: 409, code: 'delivery-is-sent' });
  });
});
