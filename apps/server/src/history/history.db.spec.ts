import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DeliveryBatch } from '../delivery/delivery-batch.entity.js';
import { DeliveryLink } from '../delivery/delivery-link.entity.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { Delivery } from '../delivery/delivery.entity.js';
import { recountDirtyBatches } from '../delivery/counts.queries.js';
import type { Group } from '../groups/group.entity.js';
import { TrackingEvent } from '../tracking/tracking-event.entity.js';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aGroup } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';

const clock = new TestClock('2026-12-01T01:00:00Z');
const STARTED = new Date('2026-12-01T00:00:00Z');
let api: TestApi;
let agent: Agent;
let group: Group;
let deliveryId: string;
let earlierId: string;
const at = (minutes: number): Date => new Date(STARTED.getTime() + minutes * 60_000);

type Row = Partial<DeliveryRecipient> & Pick<DeliveryRecipient, 'state'>;

/** What became of eleven people: nine were handed over, of whom three bounced or were rejected. */
const PEOPLE: readonly Row[] = [
  { state: 'delivered', openedAt: at(30), clickedAt: at(31) },
  { state: 'delivered', openedAt: at(90) },
  { state: 'delivered', mppOpenedAt: at(1) },
  { state: 'delivered', unsubscribedAt: at(95) },
  { state: 'accepted' },
  { state: 'complained', trouble: 'complained', openedAt: at(91) },
  {
    state: 'bounced_hard',
    trouble: 'bounced_hard',
    errorKind: 'unknown_user',
    errorDetail: '=550 5.1.1\r\nno such user',
  },
  { state: 'bounced_soft', trouble: 'bounced_soft', errorKind: 'mailbox_full' },
  { state: 'rejected', trouble: 'rejected', errorKind: 'rejected_content' },
  { state: 'failed', trouble: 'failed', errorKind: 'invalid_address' },
  { state: 'skipped', skipReason: 'left_group' },
];

beforeAll(async () => {
  api = await startApi({ clock });
  agent = await api.asAdmin();
  group = await aGroup(api.db);
  earlierId = await delivered(PEOPLE.slice(0, 2), { startedAt: new Date('2026-11-20T00:00:00Z') });
  deliveryId = await delivered(PEOPLE, { startedAt: STARTED });
});
afterAll(() => api.close());

async function delivered(people: readonly Row[], values: { startedAt: Date }): Promise<string> {
  const { manager } = api.db;
  const funnel = {
    members: 13,
    filteredOut: 0,
    stopped: 2,
    banned: 0,
    customerError: 0,
    invalidAddress: 0,
    recipients: people.length,
  };
  const { id } = await aDelivery(api.db, { group, state: 'sent' });
  await manager.getRepository(Delivery).update({ id }, { ...values, funnel, recipientCount: people.length });
  await manager.getRepository(DeliveryLink).insert([
    { deliveryId: id, linkNo: 1, url: 'https://shop.example.jp/a', label: '秋' },
    { deliveryId: id, linkNo: 2, url: 'https://shop.example.jp/b', label: '' },
  ]);
  await manager.getRepository(DeliveryBatch).insert([
    { deliveryId: id, batchNo: 1, domainGroup: 'docomo', nextAt: values.startedAt, dirty: true },
    { deliveryId: id, batchNo: 2, domainGroup: 'other', nextAt: values.startedAt, dirty: true },
  ]);
  for (const [i, person] of people.entries()) {
    const customer = await aCustomer(api.db);
    const saved = await manager.getRepository(DeliveryRecipient).save({
      id: randomUUID(),
      deliveryId: id,
      customerId: customer.id,
      email: customer.email,
      batchNo: i < 5 ? 1 : 2,
      attemptCount: 1,
      ...person,
    });
    if (!saved.clickedAt) continue;
    const click = { recipientId: saved.id, deliveryId: id, kind: 'clicked' as const, occurredAt: at(31) };
    await manager.getRepository(TrackingEvent).insert([
      { ...click, linkNo: 2, visitor: 'human' },
      { ...click, linkNo: 2, visitor: 'human' },
      { ...click, linkNo: 1, visitor: 'bot' },
    ]);
  }
  for (const reason of ['stopped', 'stopped'] as const) {
    const customer = await aCustomer(api.db);
    const values2 = { id: randomUUID(), deliveryId: id, customerId: customer.id, email: customer.email };
    await manager
      .getRepository(DeliveryRecipient)
      .insert({ ...values2, batchNo: null, state: 'skipped', skipReason: reason });
  }
  await api.db.tx((tx) => recountDirtyBatches(tx, 100, clock.now()));
  return id;
}

const get = async (path: string) => (await agent.get(path).expect(200)).body;

