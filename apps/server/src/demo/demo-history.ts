import type { CustomerStatus } from '../customers/customer.types.js';
import type { SkipReason } from '../delivery/delivery.types.js';
import type { DemoCustomer } from './demo-customers.js';
import type { DemoMembership } from './demo-groups.js';
import { DEMO_RUNS, type DemoRun } from './demo-mailings.js';
import { Play, type DemoEvent, type DemoRecipient } from './demo-play.js';
import type { Random } from './random.js';

/** A past delivery with everybody who was in its group. */
export interface DemoDelivery {
  readonly run: DemoRun;
  readonly startsAt: Date;
  readonly finishedAt: Date;
  readonly recipients: readonly DemoRecipient[];
}

/** Health of an address, as the deliveries left it. */
export interface DemoHealth {
  status: CustomerStatus;
  errorCount: number;
  changedAt: Date | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TOKYO_OFFSET_MS = 9 * HOUR_MS;
/** the demo account sends this many per second */
const SEND_RATE = 14;

/**
 * Plays the past deliveries through in their order: a bounce, complaint or unsubscribe of one is a reason to be left
 * out of the next. Changes the memberships it is given.
 */
export function playDeliveries(
  random: Random,
  customers: readonly DemoCustomer[],
  memberships: readonly DemoMembership[],
  linkCounts: readonly number[],
  now: Date,
): { deliveries: DemoDelivery[]; health: DemoHealth[] } {
  const health = customers.map((): DemoHealth => ({ status: 'ok', errorCount: 0, changedAt: null }));
  const deliveries = DEMO_RUNS.map((run, index) => {
    const startsAt = tokyoTime(now, run);
    const members = memberships.filter((m) => m.group === run.group && m.joinedAt <= startsAt);
    let sent = 0;
    const recipients = members.map((membership) => {
      const customer = customers[membership.customer];
      const state = health[membership.customer];
      if (!customer || !state) throw new Error('membership of nobody');
      const skip = skipReason(membership, state, startsAt);
      if (skip)
        return {
          customer: membership.customer,
          skip,
          acceptedAt: null,
          state: 'skipped',
          error: null,
          events: [],
        } satisfies DemoRecipient;
      const acceptedAt = new Date(startsAt.getTime() + 2_000 + (sent++ / SEND_RATE) * 1_000);
      const recipient: DemoRecipient = {
        customer: membership.customer,
        skip: null,
        acceptedAt,
        state: 'delivered',
        error: null,
        events: [],
      };
      new Play({
        random,
        now,
        index,
        run,
        customer,
        acceptedAt,
        recipient,
        linkCount: linkCounts[run.mailing] ?? 0,
      }).play();
      takeConsequences(recipient, membership, state, memberships, index);
      return recipient;
    });
    return { run, startsAt, finishedAt: new Date(startsAt.getTime() + 4_000 + (sent / SEND_RATE) * 1_000), recipients };
  });
  return { deliveries, health };
}

/** Midnight in Tokyo so many days ago, plus the time of day. */
function tokyoTime(now: Date, run: DemoRun): Date {
  const midnight = Math.floor((now.getTime() + TOKYO_OFFSET_MS) / DAY_MS) * DAY_MS - TOKYO_OFFSET_MS;
  return new Date(midnight - run.daysAgo * DAY_MS + run.time[0] * HOUR_MS + run.time[1] * MINUTE_MS);
}

function skipReason(membership: DemoMembership, health: DemoHealth, at: Date): SkipReason | null {
  const hasChanged = membership.changedAt !== null && membership.changedAt <= at;
  if (hasChanged && membership.state !== 'active') return membership.state;
  return health.status === 'error' ? 'customer_error' : null;
}

/** What the system does by itself: errors after one hard or three soft bounces (C-58), stops after a wish or complaint. */
function takeConsequences(
  recipient: DemoRecipient,
  membership: DemoMembership,
  health: DemoHealth,
  memberships: readonly DemoMembership[],
  delivery: number,
): void {
  for (const event of recipient.events) {
    if (event.kind === 'bounced') {
      health.errorCount += 1;
      if (recipient.state === 'bounced_hard' || health.errorCount >= 3) {
        health.status = 'error';
        health.changedAt = event.at;
      }
    }
    if (event.kind === 'unsubscribed') stop([membership], event, delivery, 'one_click');
    if (event.kind === 'complained')
      stop(
        memberships.filter((m) => m.customer === recipient.customer),
        event,
        delivery,
        'complaint',
      );
  }
}

function stop(
  memberships: readonly DemoMembership[],
  event: DemoEvent,
  delivery: number,
  via: 'one_click' | 'complaint',
): void {
  for (const membership of memberships) {
    const isStopped =
      membership.changedAt !== null && membership.changedAt <= event.at && membership.state !== 'active';
    if (isStopped || membership.joinedAt > event.at) continue;
    membership.state = 'stopped';
    membership.changedAt = event.at;
    membership.changedVia = via;
    membership.changedBy = delivery;
  }
}
