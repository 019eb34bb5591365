import { describe, expect, test } from '@jest/globals';
import { compileMail } from '@kubari/mail-render';
import { sanitiseMailHtml } from '../mailings/sanitise-mail-html.js';
import { SYSTEM_MERGE_KEYS } from '../mailings/merge-key.types.js';
import { DEMO_FIELDS } from './demo-fields.js';
import { DEMO_GROUPS, DEMO_SENDERS } from './demo-groups.js';
import { DEMO_MAILINGS, DEMO_RUNS } from './demo-mailings.js';
import { makeWorld } from './demo-world.js';

const NOW = new Date('2026-12-01T01:00:00Z');
const world = makeWorld(NOW);
const RESERVED = /@example\.(jp|com|net|org)$/;

describe('the demo', () => {
  test('is the same at every run', () => {
    expect(makeWorld(NOW)).toEqual(world);
  });

  test('has 2,000 customers, 4 groups, 12 deliveries and a draft', () => {
    expect(world.customers).toHaveLength(2000);
    expect(new Set(world.customers.map((customer) => customer.email)).size).toBe(2000);
    expect(DEMO_GROUPS).toHaveLength(4);
    expect(world.deliveries).toHaveLength(12);
    const delivered = new Set(DEMO_RUNS.map((run) => run.mailing));
    expect(DEMO_MAILINGS.map((_, i) => i).filter((i) => !delivered.has(i))).toEqual([DEMO_MAILINGS.length - 1]);
  });

  test('uses reserved domains only', () => {
    const addresses = [...world.customers, ...DEMO_SENDERS].map((of) => of.email);
    expect(addresses.filter((email) => !RESERVED.test(email))).toEqual([]);
    const urls = world.links.flat().map((link) => new URL(link.url).hostname);
    expect(new Set(urls)).toEqual(new Set(['shop.example.jp']));
  });

  test('has mails without a problem, each with a way to stop it and who sends it', () => {
    const mergeKeys = [...SYSTEM_MERGE_KEYS, ...DEMO_FIELDS.map((field) => field.key)].map((key) => ({ key }));
    for (const { format, subject, textBody, htmlBody } of DEMO_MAILINGS) {
      const content = { format, subject, textBody, htmlBody: format === 'html' ? htmlBody : null };
      const mail = compileMail(content, { mergeKeys, trackLinks: true, trackOpens: true });
      expect({ subject, problems: mail.problems }).toEqual({ subject, problems: [] });
      expect(sanitiseMailHtml(htmlBody)).toBe(htmlBody); // so that saving it changes nothing
      const body = format === 'html' ? htmlBody : textBody;
      expect(body).toContain('{{unsubscribe_url}}');
      expect(body).toContain('東京都千代田区見本町');
    }
  });

  test('holds nothing that has not happened yet', () => {
    const times = [
      ...world.customers.map((customer) => customer.createdAt),
      ...world.memberships.flatMap((member) => [member.joinedAt, member.changedAt ?? NOW]),
      ...world.deliveries.flatMap(({ finishedAt, recipients }) => [
        finishedAt,
        ...recipients.flatMap((recipient) => recipient.events.map((event) => event.at)),
      ]),
    ];
    expect(times.filter((time) => time > NOW)).toEqual([]);
    expect(world.memberships.filter((m) => m.joinedAt < (world.customers[m.customer]?.createdAt ?? NOW))).toEqual([]);
  });

  test('leaves out of a delivery whoever stopped or bounced hard before it', () => {
    const gone = new Set<string>();
    for (const { run, recipients } of world.deliveries) {
      const mailed = recipients.filter((recipient) => recipient.skip === null);
      expect(mailed.filter((r) => gone.has(`${run.group}/${r.customer}`) || gone.has(`dead/${r.customer}`))).toEqual(
        [],
      );
      for (const recipient of mailed) {
        if (recipient.state === 'bounced_hard') gone.add(`dead/${recipient.customer}`);
        if (recipient.events.some((event) => event.kind === 'unsubscribed'))
          gone.add(`${run.group}/${recipient.customer}`);
        if (recipient.state === 'complained')
          for (const group of DEMO_GROUPS.keys()) gone.add(`${group}/${recipient.customer}`);
      }
    }
    expect(gone.size).toBeGreaterThan(20);
  });

  test('is believable: a third opens, a few percent click, few bounce', () => {
    for (const { run, recipients } of world.deliveries) {
      const mailed = recipients.filter((recipient) => recipient.skip === null);
      const share = (is: (events: (typeof mailed)[number]) => boolean): number =>
        mailed.filter(is).length / mailed.length;
      const clicked = share((r) => r.events.some((event) => event.kind === 'clicked' && event.visitor !== 'bot'));
      expect(clicked).toBeGreaterThan(0.01);
      expect(clicked).toBeLessThan(0.2);
      expect(share((r) => r.state.startsWith('bounced'))).toBeLessThan(0.05);
      const opened = share((r) => r.events.some((event) => event.kind === 'opened' && event.visitor !== 'mpp'));
      if (DEMO_MAILINGS[run.mailing]?.format === 'text') expect(opened).toBe(0);
      else expect(Math.abs(opened - 0.32)).toBeLessThan(0.15);
    }
  });
});
