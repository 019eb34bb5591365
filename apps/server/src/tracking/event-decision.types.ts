import type { ErrorKind, ErrorWeight } from '../customers/customer-error.types.js';
import type { RecipientOutcome } from '../delivery/delivery.types.js';
import type { TrackingEventKind } from './tracking.types.js';

/** What an event does. Decisions know one event only; the event recorder applies those of a batch together. */
export interface EventDecision {
  readonly kind: TrackingEventKind;
  readonly at: Date | null;
  /** what makes another copy of it the same event, within one mail (sending.md §2.5) */
  readonly discriminator: string;
  /** what becomes of the recipient, at least; null: nothing */
  readonly outcome: RecipientOutcome | null;
  readonly errorKind: ErrorKind | 'complaint' | null;
  readonly errorDetail: string | null;
  /** null: the address is not at fault */
  readonly countsAs: ErrorWeight | null;
  /** the customer wants no mail of ours any more, from any group */
  readonly stopsEverywhere: boolean;
  /** for the timeline: type, sub-type, the server's words */
  readonly detail: Readonly<Record<string, string>> | null;
}

/** The decision about somebody who was erased: what came of the mail, without a word about them or an act on them. */
export const withoutWords = (decision: EventDecision): EventDecision => ({
  ...decision,
  errorDetail: null,
  countsAs: null,
  stopsEverywhere: false,
  detail: null,
});

/** An event that is only noted. */
export const JUST_NOTED = {
  discriminator: '',
  outcome: null,
  errorKind: null,
  errorDetail: null,
  countsAs: null,
  stopsEverywhere: false,
  detail: null,
} as const satisfies Partial<EventDecision>;
