export const DELIVERY_RUN_STATES = [
  'scheduled',
  'planning',
  'sending',
  'paused',
  'sent',
  'canceled',
  'failed',
] as const;
/** the state of a delivery (product.md §5.1); allowed moves are delivery-state.ts's */
export type DeliveryRunState = (typeof DELIVERY_RUN_STATES)[number];

export const RECIPIENT_STATES = [
  'pending',
  'submitting',
  'unknown',
  'held',
  'skipped',
  'failed',
  'accepted',
  'delayed',
  'delivered',
  'bounced_soft',
  'bounced_hard',
  'rejected',
  'complained',
] as const;
/** the state of one recipient (sending.md §1.7); outcomes after `accepted` only move forward (§2.6) */
export type RecipientState = (typeof RECIPIENT_STATES)[number];

export const SKIP_REASONS = [
  'filtered_out',
  'stopped',
  'banned',
  'customer_error',
  'invalid_address',
  'left_group',
  'customer_deleted',
  'canceled',
] as const;
/** why a person of the group got no mail; null for everybody who is mailed */
export type SkipReason = (typeof SKIP_REASONS)[number];

export const ATTEMPT_OUTCOMES = ['accepted', 'not_sent', 'rejected', 'unknown', 'absent'] as const;
/** how one attempt ended; null while the call is in flight; absent: proven never to have reached SES */
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
