import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCustomer, aDelivery, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { DeliveryLink } from '../delivery/delivery-link.entity.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { GroupMembershipChange } from '../groups/group-membership-change.entity.js';
import { TrackingEvent } from '../tracking/tracking-event.entity.js';
import { ImportJob } from '../imports/import-job.entity.js';
import { User } from '../users/user.entity.js';
import { ConsentRecord } from './consent-record.entity.js';
import { CustomerError } from './customer-error.entity.js';
import type { TimelineEntryResponse } from './customer-timeline.dto.js';

let api: TestApi;
let admin: Agent;

beforeAll(async () => {
  api = await startApi();
  admin = await api.asAdmin();
});
afterAll(() => api.close());

interface Timeline {
  readonly items: readonly TimelineEntryResponse[];
  readonly nextCursor: string | null;
}
const timeline = async (id: string, query: object = {}): Promise<Timeline> =>
  (await admin.get(`/api/customers/${id}/timeline`).query(query).expect(200)).body as Timeline;

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 1, 10, minute));

/** An entry without what is null. */
const told = (entry: TimelineEntryResponse): object =>
  Object.fromEntries(Object.entries(entry).filter(([part, value]) => value !== null && part !== 'key'));

test('everything that happened to a customer, newest first, each thing with what belongs to it', async () => {
  const { db } = api;
  const customer = await aCustomer(db, {
    createdAt: at(0),
    registeredVia: 'csv',
    status: 'error',
    statusChangedAt: at(12),
  });
  const other = await aCustomer(db, { createdAt: at(0) });
  const group = await aGroup(db, { name: '会員' });
  await aMembership(db, { groupId: group.id, customerId: customer.id, joinedAt: at(1), joinedVia: 'screen' });
  await aMembership(db, { groupId: group.id, customerId: other.id, joinedAt: at(1) });
  const delivery = await aDelivery(db, { group, startedAt: at(2), content: { subject: '秋の案内' } });
  const later = await aDelivery(db, { group, startedAt: at(20), content: { subject: '冬の案内' } });
  await db.manager
    .getRepository(DeliveryLink)
    .insert({ deliveryId: delivery.id, linkNo: 1, url: 'https://example.jp/a' });
  const recipients = db.manager.getRepository(DeliveryRecipient);
  const of = { deliveryId: delivery.id, customerId: customer.id, email: customer.email };
  const recipient = await recipients.save(recipients.create({ ...of, state: 'delivered', acceptedAt: at(3) }));
  await recipients.insert({ ...of, deliveryId: later.id, state: 'skipped', skipReason: 'customer_error' });
  await recipients.insert({ ...of, customerId: other.id, state: 'accepted', acceptedAt: at(3) });
  const event = { recipientId: recipient.id, deliveryId: delivery.id };
  await db.manager.getRepository(TrackingEvent).insert([
    { ...event, kind: 'send', occurredAt: at(3), effectKey: 'send' },
    { ...event, kind: 'delivered', occurredAt: at(4), effectKey: 'delivered' },
    { ...event, kind: 'opened', occurredAt: at(5), visitor: 'human' },
    { ...event, kind: 'clicked', occurredAt: at(6), visitor: 'human', linkNo: 1 },
  ]);
  const user = await db.manager.getRepository(User).findOneByOrFail({});
  const change = { groupId: group.id, customerId: customer.id };
  await db.manager.getRepository(GroupMembershipChange).insert([
    { ...change, fromState: 'active', toState: 'stopped', via: 'one_click', deliveryId: delivery.id, changedAt: at(7) },
    { ...change, fromState: 'stopped', toState: 'active', via: 'screen', userId: user.id, changedAt: at(8) },
  ]);

  const autumn = { id: delivery.id, subject: '秋の案内' };
  const of会員 = { id: group.id, name: '会員' };
  const expected = [
    { kind: 'left-out', at: at(20), delivery: { id: later.id, subject: '冬の案内' }, result: 'customer_error' },
    { kind: 'status-error', at: at(12) },
    {
      kind: 'membership-changed',
      at: at(8),
      group: of会員,
      via: 'screen',
      userName: user.name,
      fromState: 'stopped',
      toState: 'active',
    },
    {
      kind: 'membership-changed',
      at: at(7),
      group: of会員,
      delivery: autumn,
      via: 'one_click',
      fromState: 'active',
      toState: 'stopped',
    },
    { kind: 'clicked', at: at(6), delivery: autumn, url: 'https://example.jp/a', visitor: 'human' },
    { kind: 'opened', at: at(5), delivery: autumn, visitor: 'human' },
    { kind: 'delivered', at: at(4), delivery: autumn },
    { kind: 'mailed', at: at(3), delivery: autumn, result: 'delivered' },
    { kind: 'joined', at: at(1), group: of会員, via: 'screen' },
    { kind: 'registered', at: at(0), via: 'csv' },
  ].map((entry) => ({ ...entry, at: entry.at.toISOString() }));
  expect((await timeline(customer.id)).items.map(told)).toEqual(expected);

  const pages: object[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Timeline = await timeline(customer.id, { limit: 3, ...(cursor === null ? {} : { cursor }) });
    pages.push(...page.items.map(told));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(pages).toEqual(expected);
});

describe('beside mails', () => {
  test('imports with their file, errors with the words of the server, and consents are told', async () => {
    const { db } = api;
    const group = await aGroup(db, { name: '常連' });
    const delivery = await aDelivery(db, { group, startedAt: at(2), content: { subject: '秋の案内' } });
    const jobs = db.manager.getRepository(ImportJob);
    const job = { state: 'finished', encoding: 'utf-8', delimiter: ',' } as const;
    const registering = await jobs.save(
      jobs.create({ ...job, fileName: 'first.csv', startedAt: at(0), finishedAt: at(2) }),
    );
    const stopping = await jobs.save(
      jobs.create({ ...job, fileName: 'stop.csv', group, startedAt: at(20), finishedAt: at(22) }),
    );
    const overwriting = await jobs.save(
      jobs.create({ ...job, fileName: 'again.csv', startedAt: at(25), finishedAt: at(26) }),
    );
    const customer = await aCustomer(db, { createdAt: at(1), registeredVia: 'csv', lastImportId: overwriting.id });
    await db.manager.getRepository(GroupMembershipChange).insert({
      groupId: group.id,
      customerId: customer.id,
      fromState: 'active',
      toState: 'stopped',
      via: 'csv',
      changedAt: at(21),
    });
    await db.manager.getRepository(CustomerError).insert({
      customerId: customer.id,
      recipientId: '0199aaaa-0000-7000-8000-000000000001',
      deliveryId: delivery.id,
      kind: 'mailbox_full',
      countsAs: 'soft',
      answer: '552 5.2.2 full',
      occurredAt: at(10),
    });
    await db.manager.getRepository(ConsentRecord).insert({
      customerId: customer.id,
      groupId: group.id,
      purpose: 'お知らせ',
      source: 'csv',
      sourceLabel: 'first.csv',
      importId: registering.id,
      basis: 'paper',
      obtainedAt: at(1),
      withdrawnAt: at(21),
    });
    const consent = { purpose: 'お知らせ', basis: 'paper', source: 'csv', sourceLabel: 'first.csv' };
    const of常連 = { id: group.id, name: '常連' };
    const [imported, withdrawn, stopped, error, registered, consented] = [
      { kind: 'imported', at: at(25), import: { id: overwriting.id, fileName: 'again.csv' } },
      { kind: 'consent-withdrawn', at: at(21), group: of常連, consent },
      {
        kind: 'membership-changed',
        at: at(21),
        group: of常連,
        via: 'csv',
        fromState: 'active',
        toState: 'stopped',
        import: { id: stopping.id, fileName: 'stop.csv' },
      },
      {
        kind: 'error',
        at: at(10),
        delivery: { id: delivery.id, subject: '秋の案内' },
        errorKind: 'mailbox_full',
        answer: '552 5.2.2 full',
        countsAs: 'soft',
      },
      { kind: 'registered', at: at(1), via: 'csv', import: { id: registering.id, fileName: 'first.csv' } },
      { kind: 'consented', at: at(1), group: of常連, import: { id: registering.id, fileName: 'first.csv' }, consent },
    ].map((entry) => ({ ...entry, at: entry.at.toISOString() }));
    const all = await timeline(customer.id);
    expect(all.items.map(told)).toEqual([imported, withdrawn, stopped, error, registered, consented]);
    const only = async (section: string): Promise<object[]> =>
      (await timeline(customer.id, { only: section })).items.map(told);
    expect(await only('states')).toEqual([imported, stopped, registered]);
    expect(await only('mails')).toEqual([error]);
    expect(await only('errors')).toEqual([error]);
    expect(await only('consents')).toEqual([withdrawn, consented]);
  });

  test('a bounce that is told as an error is not told twice, and a narrowed timeline may be empty', async () => {
    const { db } = api;
    const customer = await aCustomer(db);
    const delivery = await aDelivery(db, { group: await aGroup(db), startedAt: at(2) });
    const recipients = db.manager.getRepository(DeliveryRecipient);
    const recipient = await recipients.save(
      recipients.create({
        deliveryId: delivery.id,
        customerId: customer.id,
        email: customer.email,
        state: 'bounced_hard',
        acceptedAt: at(3),
      }),
    );
    await db.manager.getRepository(TrackingEvent).insert({
      recipientId: recipient.id,
      deliveryId: delivery.id,
      kind: 'bounced',
      occurredAt: at(4),
      effectKey: 'b',
    });
    const errors = async (): Promise<string[]> =>
      (await timeline(customer.id, { only: 'errors' })).items.map(({ kind }) => kind);
    expect(await errors()).toEqual(['bounced']);
    await db.manager.getRepository(CustomerError).insert({
      customerId: customer.id,
      recipientId: recipient.id,
      deliveryId: delivery.id,
      kind: 'unknown_user',
      countsAs: 'hard',
      answer: '550',
      occurredAt: at(4),
    });
    expect(await errors()).toEqual(['error']);
    expect((await timeline(customer.id, { only: 'consents' })).items).toEqual([]);
    await admin.get('/api/customers/999999/timeline?only=consents').expect(404);
    await admin.get(`/api/customers/${customer.id}/timeline?only=everything`).expect(422);
  });
});

test('things of the same microsecond are neither lost nor repeated over pages', async () => {
  const customer = await aCustomer(api.db);
  const changes = Array.from({ length: 9 }, () => ({
    groupId: '1',
    customerId: customer.id,
    fromState: 'active' as const,
    toState: 'stopped' as const,
    via: 'form' as const,
    changedAt: at(30),
  }));
  await api.db.manager.getRepository(GroupMembershipChange).insert(changes);
  const keys: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Timeline = await timeline(customer.id, { limit: 2, ...(cursor === null ? {} : { cursor }) });
    keys.push(...page.items.map(({ key }) => key));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(keys).toHaveLength(10);
  expect(new Set(keys).size).toBe(10);
});

test('a reset to OK says when and who', async () => {
  const customer = await aCustomer(api.db, { status: 'error', errorCount: 3 });
  await admin.post(`/api/customers/${customer.id}/reset-status`).expect(200);
  const { items } = await timeline(customer.id, { only: 'errors' });
  expect(items.map(({ kind, userName }) => [kind, userName])).toEqual([['status-reset', '山田 花子']]);
});

test('a group that is deleted leaves its number', async () => {
  const customer = await aCustomer(api.db);
  const group = await aGroup(api.db, { with: [customer] });
  await admin.patch(`/api/groups/${group.id}/members/${customer.id}`).send({ deliveryState: 'banned' }).expect(200);
  await admin.delete(`/api/groups/${group.id}`).expect(204);
  expect((await timeline(customer.id)).items[0]).toMatchObject({
    kind: 'membership-changed',
    group: { id: group.id, name: null },
    toState: 'banned',
  });
});

describe('what is refused', () => {
  test('a customer that is none', async () => {
    await admin.get('/api/customers/999999/timeline').expect(404);
    await admin.get('/api/customers/x/timeline').expect(404);
  });

  test.each([
    ['nonsense'],
    [Buffer.from(`["2026-01-01'; --", "r"]`).toString('base64url')],
    [Buffer.from('["1"]').toString('base64url')],
  ])('the cursor %j', async (cursor) => {
    const { id } = await aCustomer(api.db);
    await admin.get(`/api/customers/${id}/timeline`).query({ cursor }).expect(400);
  });
});
