import { describe, expect, test } from '@jest/globals';
import { bareErrorType, classifyAnswer, type SendFailure } from './ses-answer.js';

const answered = (status: number, errorType?: string, message?: string): SendFailure => ({
  phase: 'answered',
  status,
  errorType,
  message,
  from: 'news@example.co.jp',
  to: 'taro@example.jp',
});
const verdict = (failure: SendFailure) => {
  const answer = classifyAnswer(failure);
  if (answer.kind === 'accepted') throw new Error('a failure was taken for an acceptance');
  return [answer.kind, answer.reason, answer.kind === 'not_sent' ? answer.scope : '-'].join(' ');
};
const notVerified = (identities: string) =>
  `Email address is not verified. The following identities failed the check in region AP-NORTHEAST-1: ${identities}`;

/** The rows of the table of answers, by their numbers. */
const table: Array<[row: string, failure: SendFailure, verdict: string]> = [
  ['2 a 200 cut short', { phase: 'body', status: 200, code: 'UND_ERR_SOCKET' }, 'unknown truncated_answer -'],
  ['2 a 200 that stalls', { phase: 'body', status: 200, code: 'UND_ERR_BODY_TIMEOUT' }, 'unknown truncated_answer -'],
  ['2 a 200 without a message id', answered(200, undefined, '<html>'), 'unknown unreadable_answer -'],
  [
    '3 too many requests',
    answered(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
    'not_sent throttled message',
  ],
  [
    '3 a bare 429, as seen on the wire',
    answered(429, undefined, 'Maximum sending rate exceeded.'),
    'not_sent throttled message',
  ],
  ['3 throttling', answered(400, 'ThrottlingException', 'Rate exceeded'), 'not_sent throttled message'],
  ['3 throttling, short', answered(400, 'Throttling', 'Maximum sending rate exceeded.'), 'not_sent throttled message'],
  ['3 a 429 cut short', { phase: 'body', status: 429, code: 'UND_ERR_SOCKET' }, 'not_sent throttled message'],
  [
    '4 daily quota',
    answered(400, 'LimitExceededException', 'Daily message quota exceeded.'),
    'not_sent daily_quota account',
  ],
  [
    '4 daily quota, 429',
    answered(429, 'TooManyRequestsException', 'Daily sending quota exceeded'),
    'not_sent daily_quota account',
  ],
  [
    '4 daily quota, throttling',
    answered(400, 'ThrottlingException', 'Daily message quota exceeded.'),
    'not_sent daily_quota account',
  ],
  [
    '4 daily quota, short',
    answered(400, 'Throttling', 'Daily message quota exceeded.'),
    'not_sent daily_quota account',
  ],
  ['5 account suspended', answered(400, 'AccountSuspendedException', 'x'), 'not_sent account_suspended account'],
  [
    '6 sending paused',
    answered(400, 'SendingPausedException', 'Email sending is disabled.'),
    'not_sent sending_paused account',
  ],
  [
    '6 sending paused for a configuration set',
    answered(400, 'SendingPausedException', 'Sending is paused for configuration set <bulk>.'),
    'not_sent sending_paused delivery',
  ],
  [
    '7 MAIL FROM not verified',
    answered(400, 'MailFromDomainNotVerifiedException', 'x'),
    'not_sent mail_from_not_verified delivery',
  ],
  [
    '8a sender not verified',
    answered(400, 'MessageRejected', notVerified('news@example.co.jp, taro@example.jp')),
    'not_sent sender_not_verified delivery',
  ],
  [
    '8a sender not verified, with its name',
    answered(400, 'MessageRejected', notVerified('News <News@example.co.jp>')),
    'not_sent sender_not_verified delivery',
  ],
  [
    '8b recipient not verified',
    answered(400, 'MessageRejected', notVerified('Taro@Example.jp')),
    'not_sent recipient_not_verified delivery',
  ],
  [
    '8b quoted recipient not verified',
    { ...answered(400, 'MessageRejected', notVerified('"a..b"@docomo.ne.jp')), to: 'a..b@docomo.ne.jp' },
    'not_sent recipient_not_verified delivery',
  ],
  ['8c content', answered(400, 'MessageRejected', 'Email is rejected.'), 'rejected content -'],
  ['9a no domain', answered(400, 'BadRequestException', "Missing final '@domain'"), 'rejected invalid_address -'],
  ['9a dots', answered(400, 'BadRequestException', 'Local address contains dot-dot'), 'rejected invalid_address -'],
  ['9a last dot', answered(400, 'BadRequestException', 'Local address ends with dot'), 'rejected invalid_address -'],
  ['9a first dot', answered(400, 'BadRequestException', 'Local address starts with dot'), 'rejected invalid_address -'],
  [
    '9a domain',
    answered(400, 'BadRequestException', 'Domain contains illegal character'),
    'rejected invalid_address -',
  ],
  ['9a illegal', answered(400, 'BadRequestException', 'Illegal address'), 'rejected invalid_address -'],
  [
    '9a the fault is in the recipient named',
    answered(400, 'BadRequestException', "Missing final '@domain' in string ``taro@example.jp''"),
    'rejected invalid_address -',
  ],
  [
    '9b the fault is in the sender named',
    answered(400, 'BadRequestException', "Illegal address in string ``news@example.co.jp''"),
    'rejected request -',
  ],
  ['9b another bad request', answered(400, 'BadRequestException', 'Invalid tag value'), 'rejected request -'],
  [
    '10 not found',
    answered(404, 'NotFoundException', 'Configuration set <x> does not exist.'),
    'not_sent not_found delivery',
  ],
  ['11 access denied', answered(403, 'AccessDeniedException', 'x'), 'not_sent access_denied account'],
  ['11 wrong signature', answered(403, 'SignatureDoesNotMatch', 'x'), 'not_sent access_denied account'],
  ['11 invalid signature', answered(403, 'InvalidSignatureException', 'x'), 'not_sent access_denied account'],
  ['11 unknown client', answered(403, 'UnrecognizedClientException', 'x'), 'not_sent access_denied account'],
  ['11 unknown key', answered(403, 'InvalidClientTokenId', 'x'), 'not_sent access_denied account'],
  ['11 expired', answered(403, 'ExpiredTokenException', 'x'), 'not_sent expired_credentials account'],
  ['11 no credentials', { phase: 'connect', code: 'CredentialsProviderError' }, 'not_sent no_credentials account'],
  ['12 too large', answered(413, undefined, '<html>'), 'rejected too_large -'],
  ['12 too large, typed', answered(400, 'RequestEntityTooLarge', 'x'), 'rejected too_large -'],
  ['13 500', answered(500, 'InternalServiceErrorException', 'x'), 'unknown server_error -'],
  ['13 502 with a page', answered(502, undefined, '<html>'), 'unknown server_error -'],
  ['13 503', answered(503, 'ServiceUnavailable', 'x'), 'unknown server_error -'],
  ['13 504 cut short', { phase: 'body', status: 504, code: 'UND_ERR_SOCKET' }, 'unknown server_error -'],
  ['13 a typed 503 is no refusal', answered(503, 'ThrottlingException', 'x'), 'unknown server_error -'],
  ['14 refused', { phase: 'connect', code: 'ECONNREFUSED' }, 'not_sent connect message'],
  ['14 unknown host', { phase: 'connect', code: 'ENOTFOUND' }, 'not_sent connect message'],
  ['14 TLS certificate', { phase: 'connect', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'not_sent connect message'],
  ['14 reset before TLS stood', { phase: 'connect', code: 'ECONNRESET' }, 'not_sent connect message'],
  ['15 reset', { phase: 'request', code: 'ECONNRESET' }, 'unknown connection_lost -'],
  ['15 closed', { phase: 'request', code: 'UND_ERR_SOCKET' }, 'unknown connection_lost -'],
  ['15 refused after writing', { phase: 'request', code: 'ECONNREFUSED' }, 'unknown connection_lost -'],
  ['15 closed in the headers', { phase: 'headers', code: 'UND_ERR_SOCKET' }, 'unknown connection_lost -'],
  ['15 no answer', { phase: 'request', code: 'UND_ERR_HEADERS_TIMEOUT' }, 'unknown timeout -'],
  ['15 timed out', { phase: 'request', code: 'ETIMEDOUT' }, 'unknown timeout -'],
  ['15 the overall limit', { phase: 'request', code: 'OVERALL_TIMEOUT' }, 'unknown timeout -'],
  ['17 not HTTP', { phase: 'headers', code: 'HPE_INVALID_CONSTANT' }, 'unknown unreadable_answer -'],
  ['17 not HTTP, from undici', { phase: 'headers', code: 'HTTPParserError' }, 'unknown unreadable_answer -'],
  ['17 a redirect', answered(307, undefined, ''), 'unknown unreadable_answer -'],
  ['17 a 400 of an unknown type', answered(400, 'BrandNewException', 'x'), 'unknown unrecognised -'],
  ['17 a 403 of a proxy', answered(403, undefined, '<html>'), 'unknown unrecognised -'],
  ['17 a 404 of a proxy', answered(404, undefined, '<html>'), 'unknown unrecognised -'],
  [
    '17 a 400 cut short before its type',
    { phase: 'body', status: 400, code: 'UND_ERR_SOCKET' },
    'unknown unrecognised -',
  ],
  [
    '8, 9 a refusal cut short is certain, but does not say whom it concerns',
    { phase: 'body', status: 400, errorType: 'MessageRejected', code: 'UND_ERR_SOCKET' },
    'not_sent refusal_unreadable message',
  ],
];

describe('classifyAnswer', () => {
  test.each(table)('row %s', (_, failure, expected) => {
    expect(verdict(failure)).toBe(expected);
  });

  test('whatever is not a complete refusal or a call never written is in doubt', () => {
    for (const phase of ['request', 'headers', 'body', 'answered'] as const) {
      for (const status of phase === 'body' || phase === 'answered' ? [200, 202, 204, 301, 500, 599] : [undefined]) {
        for (const errorType of [undefined, 'TooManyRequestsException', 'MessageRejected', 'AccessDeniedException']) {
          expect(classifyAnswer({ phase, status, errorType, message: 'Daily message quota exceeded.' }).kind).toBe(
            'unknown',
          );
        }
      }
    }
  });

  test('says for the operator what came, with the status, in at most 500 characters', () => {
    const answer = classifyAnswer(
      answered(400, 'BadRequestException:http://internal.amazon.com/', 'Invalid tag value'),
    );
    expect(answer).toMatchObject({ httpStatus: 400, detail: 'answered: BadRequestException: Invalid tag value' });
    expect(classifyAnswer(answered(502, undefined, 'x'.repeat(9000)))).toMatchObject({
      detail: expect.stringMatching(/^.{1,500}$/s),
    });
  });
});

test.each([
  ['TooManyRequestsException', 'TooManyRequestsException'],
  ['TooManyRequestsException:http://internal.amazon.com/coral/com.amazonaws.sesv2/', 'TooManyRequestsException'],
  ['com.amazonaws.sesv2#NotFoundException', 'NotFoundException'],
  ['', ''],
])('the type %j is %j', (given, bare) => {
  expect(bareErrorType(given)).toBe(bare);
});
