/** One finished mail for one recipient. */
export interface OutgoingMessage {
  /** addr-spec of the sender, the same as in From */
  readonly from: string;
  /** addr-spec of the one recipient; dots that RFC 5322 does not allow are quoted on the way */
  readonly to: string;
  readonly raw: Buffer;
  readonly configurationSet?: string;
  /** Come back in every event; names and values of `[A-Za-z0-9_-]`, at most 256 characters. */
  readonly tags: ReadonlyArray<readonly [name: string, value: string]>;
}

/** Why SES certainly did not take a mail that may be offered again. */
export type NotSentReason =
  | 'throttled'
  | 'daily_quota'
  | 'account_suspended'
  | 'sending_paused'
  | 'mail_from_not_verified'
  | 'sender_not_verified'
  | 'recipient_not_verified'
  | 'not_found'
  | 'access_denied'
  | 'expired_credentials'
  | 'no_credentials'
  | 'connect'
  | 'refusal_unreadable';

/** Why SES will never take this mail. */
export type RejectedReason = 'invalid_address' | 'content' | 'request' | 'too_large';

/** Why nobody can say whether SES took a mail. */
export type UnknownReason =
  | 'timeout'
  | 'connection_lost'
  | 'server_error'
  | 'truncated_answer'
  | 'unreadable_answer'
  | 'unrecognised';

/** What must be held back: every lane of the account, this delivery, or no more than this one recipient. */
export type HoldScope = 'message' | 'delivery' | 'account';

/** What became of one offer. `detail` is for the operator and may hold addresses: mask it in logs. */
export type Answer = { readonly kind: 'accepted'; readonly sesMessageId: string } | NotSent | Rejected | InDoubt;

/** Certainly not accepted; may go back to pending once what `scope` says is no longer held. */
export interface NotSent {
  readonly kind: 'not_sent';
  readonly reason: NotSentReason;
  readonly scope: HoldScope;
  readonly httpStatus?: number;
  readonly detail: string;
}

/** Certainly not accepted, and final for this recipient. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly reason: RejectedReason;
  readonly httpStatus?: number;
  readonly detail: string;
}

/** In doubt: may or may not have been accepted. Must never be offered again before its absence is proven. */
export interface InDoubt {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly httpStatus?: number;
  readonly detail: string;
}

/** Offers a mail once. Never throws and never repeats anything by itself. */
export interface Mailer {
  send(message: OutgoingMessage): Promise<Answer>;
}
