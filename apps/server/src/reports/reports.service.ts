import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { clicksByLink, hitsByHour } from './click-rates.queries.js';
import {
  countErrors,
  findPrevious,
  findReported,
  findStartedBetween,
  type ReportedDelivery,
} from './deliveries.queries.js';
import { addSums, rate, sumByDelivery, sumByDomain, toFigures } from './open-rates.queries.js';
import type {
  DeliveryReport,
  OverviewQuery,
  PreviousDelivery,
  ReportDomain,
  ReportLink,
  ReportOverview,
  ReportPeriod,
} from './reports.dto.js';

const DAY_MS = 24 * 3_600_000;
const PERIODS: Readonly<Record<ReportPeriod, number>> = {
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  '365d': 365 * DAY_MS,
};
/** Bounces come in for about a week (C-52). */
const PROVISIONAL_MS = 7 * DAY_MS;
/** More points say no more in a picture. */
const MOST_DELIVERIES = 200;

/** What came of deliveries, by SQL over the tables of other modules; writes nothing. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The newest deliveries of a period and all of them together. */
  async overview({ period = '30d', groupId }: OverviewQuery): Promise<ReportOverview> {
    const to = this.clock.now();
    const from = new Date(to.getTime() - PERIODS[period]);
    const found = await findStartedBetween(this.db, { from, to, groupId: groupId ?? null, limit: MOST_DELIVERIES });
    const sums = await sumByDelivery(
      this.db,
      found.map((d) => d.deliveryId),
    );
    const byId = new Map(sums.map((sum) => [sum.deliveryId, sum]));
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      deliveryCount: found.length,
      figures: toFigures(
        addSums(sums),
        found.reduce((n, d) => n + d.recipientCount, 0),
      ),
      deliveries: found.toReversed().map((d) => ({
        deliveryId: d.deliveryId,
        subject: d.subject,
        groupName: d.groupName,
        startedAt: (d.startedAt ?? to).toISOString(),
        figures: toFigures(byId.get(d.deliveryId), d.recipientCount),
      })),
    };
  }

  /** 404 when there is none. */
  async delivery(deliveryId: string): Promise<DeliveryReport> {
    const delivery = await findReported(this.db, deliveryId);
    if (!delivery) throw notFound('delivery');
    const [[sums], clicks, byHour, byDomain, errors, previous] = await Promise.all([
      sumByDelivery(this.db, [deliveryId]),
      clicksByLink(this.db, deliveryId),
      delivery.startedAt ? hitsByHour(this.db, deliveryId, delivery.startedAt) : [],
      this.byDomain(deliveryId),
      countErrors(this.db, deliveryId),
      this.previousOf(delivery),
    ]);
    const { subject, groupName, state, recipientsPruned, trackOpens, trackLinks, funnel } = delivery;
    return {
      deliveryId,
      subject,
      groupName,
      state,
      startedAt: delivery.startedAt?.toISOString() ?? null,
      finishedAt: delivery.finishedAt?.toISOString() ?? null,
      provisional: this.isProvisional(delivery),
      recipientsPruned,
      trackOpens,
      trackLinks,
      figures: toFigures(sums, delivery.recipientCount),
      funnel,
      links: clicks.map((link): ReportLink => ({ ...link, clickRate: rate(link.clickerCount, sums?.success ?? 0) })),
      byHour,
      byDomain,
      errors,
      previous,
    };
  }

  private async byDomain(deliveryId: string): Promise<ReportDomain[]> {
    const rows = await sumByDomain(this.db, deliveryId);
    return rows.map(({ domainGroup, ...sums }) => {
      const { waiting, accepted, failed, unknown, held, skipped } = sums;
      return { domainGroup, figures: toFigures(sums, waiting + accepted + failed + unknown + held + skipped) };
    });
  }

  private async previousOf(delivery: ReportedDelivery): Promise<PreviousDelivery | null> {
    const previous = await findPrevious(this.db, delivery);
    if (!previous?.startedAt) return null;
    const [sums] = await sumByDelivery(this.db, [previous.deliveryId]);
    return {
      deliveryId: previous.deliveryId,
      subject: previous.subject,
      startedAt: previous.startedAt.toISOString(),
      figures: toFigures(sums, previous.recipientCount),
    };
  }

  private isProvisional({ startedAt }: ReportedDelivery): boolean {
    return startedAt === null || this.clock.now().getTime() - startedAt.getTime() < PROVISIONAL_MS;
  }
}
