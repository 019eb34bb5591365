import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { AppError, conflict, notFound } from '../platform/http/app-error.js';
import { AudienceFilters } from './audience-filters.js';
import { explainReasons, type ExplainedReason } from './eligibility-reasons.js';
import {
  customerExists,
  findDeliveryToAsk,
  readEligibility,
  type EligibilityRow,
  type UpcomingDelivery,
} from './eligibility.queries.js';

/** The answer for one group. */
export interface Eligibility {
  readonly row: EligibilityRow;
  readonly delivery: UpcomingDelivery | null;
  readonly reasons: readonly ExplainedReason[];
}

/**
 * Says whether a person would get the next mail to a group, and if not, why not: by the rules of planning, at this
 * moment (D-05). A delivery that is scheduled counts with its conditions.
 */
@Injectable()
export class EligibilityChecker {
  constructor(
    private readonly db: Database,
    private readonly filters: AudienceFilters,
  ) {}

  /** Every group, those of the customer first, or the one of `groupId`. 404 when there is no such customer or group. */
  async check(customerId: string, groupId: string | null): Promise<Eligibility[]> {
    const rows = await readEligibility(this.db.manager, { customerId, groupId }, null);
    if (rows.length === 0) {
      if (!(await customerExists(this.db.manager, customerId))) throw notFound('customer');
      if (groupId !== null) throw notFound('group');
    }
    const answers: Eligibility[] = [];
    for (const row of rows) answers.push(await this.answer(customerId, row, row.next));
    return answers;
  }

  /** For one delivery that is not planned yet; later the history knows better: 409. */
  async checkFor(customerId: string, deliveryId: string): Promise<Eligibility> {
    const delivery = await findDeliveryToAsk(this.db.manager, deliveryId);
    if (!delivery) throw notFound('delivery');
    if (delivery.state !== 'scheduled')
      throw conflict('delivery-already-planned', 'The delivery is planned already: its history says who was left out.');
    if (delivery.groupId === null) throw notFound('group');
    const { groupId } = delivery;
    const [row] = await readEligibility(this.db.manager, { customerId, groupId }, null);
    if (!row) throw notFound('customer');
    return this.answer(customerId, row, delivery);
  }

  /** Conditions are looked at by the same statement, with the filter in it; those that make no sense are a reason. */
  private async answer(
    customerId: string,
    row: EligibilityRow,
    delivery: UpcomingDelivery | null,
  ): Promise<Eligibility> {
    if (!delivery || delivery.filter === null || !row.isMember)
      return { row, delivery, reasons: explainReasons(row, false) };
    try {
      const filter = await this.filters.compile(this.db.manager, delivery.filter);
      const [filtered] = await readEligibility(this.db.manager, { customerId, groupId: row.groupId }, filter);
      return { row, delivery, reasons: explainReasons(filtered ?? row, false) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { row, delivery, reasons: explainReasons(row, true) };
    }
  }
}
