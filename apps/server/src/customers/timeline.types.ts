export const TIMELINE_KINDS = [
  'registered',
  'imported',
  'joined',
  'membership-changed',
  'status-error',
  'status-reset',
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
  'error',
  'consented',
  'consent-withdrawn',
] as const;
/** What can stand in a customer's timeline. */
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const TIMELINE_SECTIONS = ['mails', 'states', 'errors', 'consents'] as const;
/** what a timeline can be narrowed to */
export type TimelineSection = (typeof TIMELINE_SECTIONS)[number];

/** The kinds of each section; what went wrong with a mail belongs to the mails as well. */
export const SECTION_KINDS: Readonly<Record<TimelineSection, readonly TimelineKind[]>> = {
  mails: [
    'mailed',
    'left-out',
    'delivered',
    'delayed',
    'bounced',
    'error',
    'complained',
    'rejected',
    'opened',
    'clicked',
    'unsubscribed',
  ],
  states: ['registered', 'imported', 'joined', 'membership-changed', 'status-error', 'status-reset'],
  errors: ['error', 'bounced', 'rejected', 'complained', 'status-error', 'status-reset'],
  consents: ['consented', 'consent-withdrawn'],
};
