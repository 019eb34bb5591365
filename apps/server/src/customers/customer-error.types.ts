export const ERROR_WEIGHTS = ['hard', 'soft'] as const;
/** How an error counts against an address (C-58). hard: it is of no use; soft: it may work another time */
export type ErrorWeight = (typeof ERROR_WEIGHTS)[number];

export const ERROR_KINDS = [
  'unknown_user',
  'suppressed',
  'mailbox_full',
  'temporary',
  'unknown',
  'forwarded',
  'validation',
  'invalid_address',
  'policy',
  'unsubscribed',
  'message_too_large',
  'content_rejected',
  'attachment_rejected',
  'rejected_content',
] as const;
/** 宛先不明, 送信抑制, 容量超過 … (C-54, C-58) */
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One delivery error of one mail, as the receiving side or SES told it. */
export interface DeliveryError {
  readonly customerId: string;
  /** the mail */
  readonly recipientId: string;
  readonly deliveryId: string;
  /** the address that was mailed: errors of an address that has been changed since do not count (C-62) */
  readonly email: string;
  readonly kind: ErrorKind;
  /** null: the address is not at fault */
  readonly weight: ErrorWeight | null;
  /** the server's words */
  readonly answer: string | null;
  readonly at: Date;
  /** when SES took the mail; null: it did not, or nobody knows */
  readonly sentAt: Date | null;
}
