import { Injectable } from '@nestjs/common';
import { Database, rowsIn, type RunsIn } from '../platform/database/database.js';
import { SettingsService } from '../settings/settings.service.js';

/** How many customers there are and may be. A trigger keeps the count, so that no writer can forget it. */
@Injectable()
export class RecordCount {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsService,
  ) {}

  /** Count, limit and the peak of this month of Japan: what it was left at when the month has seen no change yet. */
  async state(): Promise<{ count: number; limit: number | null; monthPeak: number }> {
    const { customerLimit: limit } = await this.settings.read();
    const [row] = await this.db.rows<{ count: string; peak: string }>(
      `select t.customer_count as count, coalesce(m.peak_count, t.customer_count) as peak
         from customer_tally t
         left join customer_month m on m.month = date_trunc('month', now() at time zone 'Asia/Tokyo')::date`,
    );
    return { count: Number(row?.count ?? 0), limit, monthPeak: Number(row?.peak ?? 0) };
  }

  /** Exactly, as of this transaction; one row is read. */
  async current(where: RunsIn): Promise<number> {
    const [row] = await rowsIn<{ count: string }>(where, 'select customer_count as count from customer_tally');
    return Number(row?.count ?? 0);
  }

  /**
   * How many customers may still be added by this transaction; Infinity without a limit. With one the tally is locked
   * until the transaction ends, so that two imports cannot both take the last place.
   */
  async room(where: RunsIn): Promise<number> {
    const { customerLimit } = await this.settings.read();
    if (customerLimit === null) return Infinity;
    const [row] = await rowsIn<{ count: string }>(
      where,
      'select customer_count as count from customer_tally for no key update',
    );
    return Math.max(0, customerLimit - Number(row?.count ?? 0));
  }
}
