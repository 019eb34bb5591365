import type { Database } from '../platform/database/database.js';
import type { ReportError, ReportFunnel } from './reports.dto.js';

/** A delivery as reports head it. */
export interface ReportedDelivery {
  readonly deliveryId: string;
  readonly subject: string;
  readonly groupId: string | null;
  readonly groupName: string;
  readonly state: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly recipientCount: number;
  readonly recipientsPruned: boolean;
  readonly trackOpens: boolean;
  readonly trackLinks: boolean;
  readonly funnel: ReportFunnel | null;
}

const COLUMNS = `d.id as "deliveryId", c.subject, d.group_id as "groupId", d.group_name as "groupName", d.state,
  d.started_at as "startedAt", d.finished_at as "finishedAt", d.recipient_count as "recipientCount",
  d.recipients_pruned_at is not null as "recipientsPruned", c.track_opens as "trackOpens",
  c.track_links as "trackLinks", d.funnel`;

export async function findReported(db: Database, id: string): Promise<ReportedDelivery | null> {
  const [row] = await db.rows<ReportedDelivery>(
    `select ${COLUMNS} from delivery d join delivery_content c on c.delivery_id = d.id where d.id = $1`,
    [id],
  );
  return row ?? null;
}

/** The delivery of the same group that began last before this one; few rows, by the index on the group. */
export async function findPrevious(db: Database, delivery: ReportedDelivery): Promise<ReportedDelivery | null> {
  if (delivery.groupId === null || delivery.startedAt === null) return null;
  const [row] = await db.rows<ReportedDelivery>(
    `select ${COLUMNS} from delivery d join delivery_content c on c.delivery_id = d.id
      where d.group_id = $1 and d.id <> $2 and d.started_at < $3 order by d.started_at desc limit 1`,
    [delivery.groupId, delivery.deliveryId, delivery.startedAt],
  );
  return row ?? null;
}

/** Deliveries that began in a time, newest first. */
export function findStartedBetween(
  db: Database,
  { from, to, groupId, limit }: { from: Date; to: Date; groupId: string | null; limit: number },
): Promise<ReportedDelivery[]> {
  return db.rows<ReportedDelivery>(
    `select ${COLUMNS} from delivery d join delivery_content c on c.delivery_id = d.id
      where d.started_at >= $1 and d.started_at <= $2 and ($3::bigint is null or d.group_id = $3)
      order by d.started_at desc, d.id desc limit $4`,
    [from, to, groupId, limit],
  );
}

/** Errors by kind, from the index that holds only recipients with trouble. */
export function countErrors(db: Database, deliveryId: string): Promise<ReportError[]> {
  return db.rows<ReportError>(
    `select coalesce(error_kind, 'unknown') as "errorKind", count(*)::int as count from delivery_recipient
      where delivery_id = $1 and trouble in ('bounced_soft', 'bounced_hard', 'rejected', 'failed')
      group by 1 order by 2 desc, 1`,
    [deliveryId],
  );
}
