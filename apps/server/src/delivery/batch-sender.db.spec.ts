import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, Mailer } from '@kubari/mailer';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCustomer, aDelivery, aField, aGroup, aMembership } from '../../test/factories.js';
import { sendingKit, type SendingKit } from '../../test/sending.js';
import type { RecipientState } from './delivery.types.js';

let database: TestDatabase;
let kit: SendingKit;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  kit = sendingKit(database.db);
});

interface Row {
  readonly id: string;
  readonly email: string;
  readonly state: RecipientState;
  readonly skip_reason: string | null;
  readonly trouble: string | null;
  readonly error_kind: string | null;
  readonly attempt_count: number;
}

const recipientsOf = (deliveryId: string): Promise<Row[]> =>
  database.db.rows<Row>('select * from delivery_recipient where delivery_id = $1 order by id', [deliveryId]);
const statesOf = async (deliveryId: string): Promise<RecipientState[]> =>
  (await recipientsOf(deliveryId)).map(({ state }) => state);
const deliveryOf = async (id: string): Promise<Record<string, unknown>> => {
  const [row] = await database.db.rows<Record<string, unknown>>('select * from delivery where id = $1', [id]);
  return row ?? {};
};
const attemptsOf = (deliveryId: string): Promise<Record<string, unknown>[]> =>
  database.db.rows(
    `select a.* from send_attempt a join delivery_recipient r on r.id = a.recipient_id where r.delivery_id = $1
      order by a.recipient_id, a.attempt_no`,
    [deliveryId],
  );
const addressesMailed = (): string[] => kit.mailer.offered.map(({ to }) => to);

describe('a delivery without accidents', () => {
  test('D-10 everybody gets exactly one mail, and the ledger says so', async () => {
    const group = await aGroup(database.db, { with: 7 });
    const delivery = await aDelivery(database.db, { group });
    await kit.sendAll(delivery.id);
    await kit.sweep();

    const recipients = await recipientsOf(delivery.id);
    expect(recipients.map(({ state }) => state)).toEqual(Array(7).fill('accepted'));
    expect(addressesMailed().sort()).toEqual(recipients.map(({ email }) => email).sort());
    const attempts = await attemptsOf(delivery.id);
    expect(attempts).toHaveLength(7);
    for (const attempt of attempts)
      expect(attempt).toMatchObject({ attempt_no: 1, outcome: 'accepted', resolved_by: 'response' });
    expect(await deliveryOf(delivery.id)).toMatchObject({ state: 'sent', recipient_count: 7 });
  });

  test('a mail carries the ids that lead its events back: tags, message id, one-click unsubscribe', async () => {
    const group = await aGroup(database.db, { with: 1 });
    const delivery = await aDelivery(database.db, { group });
    await kit.sendAll(delivery.id);

    const [recipient] = await recipientsOf(delivery.id);
    const [mail] = kit.mailer.offered;
    expect(mail?.tags).toEqual([
      ['d', recipient?.id],
      ['a', '1'],
      ['m', delivery.id],
    ]);
    const source = mail?.raw.toString() ?? '';
    expect(source).toContain(`Message-ID: <${recipient?.id}.1@example.jp>`);
    expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const token = /List-Unsubscribe: <[^>]*\/u\/([^>]+)>/.exec(source)?.[1] ?? '';
    expect(kit.tokens.readUnsubscribe(token)).toMatchObject({ deliveryId: delivery.id });
  });

  test('M-11 values are those of the moment of sending, with the default where there is none', async () => {
    const field = await aField(database.db, { mergeKey: 'nickname' });
    const customers = [
      await aCustomer(database.db, { fieldValues: { [field.id]: '花子' } }),
      await aCustomer(database.db),
    ];
    const delivery = await aDelivery(database.db, {
      group: await aGroup(database.db, { with: customers }),
      content: {
        subject: '{{nickname}} 様',
        mergeKeys: [{ key: 'nickname', fieldId: field.id, type: 'text', choices: [], defaultValue: 'お客様' }],
      },
    });
    await kit.sendAll(delivery.id);
    const subjects = kit.mailer.offered.map(({ to, raw }) => [
      to,
      Buffer.from(/Subject: =\?UTF-8\?B\?([^?]+)/.exec(raw.toString())?.[1] ?? '', 'base64').toString(),
    ]);
    expect(Object.fromEntries(subjects)).toEqual({
      [customers[0]?.email ?? '']: '花子 様',
      [customers[1]?.email ?? '']: 'お客様 様',
    });
  });

  test('a second run finds nothing to send', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 3 }) });
    await kit.sendAll(delivery.id);
    await kit.sendAll(delivery.id);
    expect(kit.mailer.offered).toHaveLength(3);
  });
});