describe('delivery history', () => {
  test('lists deliveries newest first with the numbers of product.md §8', async () => {
    const { items } = await get('/api/history');
    expect(items.map((i: { deliveryId: string }) => i.deliveryId)).toEqual([deliveryId, earlierId]);
    expect(items[0].figures).toMatchObject({
      recipientCount: 11,
      acceptedCount: 9,
      successCount: 6,
      deliveredCount: 5,
      errorCount: 4,
      errorRate: 0.4,
      openedCount: 3,
      openRate: 0.5,
      mppOpenedCount: 1,
      clickedCount: 1,
      unsubscribedCount: 1,
      complainedCount: 1,
      failedCount: 1,
      provisional: true,
    });
    expect(items[0].figures.clickRate).toBeCloseTo(1 / 6);
  });

  test('R-08 the numbers are provisional for a week', async () => {
    const { items } = await get('/api/history');
    expect(items[1].figures.provisional).toBe(false);
  });

  test('is searched by subject and group, and paged', async () => {
    expect((await get(`/api/history?q=${encodeURIComponent('新商品')}`)).items).toHaveLength(2);
    expect((await get('/api/history?q=nothing-like-it')).items).toEqual([]);
    expect((await get(`/api/history?groupId=${group.id}`)).items).toHaveLength(2);
    const first = await get('/api/history?limit=1');
    expect((await get(`/api/history?limit=1&cursor=${first.nextCursor}`)).items[0].deliveryId).toBe(earlierId);
  });

  test('shows the content as it was sent, the links, and who was left out why', async () => {
    const detail = await get(`/api/history/${deliveryId}`);
    expect(detail.content).toMatchObject({ subject: '秋の新商品のご案内', senderEmail: 'news@example.jp' });
    expect(detail.links).toMatchObject([
      { linkNo: 1, clickerCount: 0 },
      { linkNo: 2, clickerCount: 1 },
    ]);
    expect(detail.skipped).toEqual([
      { reason: 'stopped', count: 2 },
      { reason: 'left_group', count: 1 },
    ]);
    expect(detail.memberCount).toBe(13);
  });

  test.each([
    ['all', 11],
    ['accepted', 9],
    ['success', 6],
    ['delivered', 5],
    ['waiting', 0],
    ['opened', 3],
    ['mpp_opened', 1],
    ['clicked', 1],
    ['clicked&linkNo=2', 1],
    ['clicked&linkNo=1', 0],
    ['error', 4],
    ['bounced', 2],
    ['bounced_hard', 1],
    ['bounced_soft', 1],
    ['rejected', 1],
    ['complained', 1],
    ['failed', 1],
    ['held', 0],
    ['unknown', 0],
    ['skipped', 3],
    ['skipped&reason=stopped', 2],
    ['unsubscribed', 1],
  ])('the list behind the number: %s has %i people, also in pages of two', async (result, count) => {
    const all = await get(`/api/history/${deliveryId}/recipients?result=${result}`);
    expect(all.items).toHaveLength(count);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await get(
        `/api/history/${deliveryId}/recipients?result=${result}&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      paged.push(...page.items.map((i: { id: string }) => i.id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items.map((i: { id: string }) => i.id));
  });

  test('a customer deleted since is still on the list, and said to be gone', async () => {
    const { items } = await get(`/api/history/${deliveryId}/recipients?result=failed`);
    await api.db.rows('delete from customer where id = $1', [items[0].customerId]);
    const again = await get(`/api/history/${deliveryId}/recipients?result=failed`);
    expect(again.items[0]).toMatchObject({ email: items[0].email, customerExists: false });
  });

  test('what does not exist is 404, a foreign cursor 400', async () => {
    await agent.get('/api/history/999999').expect(404);
    await agent.get('/api/history/999999/recipients').expect(404);
    await agent.get('/api/history/999999/recipients.csv').expect(404);
    for (const cursor of [
      'x',
      Buffer.from('["a b","c"]').toString('base64url'),
      Buffer.from('[1]').toString('base64url'),
    ])
      await agent.get(`/api/history/${deliveryId}/recipients?cursor=${cursor}`).expect(400);
  });
});

describe('recipients as CSV (R-07)', () => {
  const csv = async (query: string): Promise<Buffer> => {
    const answer = await agent
      .get(`/api/history/${deliveryId}/recipients.csv?${query}`)
      .responseType('blob')
      .expect(200);
    return answer.body as Buffer;
  };

  test('comes as UTF-8 with a BOM, a line for each person', async () => {
    const bytes = await csv('result=all');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').trimEnd().split('\r\n');
    expect(lines).toHaveLength(12);
    expect(lines[0]).toContain('"メールアドレス","配信結果"');
    expect(lines.join('\n')).toContain('"2026/12/01 09:30:00","https://shop.example.jp/b","2026/12/01 09:31:00"');
  });

  test('comes as CP932 for older Excel', async () => {
    const bytes = await csv('result=bounced_hard&encoding=cp932');
    expect(new TextDecoder('shift_jis').decode(bytes)).toContain('宛先不明');
  });

  test('security 8: what a server said is no formula in a spreadsheet, and stays in its line', async () => {
    const text = (await csv('result=bounced_hard')).toString('utf8');
    expect(text).toContain(`"'=550 5.1.1 no such user"`);
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
  });

  test('needs the right to export', async () => {
    const creator = await api.asCreator();
    await creator.get(`/api/history/${deliveryId}/recipients.csv`).expect(403);
    await creator.get(`/api/history/${deliveryId}/recipients`).expect(200);
  });
});

describe('reports', () => {
  test('a delivery: figures, funnel, links, hours, receivers, errors', async () => {
    const report = await get(`/api/reports/deliveries/${deliveryId}`);
    expect(report.figures).toMatchObject({ successCount: 6, openRate: 0.5, clickToOpenRate: 1 / 3, errorRate: 0.4 });
    expect(report.funnel).toMatchObject({ members: 13, stopped: 2, recipients: 11 });
    expect(report.links).toMatchObject([
      { linkNo: 1, clickerCount: 0, clickCount: 0, botClickCount: 1 },
      { linkNo: 2, clickerCount: 1, clickCount: 2, botClickCount: 0 },
    ]);
    expect(report.byHour).toHaveLength(72);
    expect(report.byHour.slice(0, 3)).toEqual([
      { hour: 0, openedCount: 1, clickedCount: 1 },
      { hour: 1, openedCount: 2, clickedCount: 0 },
      { hour: 2, openedCount: 0, clickedCount: 0 },
    ]);
    expect(report.byDomain.map((d: { domainGroup: string }) => d.domainGroup).sort()).toEqual(['docomo', 'other']);
    expect(report.errors).toContainEqual({ errorKind: 'mailbox_full', count: 1 });
  });

  test('stands beside the delivery of the same group before it', async () => {
    const report = await get(`/api/reports/deliveries/${deliveryId}`);
    expect(report.previous).toMatchObject({ deliveryId: earlierId, figures: { successCount: 2 } });
    expect((await get(`/api/reports/deliveries/${earlierId}`)).previous).toBeNull();
  });

  test('the overview adds up the deliveries of a period, oldest first', async () => {
    const overview = await get('/api/reports/overview?period=30d');
    expect(overview.deliveries.map((d: { deliveryId: string }) => d.deliveryId)).toEqual([earlierId, deliveryId]);
    expect(overview.figures).toMatchObject({ recipientCount: 13, successCount: 8, openedCount: 5 });
    const startedAt = new Date('2026-10-20T00:00:00Z');
    await api.db.manager.getRepository(Delivery).update({ id: earlierId }, { startedAt });
    expect((await get('/api/reports/overview')).deliveryCount).toBe(1);
    expect((await get('/api/reports/overview?period=90d')).deliveryCount).toBe(2);
  });

  test('nothing delivered gives no rate rather than a wrong one', async () => {
    const none = await get('/api/reports/overview?groupId=999999');
    expect(none).toMatchObject({ deliveryCount: 0, deliveries: [], figures: { successCount: 0, openRate: null } });
  });

  test('what does not exist is 404', async () => {
    await agent.get('/api/reports/deliveries/999999').expect(404);
  });

  test('R-05 after retention the totals stay and the people are gone', async () => {
    const counts = await api.db.rows<{ counts: Record<string, number> }>(
      'select counts from delivery_batch where delivery_id = $1',
      [earlierId],
    );
    const total: Record<string, number> = {};
    for (const row of counts) for (const [key, n] of Object.entries(row.counts)) total[key] = (total[key] ?? 0) + n;
    await api.db.manager
      .getRepository(Delivery)
      .update({ id: earlierId }, { finalCounts: total, recipientsPrunedAt: clock.now() });
    await api.db.rows('delete from delivery_recipient where delivery_id = $1', [earlierId]);
    const item = await get(`/api/history/${earlierId}`);
    expect(item).toMatchObject({ recipientsPruned: true, figures: { successCount: 2, openedCount: 2 } });
    expect(item.skipped).toEqual([{ reason: 'stopped', count: 2 }]);
    expect((await get(`/api/history/${earlierId}/recipients`)).items).toEqual([]);
    expect((await get(`/api/reports/deliveries/${earlierId}`)).figures.successCount).toBe(2);
  });
});
