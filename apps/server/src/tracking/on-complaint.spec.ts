import { describe, expect, test } from '@jest/globals';
import { decideEvent } from './decide-event.js';
import { onComplaint } from './on-complaint.js';
import { parseSesNotification } from './parse-ses-notification.js';
import { EVENT_FIXTURES } from './ses-events.fixture.js';

const complaint = (feedbackType: string, subType = '') =>
  onComplaint({ type: 'complaint', at: null, feedbackId: 'f', subType, feedbackType });

describe('complaints and the other events', () => {
  test.each(['abuse', '', 'fraud', 'virus', 'other', 'auth-failure'])(
    'C-58 a complaint (%s) stops every group',
    (type) => {
      expect(complaint(type)).toMatchObject({ outcome: 'complained', stopsEverywhere: true, countsAs: null });
    },
  );

  test('"not-spam" is the opposite and only noted', () => {
    expect(complaint('not-spam')).toMatchObject({ kind: 'complained', outcome: null, stopsEverywhere: false });
  });

  test.each([
    ['send', { kind: 'send', outcome: null }],
    ['delivery', { kind: 'delivered', outcome: 'delivered', countsAs: null }],
    ['delay', { kind: 'delayed', outcome: 'delayed', countsAs: null }],
    ['reject', { kind: 'rejected', outcome: 'rejected', errorKind: 'rejected_content', countsAs: null }],
    ['complaint', { kind: 'complained', discriminator: 'feedback-2' }],
    ['bounce', { kind: 'bounced', discriminator: 'feedback-1' }],
  ] as const)('%s is decided by its own file', (name, decision) => {
    const event = parseSesNotification(JSON.stringify(EVENT_FIXTURES[name]));
    expect(event && decideEvent(event)).toMatchObject(decision);
  });

  test('two delays of one mail differ by their time, two copies of one do not', () => {
    const at = (timestamp: string) => {
      const { deliveryDelay, ...rest } = EVENT_FIXTURES.delay;
      const event = parseSesNotification(JSON.stringify({ ...rest, deliveryDelay: { ...deliveryDelay, timestamp } }));
      return event && decideEvent(event).discriminator;
    };
    expect(at('2026-11-23T01:05:00Z')).toBe(at('2026-11-23T01:05:00.000Z'));
    expect(at('2026-11-23T01:05:00Z')).not.toBe(at('2026-11-23T01:06:00Z'));
  });
});
