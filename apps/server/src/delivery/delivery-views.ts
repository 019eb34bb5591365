import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, toPage, type Page } from '../platform/http/pagination.js';
import { countRecipients, NO_COUNTS } from './counts.queries.js';
import { CURRENT_STATES } from './delivery-state.js';
import {
  findDelivery,
  latestDeliveries,
  listDeliveries,
  listDeliveriesInMotion,
  type DeliveryRow,
} from './delivery-views.queries.js';
import type { DeliveryListQuery, DeliveryResponse, LatestDelivery } from './delivery.dto.js';
import type { RecipientCounts } from './delivery.types.js';
import { RateMeter } from './rate-meter.js';

/** Deliveries shown as "in motion" stay in view so long after they ended, so that everybody sees the end. */
const SHOW_ENDED_MS = 10_000;
const MOST_IN_MOTION = 50;

/** Deliveries as pages and the progress stream show them. */
@Injectable()
export class DeliveryViews {
  private readonly meter = new RateMeter();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async get(id: string): Promise<DeliveryResponse> {
    const row = await findDelivery(this.db.manager, id);
    if (!row) throw notFound('delivery');
    const [view] = await this.toResponses([row]);
    if (!view) throw notFound('delivery');
    return view;
  }

  async list({ state, mailingId, cursor, limit = 50 }: DeliveryListQuery): Promise<Page<DeliveryResponse>> {
    const rows = await listDeliveries(this.db.manager, {
      states: state === 'current' ? CURRENT_STATES : null,
      mailingId: mailingId ?? null,
      beforeId: decodeIdCursor(cursor),
      limit: limit + 1,
    });
    const views = new Map((await this.toResponses(rows)).map((view) => [view.id, view]));
    const toView = ({ id }: DeliveryRow): DeliveryResponse => views.get(id) as DeliveryResponse;
    return toPage(rows, limit, toView, (row) => [row.id]);
  }

  async latestOf(mailingIds: readonly string[]): Promise<LatestDelivery[]> {
    const rows = await latestDeliveries(this.db.manager, mailingIds);
    return rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() }));
  }

  /** What the progress stream tells: deliveries that wait, run or are paused, and those that have just ended. */
  async inMotion(): Promise<DeliveryResponse[]> {
    const endedSince = new Date(this.clock.now().getTime() - SHOW_ENDED_MS);
    return this.toResponses(await listDeliveriesInMotion(this.db.manager, endedSince, MOST_IN_MOTION));
  }

  private async toResponses(rows: readonly DeliveryRow[]): Promise<DeliveryResponse[]> {
    const now = this.clock.now();
    const counted = rows.filter((row) => row.finalCounts === null && row.startedAt !== null).map(({ id }) => id);
    const counts = counted.length > 0 ? await countRecipients(this.db.manager, counted, now) : new Map();
    return rows.map((row) => this.toResponse(row, row.finalCounts ?? counts.get(row.id) ?? NO_COUNTS, now));
  }

  private toResponse(row: DeliveryRow, counts: RecipientCounts, now: Date): DeliveryResponse {
    const { finalCounts: _, recipientsPrunedAt, ...rest } = row;
    const open = counts.pending + counts.submitting;
    const ratePerSecond = row.state === 'sending' ? this.meter.rate(row.id, row.recipientCount - open, now) : null;
    return {
      ...rest,
      startsAt: row.startsAt.toISOString(),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      counts,
      ratePerSecond,
      secondsLeft: ratePerSecond ? Math.ceil(open / ratePerSecond) : null,
      recipientsPruned: recipientsPrunedAt !== null,
    };
  }
}
