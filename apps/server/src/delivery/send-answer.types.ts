import type { Answer, HoldScope } from '@kubari/mailer';

/** Nothing was sent, for a reason on our own side. */
export interface NotOffered {
  readonly kind: 'not_sent';
  readonly reason: 'begun_too_late' | 'not_rendered';
  readonly scope: HoldScope;
  readonly httpStatus?: undefined;
  readonly detail: string;
}

/** What became of one attempt: the answer of SES, or why it was not offered to SES at all. */
export type SendAnswer = Answer | NotOffered;
