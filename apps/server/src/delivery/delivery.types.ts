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

/** What SES's events can make of an accepted recipient, in order of rank (sending.md §2.6). */
export const RECIPIENT_OUTCOMES = [
  'accepted',
  'delayed',
  'delivered',
  'bounced_soft',
  'bounced_hard',
  'rejected',
  'complained',
] as const satisfies readonly RecipientState[];
export type RecipientOutcome = (typeof RECIPIENT_OUTCOMES)[number];

/** How many recipients of a delivery or batch stand where; the last four are beside the states, not among them. */
export interface RecipientCounts {
  readonly pending: number;
  readonly submitting: number;
  readonly unknown: number;
  readonly held: number;
  readonly skipped: number;
  readonly failed: number;
  readonly accepted: number;
  readonly delayed: number;
  readonly delivered: number;
  readonly bouncedSoft: number;
  readonly bouncedHard: number;
  readonly rejected: number;
  readonly complained: number;
  readonly opened: number;
  readonly mppOpened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

/** Who is mailed and who is left out at planning, and why (C-25). */
export interface Funnel {
  readonly members: number;
  readonly filteredOut: number;
  readonly stopped: number;
  readonly banned: number;
  readonly customerError: number;
  readonly invalidAddress: number;
  readonly recipients: number;
}

export const HOLD_REASONS = [
  'daily-quota',
  'account-suspended',
  'sending-paused',
  'credentials',
  'mail-from-not-verified',
  'sender-not-verified',
  'ses-sandbox-account',
  'configuration',
  'rejected-content',
  'rejected-request',
  'too-large',
  'content',
  'too-many-bounces',
  'too-many-complaints',
  'conditions-invalid',
] as const;
/** why the system paused a delivery; the dashboard says what to do about each */
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Recipients of one batch at most: what a worker leases at a time, and what is counted together (ADR 011). */
export const BATCH_SIZE = 500;
