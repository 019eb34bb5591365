import { JUST_NOTED, type EventDecision } from './event-decision.types.js';
import { instantKey } from './on-delivered.js';
import type { SesHappening } from './ses-event.types.js';

/** The receiving server did not take the mail yet; SES goes on trying for hours. */
export function onDelayed(happening: Extract<SesHappening, { type: 'delay' }>): EventDecision {
  const [recipient] = happening.recipients;
  return {
    ...JUST_NOTED,
    kind: 'delayed',
    at: happening.at,
    discriminator: instantKey(happening.at),
    outcome: 'delayed',
    detail: { type: happening.delayType, status: recipient?.status ?? '', response: recipient?.diagnostic ?? '' },
  };
}
