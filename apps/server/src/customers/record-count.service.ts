import { Injectable } from '@nestjs/common';
import { rowsIn, type RunsIn } from '../platform/database/database.js';
import { SettingsService } from '../settings/settings.service.js';

/** How many customers there are and may be. A trigger keeps the count, so that no writer can forget it. */
@Injectable()
export class RecordCount {
  constructor(private readonly settings: SettingsService) {}

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
