import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aCustomer, aField, aGroup, aMembership } from '../factories.js';
import { startMailLab, until, type MailLab } from './mail-lab.js';

let lab: MailLab;

beforeEach(async () => {
  lab = await startMailLab('queue');
});
afterEach(() => lab.close());

interface DeliveryView {
  readonly state: string;
  readonly holdReason: string | null;
  readonly counts: Record<string, number>;
  readonly funnel: Record<string, number> | null;
}
const look = async (id: string): Promise<DeliveryView> =>
  (await lab.agent.get(`/api/deliveries/${id}`).expect(200)).body as DeliveryView;
const addresses = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i}@example.jp`);

describe('a mail to a group', () => {
  test('reaches everybody who may be mailed, with their own values, and ends as sent and delivered', async () => {
    const name = await aField(lab.api.db, { mergeKey: 'name', mergeDefault: 'お客様' });
    const { deliveryId, group } = await lab.deliver(addresses(3, 'plain'), {
      format: 'html',
      subject: '{{name}}様へ',
      htmlBody: '<p>{{name}}様</p><a href="https://shop.example.jp/">店</a> <a href="{{unsubscribe_url}}">停止</a>',
      textBody: '',
    });
    const done = await until(
      () => look(deliveryId),
      (seen) => seen.state === 'sent' && seen.counts['delivered'] === 3,
    );
    expect(done).toMatchObject({
      funnel: { members: 3, recipients: 3 },
      counts: { pending: 0, submitting: 0, unknown: 0, accepted: 0, delivered: 3 },
    });
    const [kept] = lab.sandbox.messages({ to: 'plain-1@example.jp' });
    const mail = lab.sandbox.message(kept?.id ?? '');
    expect(mail?.subject).toBe('お客様様へ');
    expect(mail?.html).toMatch(/href="http:\/\/127\.0\.0\.1:3000\/c\/[\w-]+\/1"/);
    expect(mail?.html).toMatch(/<img [^>]*src="http:\/\/127\.0\.0\.1:3000\/o\/[\w-]+\.gif"/);
    expect(mail?.text).toContain('お客様様');

    const hanako = await aCustomer(lab.api.db, { email: 'hanako@example.jp', fieldValues: { [name.id]: '花子' } });
    await aMembership(lab.api.db, { groupId: group.id, customerId: hanako.id });
    expect(lab.sandbox.copiesTo('hanako@example.jp')).toBe(0); // the list is fixed when sending starts (D-05)
  });

  test('waits for its time', async () => {
    const group = await aGroup(lab.api.db, { with: 1 });
    const mailing = await lab.agent
      .post('/api/mailings')
      .send({
        groupId: group.id,
        senderAddressId: (
          await lab.agent.post('/api/sender-addresses').send({ email: 'a@example.jp', displayName: 'A' })
        ).body.id,
        subject: 'a',
        textBody: '{{unsubscribe_url}}',
      })
      .expect(201);
    const startsAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await lab.agent
      .post('/api/deliveries')
      .send({ mailingId: mailing.body.id, groupId: group.id, startsAt })
      .expect(201);
    expect((await look(body.id)).state).toBe('scheduled');
    expect(lab.sandbox.stats().accepted).toBe(0);
    const soon = new Date(Date.now() + 1_000).toISOString();
    await lab.agent.post(`/api/deliveries/${body.id}/reschedule`).send({ startsAt: soon }).expect(200);
    await until(
      () => look(body.id),
      (seen) => seen.state === 'sent',
    );
    expect(lab.sandbox.stats().accepted).toBe(1);
  });
});

describe('accidents on the way', () => {
  const copies = (of: readonly string[]): number[] => of.map((address) => lab.sandbox.copiesTo(address));

  test.each([
    ['accept_then_reset', { type: 'accept_then_reset' as const }],
    ['truncate_200', { type: 'truncate_200' as const }],
    ['html_502 after accepting', { type: 'html_502' as const, accepted: true }],
  ])('%s: the answer is lost, the event settles it; one copy each', async (_, action) => {
    lab.sandbox.addFault({ match: { nth: [2, 3] }, action });
    const to = addresses(12, 'lost');
    const { deliveryId } = await lab.deliver(to);
    await until(
      () => look(deliveryId),
      (seen) => seen.state === 'sent' && seen.counts['delivered'] === 12,
    );
    expect(copies(to)).toEqual(Array(12).fill(1));
    const settled = await lab.api.db.rows(
      `select a.outcome from send_attempt a join delivery_recipient r on r.id = a.recipient_id
        where r.delivery_id = $1 and a.resolved_by = 'event'`,
      [deliveryId],
    );
    // an event may also overtake the answer of a mail that nothing happened to
    expect(settled.length).toBeGreaterThanOrEqual(2);
  });

  test('throttled by SES: slower, but everybody gets one copy', async () => {
    lab.sandbox.addFault({ match: { nth: [1, 2, 3] }, action: { type: 'throttle', forMs: 300 } });
    const to = addresses(20, 'slow');
    const { deliveryId } = await lab.deliver(to);
    await until(
      () => look(deliveryId),
      (seen) => seen.state === 'sent',
    );
    expect(copies(to)).toEqual(Array(20).fill(1));
  });

  test('the daily quota pauses everything and says why; nobody is lost', async () => {
    lab.sandbox.addFault({
      action: {
        type: 'http',
        status: 400,
        errorType: 'LimitExceededException',
        message: 'Daily message quota exceeded.',
      },
    });
    const to = addresses(5, 'quota');
    const { deliveryId } = await lab.deliver(to);
    await until(
      () => look(deliveryId),
      (seen) => seen.state === 'paused' && seen.counts['pending'] === 5,
    );
    expect(await look(deliveryId)).toMatchObject({ holdReason: 'daily-quota' });
    lab.sandbox.clearFaults();
    await lab.agent.post(`/api/deliveries/${deliveryId}/resume`).expect(200);
    await until(
      () => look(deliveryId),
      (seen) => seen.state === 'sent',
    );
    expect(copies(to)).toEqual(Array(5).fill(1));
  });
});
