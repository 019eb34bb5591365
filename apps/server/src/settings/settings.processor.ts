import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Handles } from '../platform/queue/handles.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { JobPayloads } from '../platform/queue/jobs.js';
import { Sweeps } from '../platform/queue/sweeps.js';
import { NoticeSender } from './notice-sender.js';
import { hasDueNotice, removeOldNotices } from './notices.queries.js';

const KEEP_NOTICES_MS = 30 * 24 * 3_600_000;
const PRUNE_EVERY_MS = 3_600_000;
const CHUNK = 1_000;

/** Background work of the settings: the outbox of notices. */
@Injectable()
export class SettingsProcessor {
  constructor(
    private readonly sender: NoticeSender,
    db: Database,
    clock: Clock,
    jobs: JobQueue,
    sweeps: Sweeps,
  ) {
    sweeps.register({
      name: 'settings.send-notices',
      sweep: async () => {
        if (await hasDueNotice(db.manager, clock.now()))
          await jobs.wake('settings.send-notices', { reason: 'sweep' }, { jobId: 'sweep' });
      },
    });
    sweeps.register({
      name: 'settings.prune-notices',
      everyMs: PRUNE_EVERY_MS,
      sweep: async () => {
        const before = new Date(clock.now().getTime() - KEEP_NOTICES_MS);
        while ((await removeOldNotices(db.manager, before, CHUNK)) === CHUNK) continue;
      },
    });
  }

  @Handles('settings.send-notices')
  async sendNotices(_payload: JobPayloads['settings.send-notices']): Promise<void> {
    await this.sender.sendDue();
  }
}
