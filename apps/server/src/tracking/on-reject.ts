import { JUST_NOTED, type EventDecision } from './event-decision.types.js';
import type { SesHappening } from './ses-event.types.js';

/** SES found a virus in the mail and did not send it. The rest of the delivery would fare the same: see sending-breaker.ts. */
export function onReject(happening: Extract<SesHappening, { type: 'reject' }>): EventDecision {
  return {
    ...JUST_NOTED,
    kind: 'rejected',
    at: null,
    outcome: 'rejected',
    errorKind: 'rejected_content',
    errorDetail: happening.reason || null,
    detail: { reason: happening.reason },
  };
}
