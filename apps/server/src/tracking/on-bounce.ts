import type { ErrorKind, ErrorWeight } from '../customers/customer-error.types.js';
import type { RecipientOutcome } from '../delivery/delivery.types.js';
import { JUST_NOTED, type EventDecision } from './event-decision.types.js';
import type { BouncedRecipient, SesHappening } from './ses-event.types.js';

type Bounce = Extract<SesHappening, { type: 'bounce' }>;

interface BounceClass {
  readonly outcome: Extract<RecipientOutcome, 'bounced_soft' | 'bounced_hard'>;
  readonly errorKind: ErrorKind;
  readonly countsAs: ErrorWeight | null;
}

const hard = (errorKind: ErrorKind, countsAs: ErrorWeight | null = 'hard'): BounceClass => ({
  outcome: 'bounced_hard',
  errorKind,
  countsAs,
});
const soft = (errorKind: ErrorKind, countsAs: ErrorWeight | null = 'soft'): BounceClass => ({
  outcome: 'bounced_soft',
  errorKind,
  countsAs,
});

/** The address does not exist or has moved (RFC 3463 X.1.0 to X.1.6, RFC 7505 X.1.10); X.1.7 and X.1.8 are about the sender. */
const ADDRESS_STATUS = /^5\.1\.(?![78]$)/;

/** The receiver turned down the sender or the mail, not the address (sending.md §2.4). */
const POLICY_STATUS = /^5\.(?:7\.|1\.[78]$)/;
const POLICY_WORDS = /5\.7\.(1|26|27|30|40|515)\b|spam|policy|blocked|dmarc|authentication|blacklist|reputation/i;

/** Sub-types whose meaning does not depend on the type. */
const BY_SUB_TYPE: Readonly<Record<string, BounceClass>> = {
  // SES did not try: the address is on a suppression list
  Suppressed: hard('suppressed'),
  OnAccountSuppressionList: hard('suppressed'),
  OnTenantSuppressionList: hard('suppressed'),
  UnsubscribedRecipient: hard('unsubscribed', null),
  EmailValidationSuppressed: soft('validation'),
  MailboxFull: soft('mailbox_full'),
  CustomTimeoutExceeded: soft('temporary'),
  // the mail is at fault, not the address
  MessageTooLarge: soft('message_too_large', null),
  ContentRejected: soft('content_rejected', null),
  AttachmentRejected: soft('attachment_rejected', null),
};

/** What a bounce does: kind, outcome, and whether it counts against the address (C-58, sending.md §2.4). */
export function onBounce(bounce: Bounce, destination: readonly string[]): EventDecision {
  const [recipient] = bounce.recipients;
  const found = forwarded(classify(bounce, recipient), recipient, destination);
  return {
    ...JUST_NOTED,
    ...found,
    kind: 'bounced',
    at: bounce.at,
    discriminator: bounce.feedbackId,
    errorDetail: words(recipient),
    detail: {
      type: bounce.bounceType,
      subType: bounce.bounceSubType,
      status: recipient?.status ?? '',
      response: recipient?.diagnostic ?? '',
    },
  };
}

function classify(bounce: Bounce, recipient: BouncedRecipient | undefined): BounceClass {
  const known = Object.hasOwn(BY_SUB_TYPE, bounce.bounceSubType) ? BY_SUB_TYPE[bounce.bounceSubType] : undefined;
  if (known) return known;
  if (bounce.bounceType === 'Permanent')
    return !isAboutAddress(bounce, recipient) && isPolicy(recipient) ? hard('policy', null) : hard('unknown_user');
  return bounce.bounceType === 'Transient' ? soft('temporary') : soft('unknown');
}

/** A code says so, whatever words the server puts beside it. */
function isAboutAddress({ bounceSubType }: Bounce, recipient: BouncedRecipient | undefined): boolean {
  return bounceSubType === 'NoEmail' || ADDRESS_STATUS.test(recipient?.status ?? '');
}

function isPolicy(recipient: BouncedRecipient | undefined): boolean {
  if (!recipient) return false;
  return POLICY_STATUS.test(recipient.status) || POLICY_WORDS.test(withoutAddresses(recipient));
}

const ANY_ADDRESS = /[^\s<>()[\],;:]+@[^\s<>()[\],;:]+/g;

/** The server's own words: addresses in them, and the recipient's domain, are names and may be any words. */
function withoutAddresses({ diagnostic, email }: BouncedRecipient): string {
  const words = diagnostic.toLowerCase().replaceAll(ANY_ADDRESS, ' ');
  const domain = domainOf(bare(email));
  return domain === '' ? words : words.replaceAll(domain, ' ');
}

/**
 * A bounce for another address than ours comes from where the mail was forwarded to: the customer's own address is not
 * known to be bad, so it counts as soft.
 */
function forwarded(
  found: BounceClass,
  recipient: BouncedRecipient | undefined,
  destination: readonly string[],
): BounceClass {
  if (found.countsAs !== 'hard' || !recipient?.email || destination.length === 0) return found;
  const bounced = bare(recipient.email);
  const isOurs = destination.some((to) => bare(to) === bounced || domainOf(bare(to)) === domainOf(bounced));
  return isOurs ? found : soft('forwarded');
}

/** Addresses are compared without quotes around the local part, which old carrier addresses are sent with. */
const bare = (address: string): string => address.trim().toLowerCase().replaceAll(/["<>]/g, '');
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function words(recipient: BouncedRecipient | undefined): string | null {
  if (!recipient) return null;
  return recipient.diagnostic || recipient.status || null;
}
