import type { CustomerError } from '../customers/customers.service.js';
import type { LockedRecipient, OutcomeChange } from '../delivery/delivery.service.js';
import type { ErrorWeight, EventDecision } from './event-decision.types.js';
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
  readonly errors: readonly CustomerError[];
  readonly complaints: readonly { customerId: string; deliveryId: string }[];
}

/**
 * Turns decisions into rows to note and, once it is known which of them are new, into effects. Pure; the order of the
 * events makes no difference: outcomes move by rank, and a mail counts as one error at most, the heavier one.
 */
export function eventEffects(ours: readonly OurEvent[]): {
  readonly events: readonly ProviderEvent[];
  readonly effectsOf: (
    isFresh: (recipientId: string, effectKey: string) => boolean,
    counted: ReadonlyMap<string, ErrorWeight>,
  ) => EventEffects;
} {
  const named = ours.map((our) => ({ our, row: toProviderEvent(our) }));
  return {
    events: named.map(({ row }) => row),
    effectsOf: (isFresh, counted) => {
      const fresh = named.filter(({ row }) => isFresh(row.recipientId, row.effectKey));
      const decided = fresh.map(({ our, row }) => ({ ...our, at: row.at }));
      return {
        outcomes: decided.flatMap(toOutcome),
        errors: countErrors(decided, counted),
        complaints: decided
          .filter(({ decision }) => decision.stopsEverywhere)
          .map(({ recipient: { customerId, deliveryId } }) => ({ customerId, deliveryId })),
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

/** At most one error per mail; a hard one counts even where a soft one of the same mail has counted. */
function countErrors(decided: readonly OurEvent[], counted: ReadonlyMap<string, ErrorWeight>): CustomerError[] {
  const weights = new Map<string, CustomerError>();
  for (const { recipient, decision } of decided) {
    const { recipientId, customerId } = recipient;
    const before = weights.get(recipientId)?.kind ?? counted.get(recipientId);
    if (decision.countsAs === null || before === 'hard' || before === decision.countsAs) continue;
    weights.set(recipientId, { customerId, kind: decision.countsAs });
  }
  return [...weights.values()];
}
