export const TIMELINE_KINDS = [
  'registered',
  'joined',
  'membership-changed',
  'status-error',
  'mailed',
  'left-out',
  'delivered',
  'delayed',
  'bounced',
  'complained',
  'rejected',
  'opened',
  'clicked',
  'unsubscribed',
] as const;
/** What can stand in a customer's timeline. */
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
