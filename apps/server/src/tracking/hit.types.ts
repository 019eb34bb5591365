import type { VisitorClass } from './tracking.types.js';

/** One open or click, as it came in. */
export interface Hit {
  readonly kind: 'opened' | 'clicked';
  readonly recipientId: string;
  readonly deliveryId: string;
  /** of clicks */
  readonly linkNo: number | null;
  readonly at: Date;
  readonly visitor: VisitorClass;
  readonly userAgent: string;
  readonly ip: string | null;
}
