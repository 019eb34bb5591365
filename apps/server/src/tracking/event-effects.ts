import type { DeliveryError } from '../customers/customer-error.types.js';
import type { LockedRecipient, OutcomeChange } from '../delivery/delivery.service.js';
import type { EventDecision } from './event-decision.types.js';
import type { SesEvent } from './ses-event.types.js';
import type { DueNotification } from './notifications.queries.js';
import type { ProviderEvent } from './tracking-events.queries.js';

/** An event whose recipient is known here, with what was decided about it. */
export interface OurEvent {
  readonly notification: DueNotification;
  readonly event: SesEvent;
  readonly recipient: LockedRecipient;
  readonly attemptNo: number;
  readonly decision: EventDecision;
}

/** What the events of a batch do together. */
export interface EventEffects {
  readonly outcomes: readonly OutcomeChange[];
  readonly errors: readonly DeliveryError[];
  readonly complaints: readonly { customerId: string; deliveryId: string; email: string }[];
}

/**
 * Turns decisions into rows to note and, once it is known which of them are new, into effects. Pure; the order of the
 * events makes no difference: outcomes move by rank, and what errors count for is the customers' own (count-errors.ts).
 */
export function eventEffects(ours: readonly OurEvent[]): {
  readonly events: readonly ProviderEvent[];
  readonly effectsOf: (isFresh: (recipientId: string, effectKey: string) => boolean) => EventEffects;
} {
  const named = ours.map((our) => ({ our, row: toProviderEvent(our) }));
  return {
    events: named.map(({ row }) => row),
    effectsOf: (isFresh) => {
      const fresh = named.filter(({ row }) => isFresh(row.recipientId, row.effectKey));
      const decided = fresh.map(({ our, row }) => ({ ...our, at: row.at }));
      return {
        outcomes: decided.flatMap(toOutcome),
        errors: decided.flatMap(toError),
        complaints: decided
          .filter(({ decision }) => decision.stopsEverywhere)
          .map(({ recipient: { customerId, deliveryId, email } }) => ({ customerId, deliveryId, email })),
      };
    },
  };
}

function toProviderEvent({ recipient, event, decision, attemptNo, notification }: OurEvent): ProviderEvent {
  const { mail } = event;
  return {
    recipientId: recipient.recipientId,
    deliveryId: recipient.deliveryId,
    kind: decision.kind,
    at: decision.at ?? mail.at ?? notification.receivedAt,
    effectKey: `${mail.sesMessageId ?? `attempt-${attemptNo}`}/${decision.kind}/${decision.discriminator}`,
    detail: decision.countsAs === null ? decision.detail : { ...decision.detail, countsAs: decision.countsAs },
  };
}

function toOutcome({ recipient, decision, at }: OurEvent & { at: Date }): OutcomeChange[] {
  if (decision.outcome === null) return [];
  const { outcome, errorKind, errorDetail } = decision;
  return [{ recipientId: recipient.recipientId, outcome, at, errorKind, errorDetail }];
}

/** What belongs into the customer's history of errors; a complaint is none (C-58). */
function toError({ recipient, event, decision, at }: OurEvent & { at: Date }): DeliveryError[] {
  const { errorKind: kind, errorDetail: answer, countsAs: weight } = decision;
  if (kind === null || kind === 'complaint') return [];
  const { customerId, recipientId, deliveryId, email } = recipient;
  return [{ customerId, recipientId, deliveryId, email, kind, weight, answer, at, sentAt: event.mail.at }];
}
