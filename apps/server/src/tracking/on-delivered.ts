import { JUST_NOTED, type EventDecision } from './event-decision.types.js';
import type { SesHappening } from './ses-event.types.js';

/** SES accepted the mail. That it did is settled before decisions are asked (DeliveryService.resolveAttempts). */
export function onSend(): EventDecision {
  return { ...JUST_NOTED, kind: 'send', at: null };
}

/** The receiving server took the mail; a bounce may still follow. */
export function onDelivered(happening: Extract<SesHappening, { type: 'delivery' }>): EventDecision {
  return {
    ...JUST_NOTED,
    kind: 'delivered',
    at: happening.at,
    discriminator: instantKey(happening.at),
    outcome: 'delivered',
    detail: happening.smtpResponse === '' ? null : { response: happening.smtpResponse },
  };
}

/** Deliveries and delays have no feedback id: their time tells two of them apart. */
export const instantKey = (at: Date | null): string => (at === null ? '' : String(at.getTime()));
