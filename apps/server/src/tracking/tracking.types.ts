export const TRACKING_EVENT_KINDS = [
  'send',
  'delivered',
  'delayed',
  'bounced',
  'complained',
  'rejected',
  'opened',
  'clicked',
  'unsubscribed',
] as const;
/** what can happen to a recipient after acceptance */
export type TrackingEventKind = (typeof TRACKING_EVENT_KINDS)[number];

export const VISITOR_CLASSES = ['human', 'proxy', 'mpp', 'prefetch', 'bot'] as const;
/** who stands behind an open or click (sending.md §4.3) */
export type VisitorClass = (typeof VISITOR_CLASSES)[number];