describe('between planning and sending (D-05)', () => {
  test.each([
    ['stopped', `update group_membership set delivery_state = 'stopped' where customer_id = $1`],
    ['banned', `update group_membership set delivery_state = 'banned' where customer_id = $1`],
    ['customer_error', `update customer set status = 'error' where id = $1`],
    ['left_group', `delete from group_membership where customer_id = $1`],
    ['customer_deleted', `delete from customer where id = $1`],
  ])('somebody who became %s is not mailed, and the row says why', async (reason, change) => {
    const customer = await aCustomer(database.db);
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: [customer] }) });
    await kit.planner.plan(delivery.id);
    await database.db.rows(change, [customer.id]);
    while (await kit.sender.sendBatch(delivery.id)) continue;
    await kit.sweep();

    expect(kit.mailer.offered).toEqual([]);
    expect(await recipientsOf(delivery.id)).toMatchObject([
      { state: 'skipped', skip_reason: reason, attempt_count: 0 },
    ]);
    expect(await deliveryOf(delivery.id)).toMatchObject({ state: 'sent' });
  });

  test('a stop in another group changes nothing (C-12)', async () => {
    const customer = await aCustomer(database.db);
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: [customer] }) });
    const other = await aGroup(database.db);
    await aMembership(database.db, { groupId: other.id, customerId: customer.id, deliveryState: 'stopped' });
    await kit.sendAll(delivery.id);
    expect(await statesOf(delivery.id)).toEqual(['accepted']);
  });
});

describe('pause and cancel (D-09)', () => {
  /** A mailer whose first answers come when the test has done something. */
  function mailerThatWaits(until: () => Promise<unknown>): Mailer & { offered: string[] } {
    let done: Promise<unknown> | undefined;
    const offered: string[] = [];
    return {
      offered,
      send: async ({ to }) => {
        offered.push(to);
        await (done ??= until());
        return { kind: 'accepted', sesMessageId: `waited-${to}` };
      },
    };
  }

  test('a pause in the middle of a batch lets the calls in flight end and begins no other; a resume sends the rest', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 150 }) });
    const mailer = mailerThatWaits(() =>
      database.db.rows(`update delivery set state = 'paused', paused_from = 'sending' where id = $1`, [delivery.id]),
    );
    kit = sendingKit(database.db, { mailer });
    await kit.planner.plan(delivery.id);
    expect(await kit.sender.sendBatch(delivery.id)).toBe(true);
    expect(mailer.offered).toHaveLength(64);
    expect(await kit.sender.sendBatch(delivery.id)).toBe(false);
    const states = await statesOf(delivery.id);
    expect(states.filter((state) => state === 'accepted')).toHaveLength(64);
    expect(states.filter((state) => state === 'pending')).toHaveLength(86);

    await database.db.rows(`update delivery set state = 'sending', paused_from = null where id = $1`, [delivery.id]);
    while (await kit.sender.sendBatch(delivery.id)) continue;
    expect(mailer.offered).toHaveLength(150);
    expect(new Set(mailer.offered).size).toBe(150);
  });

  test('a cancel leaves the rest unsent: they are skipped, and the delivery is over', async () => {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 100 }) });
    const mailer = mailerThatWaits(() =>
      database.db.rows(`update delivery set state = 'canceled' where id = $1`, [delivery.id]),
    );
    kit = sendingKit(database.db, { mailer });
    await kit.sendAll(delivery.id);
    await kit.sweep();
    expect(mailer.offered).toHaveLength(64);
    const rest = (await recipientsOf(delivery.id)).filter(({ state }) => state !== 'accepted');
    expect(rest).toHaveLength(36);
    for (const row of rest) expect(row).toMatchObject({ state: 'skipped', skip_reason: 'canceled' });
  });
});

