import type { Database } from '../platform/database/database.js';
import type { FirstSteps, HomeDelivery, HomeHighErrors } from './home.dto.js';

interface DeliveryRow extends Omit<HomeDelivery, 'startsAt' | 'finishedAt'> {
  readonly startsAt: Date;
  readonly finishedAt: Date | null;
}

/** Counts of batches added up; deliveries whose recipients were pruned have theirs in final_counts. */
const SELECT_DELIVERY = `select d.id, c.subject, d.group_name as "groupName", d.state, d.hold_reason as "holdReason",
    d.starts_at as "startsAt", d.finished_at as "finishedAt", d.recipient_count as "recipientCount",
    n.done as "doneCount", n.success as "successCount", n.opened as "openedCount", n.clicked as "clickedCount",
    n.held as "heldCount"
  from delivery d
  join delivery_content c on c.delivery_id = d.id
  cross join lateral (
    select coalesce(sum(b.done), 0)::int as done, coalesce(sum(b.success), 0)::int as success,
           coalesce(sum(b.opened), 0)::int as opened, coalesce(sum(b.clicked), 0)::int as clicked,
           coalesce(sum(b.held), 0)::int as held
      from (select coalesce(k.accepted, 0) + coalesce(k."delayed", 0) + coalesce(k.delivered, 0)
                     + coalesce(k.complained, 0) as success,
                   coalesce(k.accepted, 0) + coalesce(k."delayed", 0) + coalesce(k.delivered, 0)
                     + coalesce(k.complained, 0) + coalesce(k."bouncedSoft", 0) + coalesce(k."bouncedHard", 0)
                     + coalesce(k.rejected, 0) + coalesce(k.failed, 0) + coalesce(k.skipped, 0) as done,
                   coalesce(k.opened, 0) as opened, coalesce(k.clicked, 0) as clicked, coalesce(k.held, 0) as held
              from (select counts from delivery_batch where delivery_id = d.id and d.recipients_pruned_at is null
                    union all select d.final_counts where d.recipients_pruned_at is not null) source (counts),
                   jsonb_to_record(coalesce(source.counts, '{}')) as k (accepted int, "delayed" int, delivered int,
                     complained int, "bouncedSoft" int, "bouncedHard" int, rejected int, failed int, skipped int,
                     opened int, clicked int, held int)) b
  ) n`;

/** What is waiting, running or paused; delivery_due_idx finds all but the paused, of which there are few. */
export async function findCurrentDeliveries(db: Database): Promise<HomeDelivery[]> {
  return toDeliveries(
    await db.rows<DeliveryRow>(
      `${SELECT_DELIVERY} where d.state in ('scheduled', 'planning', 'sending', 'paused') order by d.starts_at, d.id limit 10`,
    ),
  );
}

/** The last five that ended, by id: a walk from the newest, which ends after few rows. */
export async function findRecentDeliveries(db: Database): Promise<HomeDelivery[]> {
  return toDeliveries(
    await db.rows<DeliveryRow>(
      `${SELECT_DELIVERY} where d.state in ('sent', 'canceled', 'failed') order by d.id desc limit 5`,
    ),
  );
}

/** Deliveries that operators were told of since then, last first; the table holds nothing else. */
export function findHighErrorDeliveries(db: Database, since: Date): Promise<HomeHighErrors[]> {
  return db.rows<HomeHighErrors>(
    `select h.delivery_id as id, c.subject, h.address_count as "addressCount", h.error_count as "errorCount"
       from high_error_notice h join delivery_content c on c.delivery_id = h.delivery_id
      where h.noticed_at >= $1 order by h.noticed_at desc, h.delivery_id desc limit 5`,
    [since],
  );
}

function toDeliveries(rows: readonly DeliveryRow[]): HomeDelivery[] {
  return rows.map((row) => ({
    ...row,
    startsAt: row.startsAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
}

export interface HomeCounts extends Omit<
  FirstSteps,
  'hasLegalSender' | 'hasSenderAddress' | 'hasCustomers' | 'hasGroup'
> {
  readonly customerCount: number;
  readonly groupCount: number;
  readonly senderCount: number;
  readonly hasLegalSender: boolean;
}

/**
 * An index-only count of customers takes some tens of milliseconds for a million. A draft nobody wrote in is no mailing:
 * opening the composer begins one.
 */
export async function countForHome(db: Database): Promise<HomeCounts> {
  const [row] = await db.rows<HomeCounts>(
    `select (select count(*)::int from customer) as "customerCount",
            (select count(*)::int from delivery_group) as "groupCount",
            (select count(*)::int from sender_address) as "senderCount",
            exists (select from mailing where deleted_at is null
                                          and (subject <> '' or text_body <> '' or html_body <> '')) as "hasMailing",
            exists (select from delivery) as "hasDelivery",
            (select count(*) = 3 from setting where key in ('organisationName', 'postalAddress', 'contact')
                and value <> '""') as "hasLegalSender"`,
  );
  if (!row) throw new Error('no row');
  return row;
}
