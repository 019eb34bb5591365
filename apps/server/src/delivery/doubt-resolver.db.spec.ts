import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '@kubari/mailer';
import { MINUTE, SECOND } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aDelivery, aGroup } from '../../test/factories.js';
import { sendingKit, type SendingKit } from '../../test/sending.js';

let database: TestDatabase;
let kit: SendingKit;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await rows('truncate delivery cascade');
  await rows('truncate delivery_recipient, send_attempt, ses_notification');
  await rows('update event_pipeline set newest_mail_at = null, canary_sent_at = null');
  kit = sendingKit(database.db);
});

const rows = <T>(sql: string, ...params: unknown[]): Promise<T[]> => database.db.rows<T>(sql, params);
const LOST: Answer = { kind: 'unknown', reason: 'connection_lost', detail: 'reset after the body' };

interface Recipient {
  readonly id: string;
  readonly state: string;
  readonly attempt_count: number;
  readonly skip_reason: string | null;
}
const recipientOf = async (deliveryId: string): Promise<Recipient> => {
  const [row] = await rows<Recipient>('select * from delivery_recipient where delivery_id = $1', deliveryId);
  if (!row) throw new Error('no recipient');
  return row;
};
const stateOf = async (deliveryId: string): Promise<string | undefined> =>
  (await rows<{ state: string }>('select state from delivery where id = $1', deliveryId))[0]?.state;
const outcomesOf = async (recipientId: string): Promise<unknown[]> =>
  rows(
    'select attempt_no as no, outcome, resolved_by as by from send_attempt where recipient_id = $1 order by 1',
    recipientId,
  );

/** One person whose only attempt ended without a clear answer, its deadline just over. */
async function inDoubt(): Promise<{ deliveryId: string; recipientId: string }> {
  const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 1 }) });
  kit.mailer.answerNext(LOST);
  await kit.sendAll(delivery.id);
  kit.clock.advance(36 * SECOND);
  return { deliveryId: delivery.id, recipientId: (await recipientOf(delivery.id)).id };
}

/** Events of some other mail that SES accepted at this instant have been applied. */
const eventsArrive = (): Promise<void> => database.db.tx((tx) => kit.service.noteEventsSeen(tx, kit.clock.now()));
const eventFor = (recipientId: string, attemptNo: number): Promise<unknown> =>
  database.db.tx((tx) =>
    kit.service.resolveAttempts(tx, [{ recipientId, attemptNo, sesMessageId: 'from-event', at: kit.clock.now() }]),
  );
const mailsTo = (): number => kit.mailer.offered.filter(({ tags }) => tags[0]?.[0] === 'd').length;
const sendRest = async (deliveryId: string): Promise<void> => {
  while (await kit.sender.sendBatch(deliveryId)) continue;
};