describe('answers that are not acceptance', () => {
  const notSent = (reason: string, scope: string): Answer =>
    ({ kind: 'not_sent', reason, scope, detail: 'because' }) as Answer;

  async function sendTo(count: number, ...answers: Answer[]): Promise<string> {
    const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: count }) });
    await kit.planner.plan(delivery.id);
    kit.mailer.answerNext(...answers);
    await kit.sender.sendBatch(delivery.id);
    return delivery.id;
  }

  test('throttled: slows everybody down and tries again a second later', async () => {
    const id = await sendTo(1, notSent('throttled', 'message'));
    expect(await statesOf(id)).toEqual(['pending']);
    expect(kit.rate.slowDowns).toBe(1);
    expect(await kit.sender.sendBatch(id)).toBe(false);
    kit.clock.advance(1_100);
    await kit.sender.sendBatch(id);
    expect(await recipientsOf(id)).toMatchObject([{ state: 'accepted', attempt_count: 2 }]);
    expect((await attemptsOf(id)).map(({ outcome }) => outcome)).toEqual(['not_sent', 'accepted']);
  });

  test('no connection: nothing was sent, so it is tried again, later each time', async () => {
    const id = await sendTo(1, notSent('connect', 'message'));
    expect(await deliveryOf(id)).toMatchObject({ state: 'sending' });
    expect(await statesOf(id)).toEqual(['pending']);
    expect(await kit.sender.sendBatch(id)).toBe(false);
    kit.clock.advance(2_100);
    await kit.sender.sendBatch(id);
    expect(await statesOf(id)).toEqual(['accepted']);
  });

  test.each([
    ['mail_from_not_verified', 'mail-from-not-verified'],
    ['sender_not_verified', 'sender-not-verified'],
    ['recipient_not_verified', 'ses-sandbox-account'],
    ['not_found', 'configuration'],
  ])('%s: this delivery is paused and says why, others go on', async (reason, hold) => {
    const other = await aDelivery(database.db, { group: await aGroup(database.db, { with: 1 }) });
    await kit.planner.plan(other.id);
    const id = await sendTo(1, notSent(reason, 'delivery'));
    expect(await deliveryOf(id)).toMatchObject({ state: 'paused', paused_from: 'sending', hold_reason: hold });
    expect(await statesOf(id)).toEqual(['pending']);
    expect(await deliveryOf(other.id)).toMatchObject({ state: 'sending' });
  });

  test.each([
    ['daily_quota', 'daily-quota'],
    ['account_suspended', 'account-suspended'],
    ['sending_paused', 'sending-paused'],
    ['access_denied', 'credentials'],
    ['no_credentials', 'credentials'],
  ])('%s: everything that is being sent is paused', async (reason, hold) => {
    const other = await aDelivery(database.db, { group: await aGroup(database.db, { with: 1 }) });
    await kit.planner.plan(other.id);
    const id = await sendTo(1, notSent(reason, 'account'));
    expect(await deliveryOf(id)).toMatchObject({ state: 'paused', hold_reason: hold });
    expect(await deliveryOf(other.id)).toMatchObject({ state: 'paused', hold_reason: hold });
  });

  test('refused content: final for this person; the third in a row pauses the delivery', async () => {
    const refused: Answer = { kind: 'rejected', reason: 'content', detail: 'spam' };
    const id = await sendTo(2, refused, refused);
    expect(await recipientsOf(id)).toMatchObject([
      { state: 'failed', trouble: 'failed', error_kind: 'content' },
      { state: 'failed', trouble: 'failed', error_kind: 'content' },
    ]);
    expect(await deliveryOf(id)).toMatchObject({ state: 'sending' });
    const paused = await sendTo(4, refused, refused, refused);
    expect(await deliveryOf(paused)).toMatchObject({ state: 'paused', hold_reason: 'rejected-content' });
  });

  test('two refusals with an acceptance between them are accidents', async () => {
    const refused: Answer = { kind: 'rejected', reason: 'request', detail: 'no' };
    const accepted: Answer = { kind: 'accepted', sesMessageId: 'between' };
    const id = await sendTo(5, refused, refused, accepted, refused, refused);
    expect(await deliveryOf(id)).toMatchObject({ state: 'sending' });
  });

  test('too large: paused at once, since everybody gets the same mail', async () => {
    const id = await sendTo(1, { kind: 'rejected', reason: 'too_large', detail: 'big' });
    expect(await deliveryOf(id)).toMatchObject({ state: 'paused', hold_reason: 'too-large' });
  });

  test('an address SES cannot read: this person fails and the customer is marked', async () => {
    const id = await sendTo(1, {
      kind: 'rejected',
      reason: 'invalid_address',
      detail: 'Local address starts with dot',
    });
    expect(await recipientsOf(id)).toMatchObject([{ state: 'failed', error_kind: 'invalid_address' }]);
    const [customer] = await database.db.rows<{ status: string }>(
      'select c.status from customer c join delivery_recipient r on r.customer_id = c.id where r.delivery_id = $1',
      [id],
    );
    expect(customer?.status).toBe('error');
  });

  test('unclear: in doubt, and no later run sends again', async () => {
    const id = await sendTo(1, { kind: 'unknown', reason: 'connection_lost', detail: 'reset' });
    expect(await recipientsOf(id)).toMatchObject([{ state: 'unknown', trouble: 'unknown' }]);
    kit.clock.advance(3_600_000);
    expect(await kit.sender.sendBatch(id)).toBe(false);
    await kit.sweep();
    expect(await kit.sender.sendBatch(id)).toBe(false);
    expect(await deliveryOf(id)).toMatchObject({ state: 'sending' });
    expect(kit.mailer.offered.filter(({ tags }) => tags[0]?.[0] === 'd')).toHaveLength(1);
  });
});
