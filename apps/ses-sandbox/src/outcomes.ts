import { domainOf } from './addresses.js';

export const EVENT_TYPES = ['Send', 'Reject', 'Bounce', 'Complaint', 'Delivery', 'DeliveryDelay'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

interface BounceKind {
  bounceType: 'Permanent' | 'Transient' | 'Undetermined';
  bounceSubType: string;
  /** Enhanced status code, RFC 3463. */
  status: string;
  diagnosticCode: string;
  /** Final-Recipient of the bounce report where it is not the address the mail went to (a forward). */
  bouncedAddress?: string;
}

export type OutcomeEvent =
  | { type: 'Send' | 'Delivery' }
  | { type: 'Reject'; reason: string }
  | { type: 'DeliveryDelay'; delayType: string; status: string; diagnosticCode: string }
  | { type: 'Complaint'; feedbackType: string | null; subType: string | null }
  | ({ type: 'Bounce' } & BounceKind);

export interface OutcomeStep {
  /** Milliseconds after acceptance. */
  afterMs: number;
  event: OutcomeEvent;
}

const HARD: BounceKind = {
  bounceType: 'Permanent',
  bounceSubType: 'General',
  status: '5.1.1',
  diagnosticCode: 'smtp; 550 5.1.1 user unknown',
};
const DELAYED: OutcomeEvent = {
  type: 'DeliveryDelay',
  delayType: 'TransientCommunicationFailure',
  status: '4.4.1',
  diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
};
const COMPLAINT: OutcomeEvent = { type: 'Complaint', feedbackType: 'abuse', subType: null };

const bounce = (kind: BounceKind): OutcomeEvent => ({ type: 'Bounce', ...kind });
const transient = (bounceSubType: string, status: string, text: string): OutcomeEvent =>
  bounce({ bounceType: 'Transient', bounceSubType, status, diagnosticCode: `smtp; ${text}` });

/** What SES's account suppression list makes of a mail: it is accepted, and bounces (E2). */
export const SUPPRESSED: OutcomeEvent = bounce({
  bounceType: 'Permanent',
  bounceSubType: 'OnAccountSuppressionList',
  status: '5.1.1',
  diagnosticCode:
    'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
});

/** Events that can be played by hand for a mail, by name. */
export const PLAYABLE: Readonly<Record<string, OutcomeEvent>> = {
  send: { type: 'Send' },
  delivery: { type: 'Delivery' },
  delay: DELAYED,
  bounce: bounce(HARD),
  'soft-bounce': transient('MailboxFull', '4.2.2', '452 4.2.2 The email account that you tried to reach is over quota'),
  'policy-bounce': bounce(policyBounce('5.7.515')),
  complaint: COMPLAINT,
  reject: { type: 'Reject', reason: 'Bad content' },
};

/**
 * What follows the acceptance of a mail to one address, after the `Send` event: SES's mailbox simulator, the names
 * of README.md ("Recipients") at `*.sim.test` or behind `+sim-` anywhere, or a plain delivery.
 */
export function planOutcome(address: string, firstMs: number): OutcomeStep[] {
  const name = outcomeName(address);
  const steps = name === undefined ? undefined : namedOutcome(name, firstMs);
  return steps ?? [{ afterMs: firstMs, event: { type: 'Delivery' } }];
}

/** The outcome an address asks for by its name, if any. */
export function outcomeName(address: string): string | undefined {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  const domain = domainOf(address);
  if (domain === 'simulator.amazonses.com') return `ses-${local.split('+', 1)[0]}`;
  const label = local.slice(local.lastIndexOf('+') + 1);
  if (label !== local && label.startsWith('sim-')) return label.slice(4);
  return domain === 'sim.test' || domain.endsWith('.sim.test') ? label : undefined;
}

function namedOutcome(name: string, firstMs: number): OutcomeStep[] | undefined {
  const [head = '', ...rest] = name.split('-');
  const after = (ms: number, event: OutcomeEvent): OutcomeStep => ({ afterMs: firstMs + ms, event });
  const delivered = after(0, { type: 'Delivery' });
  const status = /^[245]\.\d{1,3}\.\d{1,3}$/.exec(rest.join('-'))?.[0];
  if (head === 'hard' && (rest.length === 0 || status)) return [after(0, bounce(withStatus(HARD, status)))];
  if (head === 'policy' && status) return [after(0, bounce(policyBounce(status)))];
  const delay = /^delay-(\d{1,6})-(deliver|bounce)$/.exec(name);
  if (delay) {
    const last: OutcomeEvent =
      delay[2] === 'deliver'
        ? { type: 'Delivery' }
        : transient('General', '4.4.7', '550 4.4.7 Message expired: unable to deliver');
    return [after(0, DELAYED), after(Number(delay[1]) * 1000, last)];
  }
  switch (name) {
    case 'soft-mailboxfull':
      return [
        after(
          0,
          transient('MailboxFull', '4.2.2', '452 4.2.2 The email account that you tried to reach is over quota'),
        ),
      ];
    case 'soft-general':
      return [after(0, transient('General', '4.4.7', '554 4.4.7 Message expired: unable to deliver in 840 minutes'))];
    case 'soft-content':
      return [after(0, transient('ContentRejected', '5.6.1', '554 5.6.1 Message content rejected'))];
    case 'validation':
      return [after(0, bounce({ ...HARD, bounceSubType: 'EmailValidationSuppressed' }))];
    case 'undetermined':
      return [
        after(0, bounce({ bounceType: 'Undetermined', bounceSubType: 'Undetermined', status: '', diagnosticCode: '' })),
      ];
    case 'deliver-then-bounce':
      return [delivered, after(firstMs, bounce(HARD))];
    case 'complain':
    case 'ses-complaint':
      return [delivered, after(firstMs, COMPLAINT)];
    case 'notspam':
      return [delivered, after(firstMs, { type: 'Complaint', feedbackType: 'not-spam', subType: null })];
    case 'reject':
      return [after(0, { type: 'Reject', reason: 'Bad content' })];
    case 'silent':
      return [];
    case 'forward-bounce':
      return [after(0, bounce({ ...HARD, bouncedAddress: 'forwarded@elsewhere.sim.test' }))];
    case 'ses-bounce':
      return [after(0, bounce(HARD))];
    case 'ses-suppressionlist':
      return [
        after(
          0,
          bounce({
            ...HARD,
            bounceSubType: 'Suppressed',
            diagnosticCode:
              'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.',
          }),
        ),
      ];
    default:
      return undefined;
  }
}

function withStatus(kind: BounceKind, status: string | undefined): BounceKind {
  return status ? { ...kind, status, diagnosticCode: `smtp; 550 ${status} permanent failure` } : kind;
}

function policyBounce(status: string): BounceKind {
  const text = `550 ${status} Access denied, message refused by the receiver's policy (authentication, reputation)`;
  return { bounceType: 'Permanent', bounceSubType: 'General', status, diagnosticCode: `smtp; ${text}` };
}
