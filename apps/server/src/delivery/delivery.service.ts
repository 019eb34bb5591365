import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import type { HoldReason } from './delivery.types.js';
import { holdDeliveries } from './holds.queries.js';
import { LinkTargets } from './link-targets.js';
import {
  acceptAttempts,
  acceptRecipients,
  advanceOutcomes,
  lockRecipients,
  firstHitsSql,
  markUnsubscribedRecipients,
  unmarkUnsubscribedRecipient,
  type ChangedRecipient,
  type LockedRecipient,
  type OutcomeChange,
  type ProvenAttempt,
  type FirstHit,
  type UnsubscribedCustomer,
} from './recipient-outcomes.queries.js';

export type {
  ChangedRecipient,
  LockedRecipient,
  OutcomeChange,
  ProvenAttempt,
  FirstHit,
  UnsubscribedCustomer,
} from './recipient-outcomes.queries.js';

/** Attempts that an event cannot move any more. */
const SETTLED = new Set(['accepted', 'delayed', 'delivered', 'bounced_soft', 'bounced_hard', 'rejected', 'complained']);

/**
 * The door of delivery for tracking and forms: what events and hits do to recipients. All of it is set-wise, runs in
 * the caller's transaction and may be repeated; sort nothing, every function locks in the same order by itself.
 */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly links: LinkTargets,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Any event of SES proves that SES accepted the attempt it names: in doubt, in flight or held becomes accepted.
   * Returns the recipients that exist, as they were before; a given id that is missing is unknown here. Call it for every event, also for kinds
   * that do nothing else, and before applyOutcomes.
   */
  async resolveAttempts(tx: EntityManager, proofs: readonly ProvenAttempt[]): Promise<LockedRecipient[]> {
    if (proofs.length === 0) return [];
    const recipients = await lockRecipients(tx, [...new Set(proofs.map((p) => p.recipientId))]);
    await this.noteEventsSeen(tx, newestOf(proofs));
    const byId = new Map(recipients.map((r) => [r.recipientId, r]));
    const open = proofs.filter((p) => {
      const recipient = byId.get(p.recipientId);
      return recipient && (!SETTLED.has(recipient.state) || recipient.attemptCount !== p.attemptNo);
    });
    if (open.length > 0) await this.accept(tx, open, byId);
    return recipients;
  }

  /** Moves the outcomes of accepted recipients forward (sending.md §2.6); returns those that moved. */
  applyOutcomes(tx: EntityManager, changes: readonly OutcomeChange[]): Promise<ChangedRecipient[]> {
    return advanceOutcomes(tx, changes);
  }

  /**
   * SQL that notes first opens and clicks, to follow a CTE `hits (recipient_id, at, …)` of the caller's in one statement.
   * One kind per statement: marking two would lock recipients after batches, and could deadlock with events.
   */
  firstHitsSql(kind: FirstHit): string {
    return firstHitsSql(kind);
  }

  /** That the unsubscribe link of a mail was used; the membership itself is the groups module's. */
  async markUnsubscribed(tx: EntityManager, hits: readonly UnsubscribedCustomer[]): Promise<void> {
    if (hits.length > 0) await markUnsubscribedRecipients(tx, hits);
  }

  /** That a stop by the link of a mail was taken back. Like marking, before customers are locked (groups/README.md). */
  unmarkUnsubscribed(tx: EntityManager, of: Omit<UnsubscribedCustomer, 'at'>): Promise<void> {
    return unmarkUnsubscribedRecipient(tx, of);
  }

  /** For events that lost their tags: which attempt has this SES message id. */
  findByMessageId(
    em: EntityManager,
    sesMessageIds: readonly string[],
  ): Promise<{ sesMessageId: string; recipientId: string; attemptNo: number; deliveryId: string }[]> {
    return rowsOf(
      em,
      `select a.ses_message_id as "sesMessageId", a.recipient_id as "recipientId", a.attempt_no as "attemptNo",
              r.delivery_id as "deliveryId"
         from send_attempt a join delivery_recipient r on r.id = a.recipient_id
        where a.ses_message_id = any($1::text[])`,
      [sesMessageIds],
    );
  }

  /**
   * Where link `linkNo` of a delivery leads; null: no such link. Cached, since links are frozen. `recipientId` is only
   * read when the URL holds merge tags; a pruned recipient gets their defaults.
   */
  linkTarget(deliveryId: string, linkNo: number, recipientId: string): Promise<string | null> {
    return this.links.target(deliveryId, linkNo, recipientId);
  }

  /**
   * That events of mails SES accepted at `newestMailAt` (mail.timestamp) have been applied: the proof of health of the
   * event pipeline without which absence is never concluded. resolveAttempts calls it; call it for canaries
   * (tag k=canary), whose recipient does not exist.
   */
  async noteEventsSeen(tx: EntityManager, newestMailAt: Date): Promise<void> {
    await rowsOf(
      tx,
      `update event_pipeline set newest_mail_at = $1
        where id = 1 and (newest_mail_at is null or newest_mail_at < $1::timestamptz - interval '200 milliseconds')`,
      [newestMailAt],
    );
  }

  /**
   * That the queue of events had nothing in it at `at`, hidden messages included: whatever was published before has
   * been stored. Without that, absence is not concluded where events come by a queue.
   */
  async noteQueueEmpty(at: Date): Promise<void> {
    await this.db.rows(
      'update event_pipeline set queue_empty_at = $1 where id = 1 and (queue_empty_at is null or queue_empty_at < $1)',
      [at],
    );
  }

  /** Pauses a delivery that is being sent and says why; false when it was not being sent. */
  async pauseFor(tx: EntityManager, deliveryId: string, reason: HoldReason, detail: string): Promise<boolean> {
    return (await holdDeliveries(tx, deliveryId, reason, detail)) > 0;
  }

  private async accept(
    tx: EntityManager,
    proofs: readonly ProvenAttempt[],
    recipients: ReadonlyMap<string, LockedRecipient>,
  ): Promise<void> {
    const closed = await acceptAttempts(tx, proofs, this.clock.now());
    await acceptRecipients(tx, proofs);
    for (const { recipientId, attemptNo, was } of closed) {
      const later = (recipients.get(recipientId)?.attemptCount ?? 0) > attemptNo;
      // A second copy may exist: absence was concluded, yet SES had the mail. It can only be reported, not undone.
      if (later) this.logger.error({ recipientId, attemptNo, was }, 'duplicate: an earlier attempt had been accepted');
    }
  }
}

function newestOf(proofs: readonly ProvenAttempt[]): Date {
  return proofs.reduce((newest, p) => (p.at > newest ? p.at : newest), new Date(0));
}
