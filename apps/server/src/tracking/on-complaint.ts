import { JUST_NOTED, type EventDecision } from './event-decision.types.js';
import type { SesHappening } from './ses-event.types.js';

/**
 * The person called the mail spam (迷惑メール報告): no group of ours mails them any more. "not-spam" is the opposite, a
 * mail taken out of the spam folder, and only noted.
 */
export function onComplaint(happening: Extract<SesHappening, { type: 'complaint' }>): EventDecision {
  const { at, feedbackId, feedbackType, subType } = happening;
  const noted = {
    ...JUST_NOTED,
    kind: 'complained' as const,
    at,
    discriminator: feedbackId,
    detail: { type: feedbackType, subType },
  };
  if (feedbackType === 'not-spam') return noted;
  return {
    ...noted,
    outcome: 'complained',
    stopsEverywhere: true,
    errorKind: 'complaint',
    errorDetail: feedbackType || null,
  };
}
