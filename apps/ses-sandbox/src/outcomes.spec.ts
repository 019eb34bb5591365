import { describe, expect, test } from '@jest/globals';
import { outcomeName, planOutcome } from './outcomes.js';

/** Events after `Send`, with what tells them apart. */
function planned(address: string): string[] {
  return planOutcome(address, 100).map(({ afterMs, event }) => {
    const detail =
      event.type === 'Bounce'
        ? ` ${event.bounceType}/${event.bounceSubType} ${event.status}`
        : event.type === 'Complaint'
          ? ` ${event.feedbackType}`
          : '';
    return `${afterMs} ${event.type}${detail}`;
  });
}

describe('SES mailbox simulator', () => {
  test.each([
    ['success@simulator.amazonses.com', ['100 Delivery']],
    ['success+any-label@simulator.amazonses.com', ['100 Delivery']],
    ['bounce+1@simulator.amazonses.com', ['100 Bounce Permanent/General 5.1.1']],
    ['complaint@simulator.amazonses.com', ['100 Delivery', '200 Complaint abuse']],
    ['ooto@simulator.amazonses.com', ['100 Delivery']],
    ['suppressionlist@simulator.amazonses.com', ['100 Bounce Permanent/Suppressed 5.1.1']],
  ])('%s', (address, events) => expect(planned(address)).toEqual(events));
});

describe('named outcomes', () => {
  test.each([
    ['hard', ['100 Bounce Permanent/General 5.1.1']],
    ['hard-5.4.4', ['100 Bounce Permanent/General 5.4.4']],
    ['soft-mailboxfull', ['100 Bounce Transient/MailboxFull 4.2.2']],
    ['soft-general', ['100 Bounce Transient/General 4.4.7']],
    ['soft-content', ['100 Bounce Transient/ContentRejected 5.6.1']],
    ['policy-5.7.515', ['100 Bounce Permanent/General 5.7.515']],
    ['validation', ['100 Bounce Permanent/EmailValidationSuppressed 5.1.1']],
    ['delay-3-deliver', ['100 DeliveryDelay', '3100 Delivery']],
    ['delay-3-bounce', ['100 DeliveryDelay', '3100 Bounce Transient/General 4.4.7']],
    ['deliver-then-bounce', ['100 Delivery', '200 Bounce Permanent/General 5.1.1']],
    ['complain', ['100 Delivery', '200 Complaint abuse']],
    ['notspam', ['100 Delivery', '200 Complaint not-spam']],
    ['undetermined', ['100 Bounce Undetermined/Undetermined ']],
    ['reject', ['100 Reject']],
    ['silent', []],
    ['forward-bounce', ['100 Bounce Permanent/General 5.1.1']],
  ])('%s holds in every form of address', (name, events) => {
    for (const address of [
      `${name}@sim.test`,
      `taro+${name}@shop.sim.test`,
      `taro+sim-${name}@example.jp`,
      `Taro+News+SIM-${name.toUpperCase()}@Example.JP`,
    ]) {
      expect([address, planned(address)]).toEqual([address, events]);
    }
  });

  test('a forward bounces at another address than the mail went to', () => {
    const [step] = planOutcome('forward-bounce@sim.test', 0);
    expect(step?.event).toMatchObject({ type: 'Bounce', bouncedAddress: 'forwarded@elsewhere.sim.test' });
  });

  test('other domains need the sim- prefix, and an unknown name is delivered', () => {
    for (const address of [
      'hard@example.jp',
      'taro+hard@example.jp',
      'taro+sim-nonsense@example.jp',
      'taro@sim.test',
      'hard@notsim.test',
    ]) {
      expect([address, planned(address)]).toEqual([address, ['100 Delivery']]);
    }
    expect(outcomeName('sim-hard@example.jp')).toBeUndefined();
  });
});
