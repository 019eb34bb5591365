import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { GroupCommit } from '../platform/database/group-commit.js';
import { JobQueue } from '../platform/queue/job-queue.js';

/** One SES event as it came, under the key that makes a second copy of it a no-op. */
export interface StoredNotification {
  readonly messageKey: string;
  /** the SES event as JSON text */
  readonly payload: string;
}

/** A wake-up for every commit would cost more than the commit; the sweep is there if one goes missing. */
const WAKE_EVERY_MS = 100;

/** Where SES events are stored before they are acknowledged. Concurrent stores share one commit. */
@Injectable()
export class NotificationInbox {
  private readonly commits: GroupCommit<StoredNotification>;
  private wakePlanned = false;

  constructor(
    private readonly db: Database,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {
    this.commits = new GroupCommit((items) => this.insert(items), { most: 1_000, concurrency: 1 });
  }

  /** Returns when the event is committed, or was already; throws when the database cannot say so. */
  store(notification: StoredNotification): Promise<void> {
    return this.commits.add(notification);
  }

  /** The same for all that one receive brought. */
  async storeAll(notifications: readonly StoredNotification[]): Promise<void> {
    if (notifications.length > 0) await this.insert(notifications);
  }

  private async insert(items: readonly StoredNotification[]): Promise<void> {
    await this.db.pool.query({
      name: 'tracking-store-notifications',
      // ordered, so that two processes with the same messages cannot deadlock on the unique index
      text: `insert into ses_notification (message_key, payload, received_at, next_try_at)
             select key, payload, $3, $3 from unnest($1::text[], $2::text[]) as n (key, payload) order by key
             on conflict (message_key) do nothing`,
      values: [items.map((i) => i.messageKey), items.map((i) => i.payload.replaceAll('\0', '')), this.clock.now()],
    });
    this.wake();
  }

  private wake(): void {
    if (this.wakePlanned) return;
    this.wakePlanned = true;
    const timer = setTimeout(() => {
      this.wakePlanned = false;
      void this.jobs.wake('tracking.apply', { reason: 'stored' });
    }, WAKE_EVERY_MS);
    timer.unref();
  }
}

/** For events that came without an SNS envelope, and so without a MessageId (raw delivery to a queue). */
export const bodyKey = (body: string): string => `sha256:${createHash('sha256').update(body).digest('hex')}`;