describe('somebody in doubt', () => {
  test('an event that names the attempt settles it as accepted; nothing is sent again', async () => {
    const { deliveryId, recipientId } = await inDoubt();
    await eventFor(recipientId, 1);
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'accepted' });
    expect(await outcomesOf(recipientId)).toEqual([{ no: 1, outcome: 'accepted', by: 'event' }]);
    expect(await stateOf(deliveryId)).toBe('sent');
    expect(mailsTo()).toBe(1);
  });

  test('proven absent: mailed once more, and once only', async () => {
    const { deliveryId, recipientId } = await inDoubt();
    kit.clock.advance(16 * MINUTE);
    await eventsArrive();
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'pending' });
    await sendRest(deliveryId);
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'accepted', attempt_count: 2 });
    expect(await outcomesOf(recipientId)).toEqual([
      { no: 1, outcome: 'absent', by: 'absence' },
      { no: 2, outcome: 'accepted', by: 'response' },
    ]);
    await kit.sweep();
    expect(await stateOf(deliveryId)).toBe('sent');
    expect(mailsTo()).toBe(2);
  });

  test('a second doubt is never sent again: an operator decides', async () => {
    const { deliveryId } = await inDoubt();
    kit.clock.advance(16 * MINUTE);
    await eventsArrive();
    await kit.sweep();
    kit.mailer.answerNext(LOST);
    await sendRest(deliveryId);
    kit.clock.advance(36 * SECOND + 16 * MINUTE);
    await eventsArrive();
    await kit.sweep();
    await sendRest(deliveryId);
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'held', attempt_count: 2 });
    expect(mailsTo()).toBe(2);
    expect(await stateOf(deliveryId)).toBe('sent');
    expect((await kit.held.list(deliveryId, {})).items).toMatchObject([{ attemptCount: 2 }]);
  });

  test('without any event nobody is mailed again; after 24 hours they are held and listed', async () => {
    const { deliveryId, recipientId } = await inDoubt();
    for (let hour = 0; hour < 23; hour++) {
      kit.clock.advance(60 * MINUTE);
      await kit.sweep();
    }
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'unknown' });
    expect(await stateOf(deliveryId)).toBe('sending');
    kit.clock.advance(2 * 60 * MINUTE);
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'held' });
    expect((await kit.held.list(deliveryId, {})).items).toMatchObject([
      { id: recipientId, detail: expect.any(String) },
    ]);
    expect(mailsTo()).toBe(1);
  });

  test('a notification received in time that is not applied yet keeps the doubt open', async () => {
    const { deliveryId } = await inDoubt();
    await rows(
      `insert into ses_notification (message_key, received_at, payload, next_try_at) values ('waiting', $1, '{}', $1)`,
      kit.clock.now(),
    );
    kit.clock.advance(16 * MINUTE);
    await eventsArrive();
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'unknown' });
    await rows(`update ses_notification set state = 'applied'`);
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'pending' });
  });

  test('an event that comes after absence was concluded, but before the second mail, stops it', async () => {
    const { deliveryId, recipientId } = await inDoubt();
    kit.clock.advance(16 * MINUTE);
    await eventsArrive();
    await kit.sweep();
    await eventFor(recipientId, 1);
    await sendRest(deliveryId);
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'accepted', attempt_count: 1 });
    expect(mailsTo()).toBe(1);
  });

  test('in a canceled delivery absence means skipped, not mailed', async () => {
    const { deliveryId } = await inDoubt();
    await rows(`update delivery set state = 'canceled' where id = $1`, deliveryId);
    kit.clock.advance(16 * MINUTE);
    await eventsArrive();
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'skipped', skip_reason: 'canceled' });
  });
});

describe('canaries', () => {
  const canaries = (): number => kit.mailer.offered.filter(({ tags }) => tags[0]?.[1] === 'canary').length;

  test('one a minute goes to the mailbox simulator while somebody is in doubt and no event has come since', async () => {
    await inDoubt();
    await kit.sweep();
    await kit.sweep();
    expect(canaries()).toBe(1);
    kit.clock.advance(MINUTE);
    await kit.sweep();
    expect(canaries()).toBe(2);
    expect(kit.mailer.offered.at(-1)?.to).toMatch(/^success\+canary-\d+@simulator\.amazonses\.com$/);
  });

  test('none while events arrive by themselves, and none when nobody is in doubt', async () => {
    await kit.sweep();
    await inDoubt();
    kit.clock.advance(10 * SECOND);
    await eventsArrive();
    await kit.sweep();
    expect(canaries()).toBe(0);
  });
});

describe('people who are held', () => {
  async function held(): Promise<{ deliveryId: string; recipientId: string }> {
    const doubt = await inDoubt();
    kit.clock.advance(25 * 60 * MINUTE);
    await kit.sweep();
    expect(await stateOf(doubt.deliveryId)).toBe('sent');
    return doubt;
  }

  test('sent again by decision: the delivery goes on for them and ends again', async () => {
    const { deliveryId, recipientId } = await held();
    expect(await kit.held.decide(deliveryId, recipientId, 'resend')).toBe(1);
    expect(await stateOf(deliveryId)).toBe('sending');
    await sendRest(deliveryId);
    await kit.sweep();
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'accepted', attempt_count: 2 });
    expect(await stateOf(deliveryId)).toBe('sent');
  });

  test('given up by decision: failed, with the reason; a second decision is refused', async () => {
    const { deliveryId, recipientId } = await held();
    await kit.held.decideAll(deliveryId, 'give-up');
    expect(await rows('select state, trouble, error_kind from delivery_recipient')).toEqual([
      { state: 'failed', trouble: 'failed', error_kind: 'given_up' },
    ]);
    await expect(kit.held.decide(deliveryId, recipientId, 'resend')).rejects.toMatchObject({
      code: 'recipient-not-held',
    });
    expect(await stateOf(deliveryId)).toBe('sent');
  });

  test('an event long after still settles it', async () => {
    const { deliveryId, recipientId } = await held();
    await eventFor(recipientId, 1);
    expect(await recipientOf(deliveryId)).toMatchObject({ state: 'accepted' });
  });
});
