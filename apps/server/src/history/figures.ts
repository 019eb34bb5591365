import type { HistoryFigures } from './history.dto.js';
import type { FigureSums } from './history.queries.js';

const DAY_MS = 24 * 3_600_000;
/** Bounces come in for about a week (C-52). */
const PROVISIONAL_MS = 7 * DAY_MS;

/** Sums as numbers for the page; rates are shares of 配信成功数. */
export function toFigures(
  sums: FigureSums | undefined,
  delivery: { recipientCount: number; startedAt: Date | null },
  now: Date,
): HistoryFigures {
  const n = (key: keyof Omit<FigureSums, 'deliveryId'>): number => sums?.[key] ?? 0;
  const share = (part: number): number | null => rate(part, n('success'));
  const age = delivery.startedAt === null ? 0 : now.getTime() - delivery.startedAt.getTime();
  return {
    recipientCount: delivery.recipientCount,
    waitingCount: n('waiting'),
    acceptedCount: n('accepted'),
    deliveredCount: n('delivered'),
    successCount: n('success'),
    errorCount: n('error'),
    errorRate: rate(n('error'), n('accepted') + n('failed')),
    bouncedHardCount: n('bouncedHard'),
    bouncedSoftCount: n('bouncedSoft'),
    rejectedCount: n('rejected'),
    failedCount: n('failed'),
    unknownCount: n('unknown'),
    heldCount: n('held'),
    skippedCount: n('skipped'),
    complainedCount: n('complained'),
    openedCount: n('opened'),
    openRate: share(n('opened')),
    mppOpenedCount: n('mppOpened'),
    clickedCount: n('clicked'),
    clickRate: share(n('clicked')),
    unsubscribedCount: n('unsubscribed'),
    unsubscribeRate: share(n('unsubscribed')),
    provisional: age < PROVISIONAL_MS,
  };
}

/** A share of a whole, 0..1; null when the whole is nothing. */
export const rate = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
