import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';

/** The login history is kept for a year (product.md S-08). */
const KEPT_MS = 365 * 24 * 3_600_000;

/** Removes what is older, once at each start; nothing depends on it happening on a certain day. */
@Injectable()
export class LoginHistoryRetention implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    await this.db.rows('delete from login_attempt where attempted_at < $1', [before]);
  }
}
