import type { Delivery, DeliveryFunnel } from './delivery.api';

type Counts = Delivery['counts'];

/** Recipients nothing more will be sent to: handed over, failed, or left out after planning. */
export function doneCount({ recipientCount, counts }: Pick<Delivery, 'recipientCount' | 'counts'>): number {
  return Math.max(0, recipientCount - counts.pending - counts.submitting - counts.unknown - counts.held);
}

/** Recipients that pausing or canceling now would keep from being mailed. */
export const waitingCount = ({ counts }: Pick<Delivery, 'counts'>): number => counts.pending;

/** Mails SES has taken, whatever came of them since. */
export function handedOverCount(counts: Counts): number {
  const { accepted, delayed, delivered, bouncedSoft, bouncedHard, rejected, complained } = counts;
  return accepted + delayed + delivered + bouncedSoft + bouncedHard + rejected + complained;
}

/** Share of the recipients that is done, 0 to 1. */
export function doneShare(delivery: Pick<Delivery, 'recipientCount' | 'counts'>): number {
  return delivery.recipientCount > 0 ? doneCount(delivery) / delivery.recipientCount : 0;
}

export const EXCLUSIONS = ['filteredOut', 'stopped', 'banned', 'customerError', 'invalidAddress'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** The reasons that leave somebody out, in the order they are applied (C-25), without those that leave out nobody. */
export function exclusionsOf(
  funnel: DeliveryFunnel,
): readonly { readonly reason: Exclusion; readonly count: number }[] {
  return EXCLUSIONS.map((reason) => ({ reason, count: funnel[reason] })).filter(({ count }) => count > 0);
}

/** How many recipients stand where, for the table of a delivery in motion; only what there is. */
export function standings(counts: Counts): readonly { readonly state: StandingState; readonly count: number }[] {
  return STANDINGS.map((state) => ({ state, count: counts[state] })).filter(({ count }) => count > 0);
}

export const STANDINGS = [
  'pending',
  'submitting',
  'accepted',
  'delivered',
  'delayed',
  'bouncedHard',
  'bouncedSoft',
  'rejected',
  'failed',
  'complained',
  'unknown',
  'held',
  'skipped',
] as const satisfies readonly (keyof Counts)[];
export type StandingState = (typeof STANDINGS)[number];

/** The list of history that holds the people of each standing. */
export const RESULT_OF = {
  pending: 'waiting',
  submitting: 'waiting',
  accepted: 'accepted',
  delivered: 'delivered',
  delayed: 'accepted',
  bouncedHard: 'bounced_hard',
  bouncedSoft: 'bounced_soft',
  rejected: 'rejected',
  failed: 'failed',
  complained: 'complained',
  unknown: 'unknown',
  held: 'held',
  skipped: 'skipped',
} as const satisfies Record<StandingState, string>;
