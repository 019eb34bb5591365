/** What every SES event says of its mail. What was missing is null: no optional field is ever relied on. */
export interface SesMail {
  /** when SES accepted it */
  readonly at: Date | null;
  readonly sesMessageId: string | null;
  readonly destination: readonly string[];
  /** tag d, else the X-Kubari-Recipient or Message-ID header; lower-case uuid */
  readonly recipientId: string | null;
  /** tag a, else from the Message-ID header */
  readonly attemptNo: number | null;
  /** tag k=canary, test or notice: a mail to the simulator or to colleagues; all its events are good for is to show that they arrive */
  readonly isOutsideDeliveries: boolean;
}

export interface BouncedRecipient {
  readonly email: string;
  readonly status: string;
  readonly diagnostic: string;
}

/** What happened, one kind for each type of SES event that we act on (sending.md §2.4). */
export type SesHappening =
  | { readonly type: 'send' }
  | { readonly type: 'delivery'; readonly at: Date | null; readonly smtpResponse: string }
  | {
      readonly type: 'delay';
      readonly at: Date | null;
      readonly delayType: string;
      readonly recipients: readonly BouncedRecipient[];
    }
  | {
      readonly type: 'bounce';
      readonly at: Date | null;
      readonly feedbackId: string;
      readonly bounceType: string;
      readonly bounceSubType: string;
      readonly recipients: readonly BouncedRecipient[];
    }
  | {
      readonly type: 'complaint';
      readonly at: Date | null;
      readonly feedbackId: string;
      readonly subType: string;
      readonly feedbackType: string;
    }
  | { readonly type: 'reject'; readonly reason: string };

export interface SesEvent {
  readonly mail: SesMail;
  readonly happening: SesHappening;
}
