import { describe, expect, test } from '@jest/globals';
import { onBounce } from './on-bounce.js';

const bounce = (
  bounceType: string,
  bounceSubType: string,
  recipient: { email?: string; status?: string; diagnostic?: string } = {},
) =>
  onBounce(
    {
      type: 'bounce',
      at: null,
      feedbackId: 'f',
      bounceType,
      bounceSubType,
      recipients: [{ email: 'taro@example.jp', status: '', diagnostic: '', ...recipient }],
    },
    ['taro@example.jp'],
  );

describe('what a bounce does (sending.md §2.4, C-58)', () => {
  test.each([
    ['Permanent', 'General', {}, 'bounced_hard', 'unknown_user', 'hard'],
    ['Permanent', 'NoEmail', { status: '5.1.1' }, 'bounced_hard', 'unknown_user', 'hard'],
    ['Permanent', 'General', { status: '5.4.4' }, 'bounced_hard', 'unknown_user', 'hard'],
    ['Permanent', 'Suppressed', {}, 'bounced_hard', 'suppressed', 'hard'],
    ['Permanent', 'OnAccountSuppressionList', {}, 'bounced_hard', 'suppressed', 'hard'],
    ['Permanent', 'UnsubscribedRecipient', {}, 'bounced_hard', 'unsubscribed', null],
    ['Permanent', 'General', { status: '5.7.1' }, 'bounced_hard', 'policy', null],
    ['Permanent', 'General', { diagnostic: '550 5.7.515 sender not authenticated' }, 'bounced_hard', 'policy', null],
    ['Permanent', 'General', { diagnostic: '554 blocked by DMARC' }, 'bounced_hard', 'policy', null],
    // what names the address counts, whatever words the server puts beside it (C-58)
    ['Permanent', 'NoEmail', { diagnostic: '550 blocked: no such user' }, 'bounced_hard', 'unknown_user', 'hard'],
    [
      'Permanent',
      'General',
      { status: '5.1.1', diagnostic: '550 5.1.1 rejected by policy, see https://spam.example.net' },
      'bounced_hard',
      'unknown_user',
      'hard',
    ],
    ['Permanent', 'General', { status: '5.1.10', diagnostic: 'blocked' }, 'bounced_hard', 'unknown_user', 'hard'],
    // RFC 3463: bad sender's mailbox, bad sender's system
    ['Permanent', 'General', { status: '5.1.8' }, 'bounced_hard', 'policy', null],
    ['Transient', 'General', {}, 'bounced_soft', 'temporary', 'soft'],
    ['Transient', 'MailboxFull', {}, 'bounced_soft', 'mailbox_full', 'soft'],
    ['Transient', 'CustomTimeoutExceeded', {}, 'bounced_soft', 'temporary', 'soft'],
    ['Transient', 'MessageTooLarge', {}, 'bounced_soft', 'message_too_large', null],
    ['Transient', 'ContentRejected', {}, 'bounced_soft', 'content_rejected', null],
    ['Transient', 'AttachmentRejected', {}, 'bounced_soft', 'attachment_rejected', null],
    ['Permanent', 'EmailValidationSuppressed', {}, 'bounced_soft', 'validation', 'soft'],
    ['Undetermined', 'Undetermined', {}, 'bounced_soft', 'unknown', 'soft'],
    ['Something', 'constructor', {}, 'bounced_soft', 'unknown', 'soft'],
  ] as const)('%s / %s %j is %s, %s, and counts as %s', (type, subType, recipient, outcome, errorKind, countsAs) => {
    expect(bounce(type, subType, recipient)).toMatchObject({ outcome, errorKind, countsAs, stopsEverywhere: false });
  });

  test.each([
    ['antispam@example.jp', '550 <antispam@example.jp>: user unknown'],
    ['Policy@example.jp', 'smtp; 550 unknown user <policy@example.jp>, mail of <taro@spam.example.net>'],
    ['taro@blocked.example.jp', '550 no mailbox here at blocked.example.jp'],
  ])('words inside the address %s are no reason', (email, diagnostic) => {
    const given = {
      type: 'bounce',
      at: null,
      feedbackId: '',
      bounceType: 'Permanent',
      bounceSubType: 'General',
    } as const;
    const recipients = [{ email, status: '', diagnostic }];
    expect(onBounce({ ...given, recipients }, [email])).toMatchObject({ errorKind: 'unknown_user', countsAs: 'hard' });
  });

  test('a hard bounce of another domain comes from a forward and counts as soft', () => {
    const decision = bounce('Permanent', 'General', { email: 'taro@elsewhere.example.com', status: '5.1.1' });
    expect(decision).toMatchObject({ outcome: 'bounced_soft', errorKind: 'forwarded', countsAs: 'soft' });
  });

  test.each(['TARO@EXAMPLE.JP', '<taro@example.jp>', 'other@example.jp'])(
    'a hard bounce for %s is about our address or its server',
    (email) => {
      expect(bounce('Permanent', 'General', { email }).countsAs).toBe('hard');
    },
  );

  test('quotes around an old carrier address do not make it another one', () => {
    const recipients = [{ email: 'a..b@docomo.ne.jp', status: '5.1.1', diagnostic: '' }];
    const given = { type: 'bounce', at: null, feedbackId: '', bounceSubType: 'General', recipients } as const;
    expect(onBounce({ ...given, bounceType: 'Permanent' }, ['"a..b"@docomo.ne.jp']).countsAs).toBe('hard');
  });

  test('the words of the server are kept', () => {
    const decision = bounce('Transient', 'MailboxFull', { status: '4.2.2', diagnostic: 'smtp; 452 4.2.2 full' });
    expect(decision.errorDetail).toBe('smtp; 452 4.2.2 full');
    expect(decision.detail).toMatchObject({ type: 'Transient', subType: 'MailboxFull', status: '4.2.2' });
  });
});
