import type { HoldReason } from '../delivery/delivery.types.js';

/** What came of a delivery so far. */
export interface DeliveryResults {
  readonly deliveryId: string;
  /** people SES accepted the mail for */
  readonly accepted: number;
  /** of them: whose address does not exist */
  readonly hard: number;
  readonly complained: number;
  /** mails SES found a virus in */
  readonly rejected: number;
}

/** That a delivery must stop, and why. */
export interface BreakerVerdict {
  readonly reason: HoldReason;
  readonly detail: string;
}

/** Fewer results say nothing yet (sending.md §2.6). */
const ENOUGH = 200;
const MOST_HARD = 0.05;
const MOST_COMPLAINTS = 0.003;

/** Whether a delivery must stop, and why; null: go on. A virus stops it at once. */
export function breakerVerdict({
  accepted,
  hard,
  complained,
  rejected,
}: Omit<DeliveryResults, 'deliveryId'>): BreakerVerdict | null {
  if (rejected > 0) return { reason: 'rejected-content', detail: 'SES found a virus in this mail.' };
  if (accepted < ENOUGH) return null;
  if (complained / accepted > MOST_COMPLAINTS)
    return { reason: 'too-many-complaints', detail: `${complained} of ${accepted} people called it spam.` };
  if (hard / accepted > MOST_HARD)
    return { reason: 'too-many-bounces', detail: `${hard} of ${accepted} addresses do not exist.` };
  return null;
}
