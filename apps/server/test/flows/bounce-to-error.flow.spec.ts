import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startMailLab, until, type Delivered, type MailLab } from './mail-lab.js';

let lab: MailLab;
let delivered: Delivered;

const GOOD = 'taro@example.jp';
const HARD = 'hard@sim.test';
const FULL = 'soft-mailboxfull@sim.test';
const COMPLAINS = 'complain@sim.test';

/** What history says of each person of the first delivery. */
const results = async (deliveryId: string): Promise<Record<string, string>> => {
  const { body } = await lab.agent.get(`/api/history/${deliveryId}/recipients`).expect(200);
  const items = (body as { items: { email: string; state: string }[] }).items;
  return Object.fromEntries(items.map(({ email, state }) => [email, state]));
};

const statusOf = async (email: string): Promise<string> => {
  const id = delivered.customers.find((customer) => customer.email === email)?.id;
  const { body } = await lab.agent.get(`/api/customers/${id}`).expect(200);
  return (body as { status: string }).status;
};

beforeAll(async () => {
  lab = await startMailLab('https');
  delivered = await lab.deliver([GOOD, HARD, FULL, COMPLAINS]);
});
afterAll(() => lab.close());

describe('from a bounce to the status error, with events by SNS over HTTPS', () => {
  test('every event arrives, signed by SNS, and history says what became of each person', async () => {
    const expected = {
      [GOOD]: 'delivered',
      [HARD]: 'bounced_hard',
      [FULL]: 'bounced_soft',
      [COMPLAINS]: 'complained',
    };
    const last = await until(
      () => results(delivered.deliveryId),
      (seen) => Object.entries(expected).every(([email, state]) => seen[email] === state),
    );
    expect(last).toEqual(expected);
  });

  test('C-58 the unknown address is in error at once; a full mailbox and a complaint are not', async () => {
    expect(await statusOf(HARD)).toBe('error');
    expect(await statusOf(FULL)).toBe('ok');
    expect(await statusOf(COMPLAINS)).toBe('ok');
  });

  test('the next delivery leaves out who is in error and who complained, with the reasons', async () => {
    const { body: mailing } = await lab.agent.get('/api/mailings').expect(200);
    const { id } = (mailing as { items: { id: string }[] }).items[0] ?? { id: '' };
    const made = await lab.agent
      .post('/api/deliveries')
      .send({ mailingId: id, groupId: delivered.group.id })
      .expect(201);
    const second = (made.body as { id: string }).id;
    const seen = await until(
      () => results(second),
      (now) => Object.keys(now).length === 2 && !Object.values(now).includes('pending'),
    );
    expect(Object.keys(seen).sort()).toEqual([FULL, GOOD].sort());
    const { body } = await lab.agent.get(`/api/history/${second}`).expect(200);
    expect((body as { skipped: unknown[] }).skipped).toEqual(
      expect.arrayContaining([
        { reason: 'customer_error', count: 1 },
        { reason: 'stopped', count: 1 },
      ]),
    );
    expect(lab.sandbox.copiesTo(HARD)).toBe(1);
    expect(lab.sandbox.copiesTo(COMPLAINS)).toBe(1);
  });
});
