import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { EntityManager } from 'typeorm';
import { CustomerErrors } from '../customers/customer-errors.service.js';
import { DeliveryService, type LockedRecipient } from '../delivery/delivery.service.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { decideEvent } from './decide-event.js';
import { withoutWords } from './event-decision.types.js';
import { eventEffects, type EventEffects, type OurEvent } from './event-effects.js';
import {
  claimNotifications,
  emptyNotifications,
  finishNotifications,
  postponeNotifications,
  keepForLater,
  type DueNotification,
} from './notifications.queries.js';
import { parseSesNotification } from './parse-ses-notification.js';
import type { SesEvent } from './ses-event.types.js';
import { eventKey, insertProviderEvents, lockCustomers } from './tracking-events.queries.js';

/** Events applied in one transaction. */
const BATCH_SIZE = 500;
const MINUTE_MS = 60_000;
/** An event may come before the recipient it belongs to is known here, e.g. after a restore; then it is let go. */
const TRY_AGAIN_AFTER_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);

interface Read {
  readonly notification: DueNotification;
  readonly event: SesEvent;
}

/** Applies stored SES events, a batch in one transaction; each has its effect once, whatever order they come in. */
@Injectable()
export class EventRecorder {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly delivery: DeliveryService,
    private readonly errors: CustomerErrors,
    private readonly memberships: MembershipChanges,
    private readonly logger: PinoLogger,
  ) {}

  /** Applies what is due; returns how many events that were. */
  async applyDue(): Promise<number> {
    let total = 0;
    for (let count = BATCH_SIZE; count === BATCH_SIZE; total += count) count = await this.applyBatch();
    return total;
  }

  /** One event that cannot be applied must not hold up the others: after a failure they go one by one. */
  private async applyBatch(): Promise<number> {
    try {
      return await this.applySome(BATCH_SIZE);
    } catch (error) {
      this.logger.warn({ err: error }, 'a batch of SES events failed and is applied one by one');
    }
    let count = 0;
    while (count < BATCH_SIZE && (await this.applyOne())) count++;
    return count;
  }

  private async applyOne(): Promise<boolean> {
    let current: DueNotification | undefined;
    try {
      return (await this.applySome(1, (notification) => (current = notification))) > 0;
    } catch (error) {
      if (!current) throw error;
      this.logger.error({ err: error, notificationId: current.id }, 'an SES event could not be applied');
      await keepForLater(this.db.manager, current.id, this.tryAgainAt(current) ?? this.lastTryAt());
      return true;
    }
  }

  private applySome(limit: number, onClaim?: (notification: DueNotification) => void): Promise<number> {
    return this.db.tx(async (tx) => {
      const due = await claimNotifications(tx, this.clock.now(), limit);
      if (due[0]) onClaim?.(due[0]);
      await this.apply(tx, due);
      return due.length;
    });
  }

  private async apply(tx: EntityManager, due: readonly DueNotification[]): Promise<void> {
    const read: Read[] = [];
    const ignored: string[] = [];
    for (const notification of due) {
      const event = parseSesNotification(notification.payload);
      if (event) read.push({ notification, event });
      else ignored.push(notification.id);
    }
    await this.noteOutside(tx, read);
    const events = await this.identify(
      tx,
      read.filter(({ event }) => !event.mail.isOutsideDeliveries),
    );
    const recipients = await this.resolve(tx, events);
    const ours = events.flatMap((e) => {
      const recipient = e.recipientId === null ? undefined : recipients.get(e.recipientId);
      if (!recipient) return [];
      const decision = decideEvent(e.event);
      return [{ ...e, recipient, decision: recipient.isErased ? withoutWords(decision) : decision }];
    });
    await this.takeEffect(tx, ours);
    const applied = new Set(ours.map(({ notification }) => notification.id));
    const orphans = events.filter(({ notification }) => !applied.has(notification.id));
    await finishNotifications(tx, [...applied, ...outsideIds(read)], 'applied');
    await finishNotifications(tx, ignored, 'ignored');
    await emptyNotifications(tx, erasedIds(ours));
    await postponeNotifications(
      tx,
      orphans.map(({ notification }) => this.postponed(notification)),
    );
  }

  /** Canaries and test mails have no recipient; that their event came is all that counts. */
  private async noteOutside(tx: EntityManager, read: readonly Read[]): Promise<void> {
    const times = read.flatMap(({ event: { mail } }) =>
      mail.isOutsideDeliveries && mail.at ? [mail.at.getTime()] : [],
    );
    if (times.length > 0) await this.delivery.noteEventsSeen(tx, new Date(Math.max(...times)));
  }

  /** By our tags or headers, else by SES's id for the mail (sending.md §2.5). */
  private async identify(
    tx: EntityManager,
    read: readonly Read[],
  ): Promise<(Read & { recipientId: string | null; attemptNo: number })[]> {
    const nameless = read.flatMap(({ event: { mail } }) =>
      mail.recipientId === null && mail.sesMessageId !== null ? [mail.sesMessageId] : [],
    );
    const found = nameless.length > 0 ? await this.delivery.findByMessageId(tx, nameless) : [];
    const byMessageId = new Map(found.map((f) => [f.sesMessageId, f]));
    return read.map(({ notification, event }) => {
      const { recipientId, attemptNo, sesMessageId } = event.mail;
      const known = byMessageId.get(sesMessageId ?? '');
      return {
        notification,
        event,
        recipientId: recipientId ?? known?.recipientId ?? null,
        attemptNo: attemptNo ?? known?.attemptNo ?? 1,
      };
    });
  }

  /** Any event proves that SES accepted the mail. Locks the recipients for the rest of the transaction. */
  private async resolve(
    tx: EntityManager,
    events: readonly (Read & { recipientId: string | null; attemptNo: number })[],
  ): Promise<Map<string, LockedRecipient>> {
    const proofs = new Map(
      events.flatMap(({ recipientId, attemptNo, event: { mail }, notification }) =>
        recipientId === null
          ? []
          : [
              [
                `${recipientId}/${attemptNo}`,
                { recipientId, attemptNo, sesMessageId: mail.sesMessageId, at: mail.at ?? notification.receivedAt },
              ] as const,
            ],
      ),
    );
    const locked = await this.delivery.resolveAttempts(tx, [...proofs.values()]);
    return new Map(locked.map((recipient) => [recipient.recipientId, recipient]));
  }

  private async takeEffect(tx: EntityManager, ours: readonly OurEvent[]): Promise<void> {
    const { events, effectsOf } = eventEffects(ours);
    const fresh = await insertProviderEvents(tx, events);
    const effects = effectsOf((recipientId, effectKey) => fresh.has(eventKey(recipientId, effectKey)));
    await this.delivery.applyOutcomes(tx, effects.outcomes);
    if (effects.complaints.length > 0)
      await lockCustomers(
        tx,
        [...effects.complaints, ...effects.errors].map((effect) => effect.customerId),
      );
    await this.errors.record(tx, effects.errors);
    await this.stopComplainers(tx, effects.complaints);
  }

  /** No group of ours mails them any more (C-58), nor when they are deleted meanwhile and come back (J-36). */
  private async stopComplainers(tx: EntityManager, complaints: EventEffects['complaints']): Promise<void> {
    for (const { customerId, deliveryId } of complaints) {
      const change = { customerIds: [customerId], from: ['active'], to: 'stopped' } as const;
      await this.memberships.setEverywhere(tx, change, { via: 'complaint', deliveryId });
    }
    await this.memberships.recordComplaints(
      tx,
      complaints.map(({ email }) => email.toLowerCase()),
    );
  }

  private postponed({ id, tryCount }: DueNotification): { id: string; nextTryAt: Date | null } {
    return { id, nextTryAt: this.tryAgainAt({ tryCount }) };
  }

  private tryAgainAt({ tryCount }: Pick<DueNotification, 'tryCount'>): Date | null {
    const wait = TRY_AGAIN_AFTER_MS[tryCount];
    return wait === undefined ? null : new Date(this.clock.now().getTime() + wait);
  }

  private lastTryAt(): Date {
    return new Date(this.clock.now().getTime() + (TRY_AGAIN_AFTER_MS.at(-1) ?? MINUTE_MS));
  }
}

const erasedIds = (ours: readonly OurEvent[]): string[] =>
  ours.filter(({ recipient }) => recipient.isErased).map(({ notification }) => notification.id);

const outsideIds = (read: readonly Read[]): string[] =>
  read.filter(({ event }) => event.mail.isOutsideDeliveries).map(({ notification }) => notification.id);
