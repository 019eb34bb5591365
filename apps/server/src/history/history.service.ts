import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { decodeCursor, decodeIdCursor, malformedCursor, toPage, type Page } from '../platform/http/pagination.js';
import { toFigures } from './figures.js';
import type {
  HistoryDetail,
  HistoryItem,
  HistoryQuery,
  HistoryRecipient,
  HistoryRecipientsQuery,
} from './history.dto.js';
import {
  countSkipped,
  findDeliveries,
  findDelivery,
  findLinks,
  sumFigures,
  type DeliveryRow,
  type DetailRow,
  type FigureSums,
} from './history.queries.js';
import { recipientsQuery, type RecipientRow } from './recipients.queries.js';

/** 配信履歴, by SQL over the tables of other modules; writes nothing. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Deliveries, newest first. */
  async list({ q, groupId, mailingId, cursor, limit = 50 }: HistoryQuery): Promise<Page<HistoryItem>> {
    const beforeId = decodeIdCursor(cursor);
    const filter = { q: q || null, groupId: groupId ?? null, mailingId: mailingId ?? null, beforeId, limit: limit + 1 };
    const rows = await findDeliveries(this.db, filter);
    const sums = await this.sumsOf(rows.slice(0, limit));
    return toPage(
      rows,
      limit,
      (row) => this.toItem(row, sums.get(row.deliveryId)),
      (row) => [row.deliveryId],
    );
  }

  /** 404 when there is none, or when it has not begun. */
  async get(deliveryId: string): Promise<HistoryDetail> {
    const row = await findDelivery(this.db, deliveryId);
    if (!row) throw notFound('delivery');
    const [sums, links, skipped] = await Promise.all([
      this.sumsOf([row]),
      findLinks(this.db, deliveryId),
      row.recipientsPruned ? skippedOfFunnel(row) : countSkipped(this.db, deliveryId),
    ]);
    return {
      ...this.toItem(row, sums.get(deliveryId)),
      content: toContent(row),
      links,
      memberCount: row.funnel?.['members'] ?? 0,
      skipped,
      scheduledByName: row.scheduledByName,
      highErrorNotice: row.highErrorNotice,
      filterSentence: row.filterSentence,
      segmentName: row.segmentName,
    };
  }

  /** The people behind a number; an empty list once retention removed them. 404 when there is no such delivery. */
  async recipients(deliveryId: string, query: HistoryRecipientsQuery): Promise<Page<HistoryRecipient>> {
    if (!(await findDelivery(this.db, deliveryId))) throw notFound('delivery');
    const limit = query.limit ?? 50;
    const { sql, params } = recipientsQuery(
      { deliveryId, result: query.result ?? 'all', linkNo: query.linkNo ?? null, reason: query.reason || null },
      placeOf(query.cursor),
      limit + 1,
    );
    const rows = await this.db.rows<RecipientRow>(sql, params);
    return toPage(rows, limit, toRecipient, (row) => [row.key, row.id]);
  }

  private async sumsOf(rows: readonly { deliveryId: string }[]): Promise<Map<string, FigureSums>> {
    if (rows.length === 0) return new Map();
    const sums = await sumFigures(
      this.db,
      rows.map((row) => row.deliveryId),
    );
    return new Map(sums.map((sum) => [sum.deliveryId, sum]));
  }

  private toItem(row: DeliveryRow, sums: FigureSums | undefined): HistoryItem {
    return {
      deliveryId: row.deliveryId,
      mailingId: row.mailingId,
      subject: row.subject,
      format: row.format,
      groupId: row.groupId,
      groupName: row.groupName,
      state: row.state,
      holdReason: row.holdReason,
      startsAt: row.startsAt.toISOString(),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
      figures: toFigures(sums, row, this.clock.now()),
      recipientsPruned: row.recipientsPruned,
    };
  }
}

/** The last row of the page before: its sort value and id. */
function placeOf(cursor: string | undefined): { key: string; id: string } | null {
  if (cursor === undefined) return null;
  const [key, id] = decodeCursor(cursor, 2);
  const isPlace =
    typeof key === 'string' && typeof id === 'string' && UUID.test(id) && /^[a-z_]*$|^\d{1,18}$/.test(key);
  if (!isPlace) throw malformedCursor();
  return { key, id };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function toContent({ format, subject, textBody, htmlBody, senderEmail, senderName, replyTo, ...row }: DetailRow) {
  const { trackLinks, trackOpens } = row;
  return { format, subject, textBody, htmlBody, senderEmail, senderName, replyTo, trackLinks, trackOpens };
}

const FUNNEL_REASONS = {
  filteredOut: 'filtered_out',
  stopped: 'stopped',
  banned: 'banned',
  customerError: 'customer_error',
  invalidAddress: 'invalid_address',
} as const;

function skippedOfFunnel({ funnel }: DetailRow): { reason: string; count: number }[] {
  return Object.entries(FUNNEL_REASONS)
    .map(([key, reason]) => ({ reason, count: funnel?.[key] ?? 0 }))
    .filter(({ count }) => count > 0);
}

function toRecipient({ key: _key, ...row }: RecipientRow): HistoryRecipient {
  return {
    ...row,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    openedAt: row.openedAt?.toISOString() ?? null,
    mppOpenedAt: row.mppOpenedAt?.toISOString() ?? null,
    clickedAt: row.clickedAt?.toISOString() ?? null,
    unsubscribedAt: row.unsubscribedAt?.toISOString() ?? null,
  };
}
