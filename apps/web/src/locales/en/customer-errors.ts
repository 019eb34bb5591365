import type { customerErrors as ja } from '../ja/customer-errors';
import type { Shape } from '../shape';

export const customerErrors: Shape<typeof ja> = {
  title: 'Delivery errors',
  countedNone: 'No errors that count',
  counted_one: '{{count, number}} in total',
  counted_other: '{{count, number}} in total',
  limits: 'The status becomes “Error” after {{hard}} permanent error(s), or {{soft}} of any kind.',
  statusTitle: 'No mail is delivered to this address',
  statusText_one:
    'On {{at}} the status became “Error” after {{count, number}} delivery error. The customer is left out of every delivery, whatever the group.',
  statusText_other:
    'On {{at}} the status became “Error” after {{count, number}} delivery errors in total. The customer is left out of every delivery, whatever the group.',
  reset: 'Back to OK',
  resetTitle: 'Set the status back to OK?',
  resetText_one:
    'The next delivery includes this customer again, and the error count of {{count, number}} returns to 0. The address is also taken off the suppression list of Amazon SES.',
  resetText_other:
    'The next delivery includes this customer again, and the error count of {{count, number}} returns to 0. The address is also taken off the suppression list of Amazon SES.',
  resetWhy:
    'First make sure with the person that the cause is gone (a mistyped address, a full mailbox …). The history stays.',
  resetDone: 'The status is OK again',
  lift: {
    waiting: 'Taking {{email}} off the suppression list of Amazon SES.',
    retrying:
      'Amazon SES cannot be reached, so {{email}} is still on its suppression list. This is tried again by itself.',
    done: '{{email}} was taken off the suppression list of Amazon SES on {{at}}.',
  },
  weight: { hard: 'Permanent', soft: 'Temporary', none: 'Not counted' },
  answer: 'Answer of the server',
  noSubject: '(deleted delivery)',
  kind: {
    unknown_user: 'Unknown address',
    suppressed: 'Suppressed',
    mailbox_full: 'Mailbox full',
    temporary: 'Temporary error',
    unknown: 'Error of unknown cause',
    forwarded: 'Error where it was forwarded to',
    validation: 'Address validation error',
    invalid_address: 'Unusable address',
    policy: 'Refused (policy)',
    unsubscribed: 'Unsubscribed at SES',
    message_too_large: 'Too large',
    content_rejected: 'Refused for its content',
    attachment_rejected: 'Refused for its attachment',
    rejected_content: 'System error (SES refused to send)',
  },
  means: {
    unknown_user: 'The address or its domain does not exist: mistyped, closed, or the person has moved on.',
    suppressed: 'Amazon SES does not send to this address because of earlier errors. Setting it back to OK lifts that.',
    mailbox_full: 'The mailbox is full. Mail arrives again once the person has made room.',
    temporary: 'The receiving server could not take the mail at that time.',
    unknown: 'The receiving server gave no reason.',
    forwarded: 'The address it is forwarded to refused the mail. Ask the person to check the forwarding.',
    validation: 'Amazon SES judged that the address is unlikely to receive mail.',
    invalid_address: 'Amazon SES did not accept the address: it cannot be one.',
    policy:
      'The receiving server refused the mail by policy: authentication (SPF, DKIM, DMARC) or reputation of the sender. The person is not at fault.',
    unsubscribed: 'The address is on the unsubscribe list of Amazon SES.',
    message_too_large: 'The mail was too large. The address is not at fault.',
    content_rejected: 'The mail was refused for its content. The address is not at fault.',
    attachment_rejected: 'The mail was refused for an attachment. The address is not at fault.',
    rejected_content: 'Amazon SES did not send the mail because of its content. The address is not at fault.',
  },
  counts: {
    hard: 'Counted as a permanent error',
    soft: 'Counted as a temporary error',
    none: 'Not counted as an error',
  },
};
