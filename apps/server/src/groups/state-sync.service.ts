import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { conflict } from '../platform/http/app-error.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { SettingsService } from '../settings/settings.service.js';
import { countMixedCustomers, readAlignment, requestAlignment, type AlignmentRow } from './state-alignment.queries.js';

/** Where the synchronisation of states stands. */
export interface StateSync {
  readonly enabled: boolean;
  /** customers with different states in different groups */
  readonly mixedCount: number;
  readonly alignment: AlignmentRow | null;
}

/** 配信状態の同期 (C-13): switching it on changes nobody; aligning those who differ is asked for, and done by a job. */
@Injectable()
export class StateSyncService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly settings: SettingsService,
    private readonly jobs: JobQueue,
  ) {}

  async show(): Promise<StateSync> {
    const [{ syncDeliveryStates }, mixedCount, alignment] = await Promise.all([
      this.settings.read(),
      countMixedCustomers(this.db.manager),
      readAlignment(this.db.manager),
    ]);
    return { enabled: syncDeliveryStates, mixedCount, alignment };
  }

  /** Everybody with mixed states gets the most restrictive of them, in all groups. 409 while states are not synchronised. */
  async align(userId: string): Promise<StateSync> {
    if (!(await this.settings.read()).syncDeliveryStates)
      throw conflict('state-sync-is-off', 'Turn the synchronisation of delivery states on first.');
    await requestAlignment(this.db.manager, userId, this.clock.now());
    await this.jobs.wake('groups.align-states', { reason: 'asked' });
    return this.show();
  }
}
