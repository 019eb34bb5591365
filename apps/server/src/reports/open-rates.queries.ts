import type { Database } from '../platform/database/database.js';
import type { ReportFigures } from './reports.dto.js';

/** Sums over the counts of batches (view delivery_batch_figures says what each is). */
export interface Sums {
  readonly waiting: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly success: number;
  readonly error: number;
  readonly bouncedHard: number;
  readonly bouncedSoft: number;
  readonly rejected: number;
  readonly failed: number;
  readonly unknown: number;
  readonly held: number;
  readonly skipped: number;
  readonly complained: number;
  readonly opened: number;
  readonly mppOpened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

const SUMS = `sum(waiting)::int as waiting, sum(accepted)::int as accepted, sum(delivered)::int as delivered,
  sum(success)::int as success, sum(error)::int as error, sum(bounced_hard)::int as "bouncedHard",
  sum(bounced_soft)::int as "bouncedSoft", sum(rejected)::int as rejected, sum(failed)::int as failed,
  sum(unknown)::int as unknown, sum(held)::int as held, sum(skipped)::int as skipped,
  sum(complained)::int as complained, sum(opened)::int as opened, sum(mpp_opened)::int as "mppOpened",
  sum(clicked)::int as clicked, sum(unsubscribed)::int as unsubscribed`;

/** The figures of several deliveries, each apart. */
export function sumByDelivery(db: Database, ids: readonly string[]): Promise<({ deliveryId: string } & Sums)[]> {
  return db.rows(
    `select delivery_id as "deliveryId", ${SUMS} from delivery_batch_figures
      where delivery_id = any($1::bigint[]) group by 1`,
    [ids],
  );
}

/** The figures of one delivery by receiver (docomo, gmail …), most recipients first; none once they were removed. */
export function sumByDomain(db: Database, id: string): Promise<({ domainGroup: string } & Sums)[]> {
  return db.rows(
    `select domain_group as "domainGroup", ${SUMS} from delivery_batch_figures
      where delivery_id = any(array[$1::bigint]) and domain_group is not null
      group by 1 order by sum(accepted + waiting + failed + unknown + held) desc, 1`,
    [id],
  );
}

/**
 * 開封率 = people who opened ÷ 配信成功数; clicks, unsubscribes and complaints likewise. Opens by privacy proxies and
 * everything by bots is left out (decisions.md, Counting). Errors are a share of all that was handed over or failed.
 */
export function toFigures(sums: Sums | undefined, recipientCount: number): ReportFigures {
  const n = (key: keyof Sums): number => sums?.[key] ?? 0;
  const ofSuccess = (part: number): number | null => rate(part, n('success'));
  return {
    recipientCount,
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
    complaintRate: ofSuccess(n('complained')),
    openedCount: n('opened'),
    openRate: ofSuccess(n('opened')),
    mppOpenedCount: n('mppOpened'),
    clickedCount: n('clicked'),
    clickRate: ofSuccess(n('clicked')),
    clickToOpenRate: rate(n('clicked'), n('opened')),
    unsubscribedCount: n('unsubscribed'),
    unsubscribeRate: ofSuccess(n('unsubscribed')),
  };
}

/** A share of a whole, 0..1; null when the whole is nothing. */
export const rate = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Several deliveries together. */
export function addSums(all: readonly Sums[]): Sums | undefined {
  const [first] = all;
  if (!first) return undefined;
  const keys = Object.keys(first).filter((key) => key !== 'deliveryId') as (keyof Sums)[];
  return Object.fromEntries(keys.map((key) => [key, all.reduce((n, sums) => n + sums[key], 0)])) as unknown as Sums;
}
