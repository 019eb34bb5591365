import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCustomer, aDelivery, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { DeliveryLink } from '../delivery/delivery-link.entity.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { GroupMembershipChange } from '../groups/group-membership-change.entity.js';
import { TrackingEvent } from '../tracking/tracking-event.entity.js';
import { User } from '../users/user.entity.js';
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
