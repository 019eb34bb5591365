import type { StateChangeRoute } from '../groups/group.types.js';
import type { EligibilityRow } from './eligibility.queries.js';

export const ELIGIBILITY_REASONS = [
  'not_member',
  'conditions_invalid',
  'filtered_out',
  'stopped',
  'banned',
  'customer_error',
  'invalid_address',
] as const;
/** why a person would get no mail: the reasons of planning, and those that come before it */
export type EligibilityReasonCode = (typeof ELIGIBILITY_REASONS)[number];

export const REMEDIES = [
  'join-group',
  'repair-conditions',
  'change-conditions',
  'needs-new-consent',
  'allow-again',
  'lift-ban',
  'reset-status',
  'correct-address',
] as const;
/** what could be done about it; needs-new-consent: only the person can (J-31) */
export type Remedy = (typeof REMEDIES)[number];

/** One reason with everything that is known about it. */
export interface ExplainedReason {
  readonly reason: EligibilityReasonCode;
  readonly remedy: Remedy;
  readonly since: Date | null;
  readonly via: StateChangeRoute | null;
  readonly userName: string | null;
  readonly deliveryId: string | null;
  readonly deliverySubject: string | null;
  readonly errorKind: string | null;
  readonly answer: string | null;
}

/** Routes by which an operator, not the person, stopped the mail. */
const BY_OPERATOR: readonly StateChangeRoute[] = ['screen', 'csv', 'api'];

const UNEXPLAINED = {
  since: null,
  via: null,
  userName: null,
  deliveryId: null,
  deliverySubject: null,
  errorKind: null,
  answer: null,
} as const;

/** The reasons of one group in words the page can show: since when, by which way, and what could be done. */
export function explainReasons(row: EligibilityRow, conditionsInvalid: boolean): ExplainedReason[] {
  const before: ExplainedReason[] = [];
  if (!row.isMember) before.push({ ...UNEXPLAINED, reason: 'not_member', remedy: 'join-group' });
  if (conditionsInvalid) before.push({ ...UNEXPLAINED, reason: 'conditions_invalid', remedy: 'repair-conditions' });
  return [...before, ...row.reasons.map((reason) => explain(row, reason))];
}

function explain(row: EligibilityRow, reason: EligibilityRow['reasons'][number]): ExplainedReason {
  const state = {
    ...UNEXPLAINED,
    since: row.stateChangedAt,
    via: row.stateChangedVia,
    userName: row.stateChangedByName,
    deliveryId: row.stateDeliveryId,
    deliverySubject: row.stateDeliverySubject,
  };
  switch (reason) {
    case 'filtered_out':
      return { ...UNEXPLAINED, reason, remedy: 'change-conditions' };
    case 'stopped': {
      const byOperator = row.stateChangedVia !== null && BY_OPERATOR.includes(row.stateChangedVia);
      return { ...state, reason, remedy: byOperator ? 'allow-again' : 'needs-new-consent' };
    }
    case 'banned':
      return { ...state, reason, remedy: 'lift-ban' };
    case 'customer_error':
      return {
        ...UNEXPLAINED,
        reason,
        remedy: 'reset-status',
        since: row.statusChangedAt,
        errorKind: row.errorKind,
        answer: row.errorAnswer,
      };
    case 'invalid_address':
      return { ...UNEXPLAINED, reason, remedy: 'correct-address' };
  }
}
