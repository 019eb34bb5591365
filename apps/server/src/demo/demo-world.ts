import { compileMail } from '@kubari/mail-render';
import { SYSTEM_MERGE_KEYS } from '../mailings/merge-key.types.js';
import { makeCustomers, type DemoCustomer } from './demo-customers.js';
import { DEMO_FIELDS } from './demo-fields.js';
import { makeMemberships, type DemoMembership } from './demo-groups.js';
import { playDeliveries, type DemoDelivery, type DemoHealth } from './demo-history.js';
import { DEMO_MAILINGS } from './demo-mailings.js';
import { Random } from './random.js';

const SEED = 20_260_401;

/** A tracked link as it is frozen with a delivery. */
export interface DemoLink {
  readonly linkNo: number;
  readonly url: string;
  readonly label: string;
}

/** Everything of the demo before there are ids; lists refer to each other by index. */
export interface DemoWorld {
  readonly customers: readonly DemoCustomer[];
  readonly health: readonly DemoHealth[];
  readonly memberships: readonly DemoMembership[];
  /** tracked links of each mailing */
  readonly links: readonly (readonly DemoLink[])[];
  readonly deliveries: readonly DemoDelivery[];
}

/** Ids of what was written, in the order of the world's lists. */
export interface DemoIds {
  readonly fields: readonly string[];
  readonly groups: readonly string[];
  readonly customers: readonly string[];
  readonly mailings: readonly string[];
}

/** The same world at every call, ending at `now`. */
export function makeWorld(now: Date): DemoWorld {
  const random = new Random(SEED);
  const customers = makeCustomers(random, now);
  const memberships = makeMemberships(random, customers, now);
  const links = DEMO_MAILINGS.map((mailing) => linksOf(mailing));
  const linkCounts = links.map((list) => list.length);
  const { deliveries, health } = playDeliveries(random, customers, memberships, linkCounts, now);
  return { customers, health, memberships, links, deliveries };
}

/** Numbered by the renderer itself, so that click counts stand beside the right link of the preview. */
function linksOf(mailing: (typeof DEMO_MAILINGS)[number]): DemoLink[] {
  const mergeKeys = [
    ...SYSTEM_MERGE_KEYS.map((key) => ({ key })),
    ...DEMO_FIELDS.map(({ key, mergeDefault }) => ({ key, defaultValue: mergeDefault })),
  ];
  const { format, subject, textBody, htmlBody } = mailing;
  const content = { format, subject, textBody, htmlBody: format === 'html' ? htmlBody : null };
  return compileMail(content, { mergeKeys, trackLinks: true, trackOpens: true }).links.map(
    ({ linkNo, url, label }) => ({
      linkNo,
      url,
      label,
    }),
  );
}
