import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CustomerError } from '../customers/customer-error.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { SendAttempt } from '../delivery/send-attempt.entity.js';
import { GroupMembership } from '../groups/group-membership.entity.js';
import { GroupMembershipChange } from '../groups/group-membership-change.entity.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import type { Group } from '../groups/group.entity.js';
import { TestClock, MINUTE } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { testEnv } from '../../test/env.js';
import { aCustomer, aDelivery, aGroup, aMembership } from '../../test/factories.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { NotificationInbox } from './notification-inbox.js';
import { EVENT_FIXTURES, mailFixture } from './ses-events.fixture.js';
import { SesNotification } from './ses-notification.entity.js';
import { TrackingEvent } from './tracking-event.entity.js';

let database: TestDatabase;
let worker: TestWorker;
const clock = new TestClock('2026-11-23T03:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  worker = await startWorker({ env: testEnv(database.url), clock, timers: false });
});

afterAll(async () => {
  await worker.close();
  await database.drop();
});

let group: Group;
let customer: Customer;
let recipient: DeliveryRecipient;

beforeEach(async () => {
  customer = await aCustomer(database.db);
  group = await aGroup(database.db, { with: [customer] });
  recipient = await aRecipient(customer, 'accepted', 1);
});

async function aRecipient(of: Customer, state: DeliveryRecipient['state'], attemptCount: number) {
  const { manager } = database.db;
  const delivery = await aDelivery(database.db, { group, state: 'sent' });
  await manager.query(
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at) values ($1, 1, 'other', now())`,
    [delivery.id],
  );
  const saved = await manager.getRepository(DeliveryRecipient).save({
    id: randomUUID(),
    deliveryId: delivery.id,
    customerId: of.id,
    email: of.email,
    batchNo: 1,
    state,
    attemptCount,
  });
  await manager.getRepository(SendAttempt).insert({
    recipientId: saved.id,
    attemptNo: 1,
    startedAt: clock.now(),
    deadlineAt: clock.now(),
    outcome: state === 'unknown' ? 'unknown' : 'accepted',
    sesMessageId: state === 'unknown' ? null : `ses-${saved.id}`,
  });
  return saved as DeliveryRecipient;
}

type Name = keyof typeof EVENT_FIXTURES;

/** The fixture for this recipient; `detail` changes the object that tells what happened. */
function event(name: Name, detail: object = {}, of = recipient, mail: object = {}): object {
  const base = EVENT_FIXTURES[name] as Record<string, unknown>;
  const key = Object.keys(base).find((k) => k !== 'eventType' && k !== 'mail') ?? '';
  return {
    ...base,
    mail: {
      ...mailFixture,
      messageId: `ses-${of.id}`,
      destination: [of.email],
      headers: [],
      tags: { d: [of.id], a: ['1'] },
      ...mail,
    },
    [key]: { ...(base[key] as object), ...detail },
  };
}

async function store(...events: object[]): Promise<void> {
  const inbox = worker.app.get(NotificationInbox, { strict: false });
  await inbox.storeAll(events.map((e) => ({ messageKey: randomUUID(), payload: JSON.stringify(e) })));
}

async function apply(...events: object[]): Promise<void> {
  await store(...events);
  await worker.drain();
}

const now = async (of = recipient): Promise<DeliveryRecipient> =>
  database.db.manager.getRepository(DeliveryRecipient).findOneByOrFail({ id: of.id });
const customerNow = async (): Promise<Customer> =>
  database.db.manager.getRepository(Customer).findOneByOrFail({ id: customer.id });
const events = async (): Promise<string[]> =>
  (await database.db.manager.getRepository(TrackingEvent).findBy({ recipientId: recipient.id }))
    .map((e) => e.kind)
    .sort();

const soft = (feedbackId: string) => ({ bounceType: 'Transient', bounceSubType: 'MailboxFull', feedbackId });

describe('what events do', () => {
  test('a delivery makes the recipient delivered, and is on the timeline', async () => {
    await apply(event('send'), event('delivery'));
    expect(await now()).toMatchObject({ state: 'delivered' });
    expect(await events()).toEqual(['delivered', 'send']);
  });

  test('C-58 a hard bounce takes the customer to status error at once, and says why', async () => {
    await apply(event('delivery'), event('bounce'));
    expect(await now()).toMatchObject({ state: 'bounced_hard', errorKind: 'unknown_user', trouble: 'bounced_hard' });
    expect(await customerNow()).toMatchObject({ status: 'error' });
  });

  test('C-50 soft bounces of three mails take the customer to status error, of two do not', async () => {
    const second = await aRecipient(customer, 'accepted', 1);
    const third = await aRecipient(customer, 'accepted', 1);
    await apply(event('bounce', soft('s1')), event('bounce', soft('s2'), second));
    expect(await customerNow()).toMatchObject({ status: 'ok', errorCount: 2 });
    await apply(event('bounce', soft('s3'), third));
    expect(await customerNow()).toMatchObject({ status: 'error', errorCount: 3 });
  });

  test('C-58 one mail counts as one error at most, in one batch or in several', async () => {
    await apply(event('bounce', soft('a')), event('bounce', soft('b')));
    await apply(event('bounce', soft('c')));
    expect(await customerNow()).toMatchObject({ status: 'ok', errorCount: 1 });
    expect(await events()).toEqual(['bounced', 'bounced', 'bounced']);
  });

  test('a policy bounce never counts against a person', async () => {
    const recipients = [{ emailAddress: recipient.email, status: '5.7.1', diagnosticCode: '550 5.7.1 blocked' }];
    await apply(event('bounce', { bouncedRecipients: recipients }));
    expect(await now()).toMatchObject({ state: 'bounced_hard', errorKind: 'policy' });
    expect(await customerNow()).toMatchObject({ status: 'ok', errorCount: 0 });
  });

  test('C-58 a complaint stops every group of the customer, and is no error', async () => {
    const other = await aGroup(database.db);
    await aMembership(database.db, { groupId: other.id, customerId: customer.id });
    await apply(event('complaint'));
    expect(await now()).toMatchObject({ state: 'complained' });
    expect(await customerNow()).toMatchObject({ status: 'ok', errorCount: 0 });
    const memberships = database.db.manager.getRepository(GroupMembership);
    expect(await memberships.findBy({ customerId: customer.id })).toEqual([
      expect.objectContaining({ deliveryState: 'stopped', stateChangedVia: 'complaint' }),
      expect.objectContaining({ deliveryState: 'stopped', stateChangedVia: 'complaint' }),
    ]);
    const changes = database.db.manager.getRepository(GroupMembershipChange);
    expect(await changes.findBy({ customerId: customer.id, deliveryId: recipient.deliveryId })).toHaveLength(2);
  });

  test('C-54 every error is in the customer’s history with the server’s words, and whether it counted', async () => {
    const recipients = [{ emailAddress: recipient.email, status: '5.7.1', diagnosticCode: '550 5.7.1 blocked' }];
    const refused = await aRecipient(customer, 'accepted', 1);
    await apply(event('bounce'), event('bounce'), event('bounce', { bouncedRecipients: recipients }, refused));
    const { deliveryId, id: recipientId } = recipient;
    const errors = await database.db.manager.getRepository(CustomerError).findBy({ customerId: customer.id });
    expect(errors).toHaveLength(2);
    expect(errors).toContainEqual(
      expect.objectContaining({
        recipientId,
        deliveryId,
        kind: 'unknown_user',
        countsAs: 'hard',
        answer: 'smtp; 550 5.1.1 user unknown',
        occurredAt: new Date('2026-11-23T01:02:06.000Z'),
      }),
    );
    expect(errors).toContainEqual(
      expect.objectContaining({ recipientId: refused.id, kind: 'policy', countsAs: null, answer: '550 5.7.1 blocked' }),
    );
  });

  test('a complaint is no error, and a rejected mail one that does not count', async () => {
    await apply(event('complaint'), event('reject'));
    const errors = await database.db.manager.getRepository(CustomerError).findBy({ customerId: customer.id });
    expect(errors).toMatchObject([{ kind: 'rejected_content', countsAs: null, answer: 'Bad content' }]);
  });

  test('J-36 whoever complained joins no group again, also when deleted and registered anew before the report came', async () => {
    await database.db.rows('delete from customer where id = $1', [customer.id]);
    await apply(event('complaint'));
    const again = await aCustomer(database.db, { email: customer.email });
    const joined = await database.db.tx((tx) =>
      worker.app.get(MembershipChanges, { strict: false }).join(tx, group.id, [again.id], 'screen'),
    );
    expect(joined.get(again.id)).toMatchObject({ deliveryState: 'stopped', heldBack: { reason: 'complained' } });
  });

  test('an event settles an attempt in doubt', async () => {
    recipient = await aRecipient(await aCustomer(database.db), 'unknown', 1);
    await apply(event('send'));
    expect(await now()).toMatchObject({ state: 'accepted' });
  });

  test('without tags the SES message id leads to the recipient', async () => {
    await apply(event('delivery', {}, recipient, { tags: undefined }));
    expect(await now()).toMatchObject({ state: 'delivered' });
  });
});

describe('whatever the transport does', () => {
  const copies = (e: object, key: string) => ({ messageKey: key, payload: JSON.stringify(e) });

  test('a duplicate of an SNS message is stored once', async () => {
    const inbox = worker.app.get(NotificationInbox, { strict: false });
    const key = randomUUID();
    await Promise.all([inbox.store(copies(event('bounce'), key)), inbox.store(copies(event('bounce'), key))]);
    await inbox.store(copies(event('bounce'), key));
    expect(await database.db.manager.getRepository(SesNotification).countBy({ messageKey: key })).toBe(1);
  });

  test('of an event that was applied the key stays and the words go; one that was ignored keeps them', async () => {
    const inbox = worker.app.get(NotificationInbox, { strict: false });
    const [applied, ignored] = [randomUUID(), randomUUID()];
    const foreign = { messageKey: ignored, payload: '{"eventType":"Rendering Failure"}' };
    await inbox.storeAll([copies(event('bounce', soft('once')), applied), foreign]);
    await worker.drain();
    const rows = database.db.manager.getRepository(SesNotification);
    expect(await rows.findOneByOrFail({ messageKey: applied })).toMatchObject({ state: 'applied', payload: '' });
    expect(await rows.findOneByOrFail({ messageKey: ignored })).toMatchObject({ state: 'ignored', ...foreign });
    await inbox.store(copies(event('bounce', soft('once')), applied));
    await worker.drain();
    expect(await rows.countBy({ messageKey: applied })).toBe(1);
    expect(await customerNow()).toMatchObject({ errorCount: 1 });
  });

  test('the same event in two SNS messages has one effect', async () => {
    await apply(event('bounce', soft('same')), event('bounce', soft('same')));
    await apply(event('bounce', soft('same')));
    expect(await events()).toEqual(['bounced']);
    expect(await customerNow()).toMatchObject({ errorCount: 1 });
  });

  test.each([
    ['in order', (all: object[]) => all],
    ['reversed', (all: object[]) => all.toReversed()],
  ])('all events of a mail, %s and one by one, come to the same', async (_, order) => {
    const all = [event('send'), event('delay'), event('delivery'), event('bounce'), event('complaint')];
    for (const e of order(all)) await apply(e);
    expect(await now()).toMatchObject({ state: 'complained' });
    expect(await customerNow()).toMatchObject({ status: 'error', errorCount: 1 });
    expect(await events()).toEqual(['bounced', 'complained', 'delayed', 'delivered', 'send']);
  });

  test('an event of a recipient nobody knows is tried again after 1, 5, 15 and 60 minutes, then let go', async () => {
    const nobody = { ...recipient, id: randomUUID() } as DeliveryRecipient;
    const lost = event('delivery', {}, nobody);
    await apply(lost);
    const inbox = database.db.manager.getRepository(SesNotification);
    const read = () => inbox.findOneByOrFail({ payload: JSON.stringify(lost) });
    for (const [tries, minutes] of [1, 5, 15, 60].entries()) {
      expect(await read()).toMatchObject({ state: 'orphan', tryCount: tries + 1 });
      clock.advance(minutes * MINUTE - 1);
      await worker.drain();
      expect((await read()).tryCount).toBe(tries + 1);
      clock.advance(1);
      await worker.drain();
    }
    expect(await read()).toMatchObject({ state: 'ignored', tryCount: 5 });
  });

  test('an event that comes before its recipient is applied once the recipient is there', async () => {
    const early = { ...recipient, id: randomUUID() } as DeliveryRecipient;
    await apply(event('delivery', {}, early));
    await database.db.manager
      .getRepository(DeliveryRecipient)
      .insert({ ...early, customerId: (await aCustomer(database.db)).id, state: 'accepted' });
    clock.advance(MINUTE);
    await worker.drain();
    expect(await now(early)).toMatchObject({ state: 'delivered' });
  });

  test('an event that cannot be applied does not hold up the others', async () => {
    const broken = await aRecipient(await aCustomer(database.db), 'accepted', 1);
    await database.db.manager.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
       create trigger refuse before insert on tracking_event for each row
         when (new.recipient_id = '${broken.id}') execute function refuse()`,
    );
    await apply(event('delivery', {}, broken), event('delivery'));
    expect(await now()).toMatchObject({ state: 'delivered' });
    expect(await now(broken)).toMatchObject({ state: 'accepted' });
    const waiting = await database.db.rows(`select from ses_notification where state = 'new'`);
    expect(waiting).toHaveLength(1); // while it waits, nobody's absence is concluded
    await database.db.manager.query('drop trigger refuse on tracking_event; drop function refuse()');
    clock.advance(MINUTE);
    await worker.drain();
    expect(await now(broken)).toMatchObject({ state: 'delivered' });
  });

  test('a canary only shows that events arrive', async () => {
    const newest = async (): Promise<Date | null> => {
      const [row] = await database.db.rows<{ at: Date | null }>('select newest_mail_at as at from event_pipeline');
      return row?.at ?? null;
    };
    const timestamp = '2026-11-30T00:00:00.000Z';
    await apply({ eventType: 'Send', mail: { timestamp, messageId: 'c', tags: { k: ['canary'] } }, send: {} });
    expect(await newest()).toEqual(new Date(timestamp));
  });
});
