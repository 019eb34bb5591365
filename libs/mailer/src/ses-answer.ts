import { OVERALL_TIMEOUT, type CallPhase } from './http-call.js';
import type {
  Answer,
  HoldScope,
  InDoubt,
  NotSent,
  NotSentReason,
  Rejected,
  RejectedReason,
  UnknownReason,
} from './mailer.js';

/** An offer that was not answered with a message id. */
export interface SendFailure {
  readonly phase: CallPhase;
  readonly status?: number;
  /** header `x-amzn-errortype`, or `__type` of the body */
  readonly errorType?: string;
  readonly message?: string;
  /** of the connection's or the credentials' error */
  readonly code?: string;
  /** The addresses of the mail, to tell a refused sender from a refused recipient. */
  readonly from?: string;
  readonly to?: string;
}

/** `code` of a failure to get credentials, before anything was sent. */
export const NO_CREDENTIALS = 'CredentialsProviderError';

const RATE_TYPES = ['TooManyRequestsException', 'ThrottlingException', 'Throttling', 'LimitExceededException'];
const ACCESS_TYPES = [
  'AccessDeniedException',
  'AccessDenied',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
];
const EXPIRED_TYPES = ['ExpiredTokenException', 'ExpiredToken'];
const TIMEOUT_CODES = [OVERALL_TIMEOUT, 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];

const DAILY_QUOTA = /daily (?:message|sending) quota exceeded/i;
const NOT_VERIFIED = /^Email address is not verified\b.*?:\s*(.*)$/is;
/** What JavaMail's InternetAddress says of an address, which SES passes on. */
const ADDRESS_FAULT =
  /missing final '@domain'|missing (?:local name|domain)|(?:local address|domain) (?:contains|starts|ends)|illegal (?:address|character in (?:local name|domain)|whitespace in address|semicolon)/i;

/**
 * What a failed offer means. Only what SES certainly did not take is `not_sent` or `rejected`; all that is not in this
 * table is `unknown`, since offering it again could make a second copy. Pure.
 */
export function classifyAnswer(failure: SendFailure): Answer {
  const { phase, status } = failure;
  if (phase === 'connect') return notConnected(failure);
  if (status === undefined) return inDoubt(failure, lostReason(failure));
  if (status < 400) return inDoubt(failure, phase === 'body' ? 'truncated_answer' : 'unreadable_answer');
  if (status < 500) return classifyRefusal(failure, status);
  return inDoubt(failure, 'server_error');
}

/** `x-amzn-errortype` and `__type` without namespace and address: `TooManyRequestsException`. */
export function bareErrorType(errorType: string): string {
  return (
    errorType
      .slice(errorType.indexOf('#') + 1)
      .split(/[:,]/, 1)[0]
      ?.trim() ?? ''
  );
}

function notConnected(failure: SendFailure): NotSent {
  return failure.code === NO_CREDENTIALS
    ? notSent(failure, 'no_credentials', 'account')
    : notSent(failure, 'connect', 'message');
}

function lostReason({ code = '' }: SendFailure): UnknownReason {
  if (TIMEOUT_CODES.includes(code)) return 'timeout';
  return /^HPE_|^HTTPParserError$/.test(code) ? 'unreadable_answer' : 'connection_lost';
}

/** A 4xx: nothing was accepted, if it is SES that speaks. */
function classifyRefusal(failure: SendFailure, status: number): Answer {
  const type = bareErrorType(failure.errorType ?? '');
  const message = failure.message ?? '';
  // Seen on the wire without a type, and nobody answers these two after having accepted.
  if (status === 429 || RATE_TYPES.includes(type)) {
    return DAILY_QUOTA.test(message)
      ? notSent(failure, 'daily_quota', 'account')
      : notSent(failure, 'throttled', 'message');
  }
  if (status === 413 || type.startsWith('RequestEntityTooLarge')) return rejected(failure, 'too_large');
  if (ACCESS_TYPES.includes(type)) return notSent(failure, 'access_denied', 'account');
  if (EXPIRED_TYPES.includes(type)) return notSent(failure, 'expired_credentials', 'account');
  switch (type) {
    case 'AccountSuspendedException':
      return notSent(failure, 'account_suspended', 'account');
    case 'SendingPausedException':
      return notSent(failure, 'sending_paused', /configuration set/i.test(message) ? 'delivery' : 'account');
    case 'MailFromDomainNotVerifiedException':
      return notSent(failure, 'mail_from_not_verified', 'delivery');
    case 'NotFoundException':
      return notSent(failure, 'not_found', 'delivery');
    case 'MessageRejected':
    case 'BadRequestException':
      if (failure.phase !== 'answered') return notSent(failure, 'refusal_unreadable', 'message');
      return type === 'MessageRejected' ? classifyRejection(failure, message) : classifyBadRequest(failure, message);
    default:
      return inDoubt(failure, 'unrecognised');
  }
}

/** Only a refusal of the content is about this mail; the others are about who may write to whom. */
function classifyRejection(failure: SendFailure, message: string): Answer {
  const identities = NOT_VERIFIED.exec(message)?.[1];
  if (identities === undefined) return rejected(failure, 'content');
  const refused = identities.split(',').map(bareAddress);
  const isOnlyRecipient =
    failure.to !== undefined && refused.every((identity) => identity === bareAddress(failure.to ?? ''));
  return notSent(failure, isOnlyRecipient ? 'recipient_not_verified' : 'sender_not_verified', 'delivery');
}

/** A fault in the sender's address must not be charged to the recipient, who would never be mailed again. */
function classifyBadRequest(failure: SendFailure, message: string): Answer {
  const { from, to } = failure;
  const isAboutSender = from !== undefined && from !== to && message.includes(from) && !(to && message.includes(to));
  return rejected(failure, ADDRESS_FAULT.test(message) && !isAboutSender ? 'invalid_address' : 'request');
}

/** `"a..b"@x` and `Name <A@x>` as `a..b@x` and `a@x`, for comparing. */
function bareAddress(text: string): string {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return address
    .trim()
    .replace(/^"(.*)"@/, '$1@')
    .toLowerCase();
}

function notSent(failure: SendFailure, reason: NotSentReason, scope: HoldScope): NotSent {
  return { kind: 'not_sent', reason, scope, httpStatus: failure.status, detail: detailOf(failure) };
}

function rejected(failure: SendFailure, reason: RejectedReason): Rejected {
  return { kind: 'rejected', reason, httpStatus: failure.status, detail: detailOf(failure) };
}

function inDoubt(failure: SendFailure, reason: UnknownReason): InDoubt {
  return { kind: 'unknown', reason, httpStatus: failure.status, detail: detailOf(failure) };
}

function detailOf({ phase, errorType, code, message }: SendFailure): string {
  const name = errorType ? bareErrorType(errorType) : code;
  return [phase, name, message].filter(Boolean).join(': ').slice(0, 500);
}
