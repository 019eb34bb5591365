import type { fieldProblems as jaFields, problems as ja } from '../ja/problems';
import type { Shape } from '../shape';

export const problems: Shape<typeof ja> = {
  unexpected: 'Something unexpected happened. Reload the page and try again.',
  'internal-error': 'The server had a problem. Please try again in a while.',
  'network-unreachable': 'The server cannot be reached. Check your network and try again.',
  'invalid-request': 'Some entries are wrong. Please correct the fields marked in red.',
  'malformed-request': 'The request could not be read. Reload the page and try again.',
  'malformed-cursor': 'The list could not be continued. Please reload.',
  'not-signed-in': 'Your session has ended. Please sign in again.',
  'not-permitted': 'Your role does not allow this. Ask an administrator.',
  'csrf-refused': 'This page was open for too long to confirm the action. Reload it and try again.',
  'not-found': 'Not found. It may have been deleted.',
  'request-too-large': 'That is too much data at once. Please split it.',
  'too-many-requests': 'Too many attempts. Wait a little and try again.',
};

export const fieldProblems: Shape<typeof jaFields> = {
  unknown: 'Not correct',
  'is-email': 'Enter an e-mail address, such as taro@example.jp',
  'is-string': 'Enter text',
  'is-int': 'Enter a whole number',
  'is-in': 'Choose one of the options',
  'is-boolean': 'Choose one',
  'is-not-empty': 'Required',
  'is-defined': 'Required',
  'min-length': 'Too short',
  'max-length': 'Too long',
  matches: 'Contains characters that are not allowed',
  min: 'Too small',
  max: 'Too large',
  'array-max-size': 'Too many',
  'is-iso8601': 'Not a valid date and time',
  'whitelist-validation': 'This field is not accepted',
  required: 'Required',
  missing: 'Required',
  malformed: 'Not in the right form',
};
