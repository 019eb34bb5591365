import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSesSandbox, type SesSandbox } from '../../../ses-sandbox/src/index.js';
import { MINUTE, TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aField, aGroup, aMailing, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import type { Group } from '../groups/group.entity.js';

let sandbox: SesSandbox;
let api: TestApi;
let admin: Agent;
const clock = new TestClock();

beforeAll(async () => {
  sandbox = await createSesSandbox({ maxSendRate: 14, max24HourSend: 50_000 });
  api = await startApi({ clock, env: { SES_ENDPOINT: sandbox.url } });
  admin = await api.asAdmin();
});
afterAll(async () => {
  await api.close();
  await sandbox.close();
});

const inAnHour = (): string => new Date(clock.now().getTime() + 60 * MINUTE).toISOString();
async function scheduled(values: object = {}): Promise<{ id: string; group: Group; mailingId: string }> {
  const group = await aGroup(api.db, { with: 2 });
  const mailing = await aMailing(api.db, { group });
  const { body } = await admin
    .post('/api/deliveries')
    .send({ mailingId: mailing.id, groupId: group.id, startsAt: inAnHour(), ...values })
    .expect(201);
  return { id: (body as { id: string }).id, group, mailingId: mailing.id };
}

describe('scheduling', () => {
  test('keeps the content as it is at that moment: later edits change nothing', async () => {
    const { id, mailingId, group } = await scheduled();
    await admin.patch(`/api/mailings/${mailingId}`).send({ version: 1, subject: '後から', textBody: 'x' }).expect(200);
    await api.db.rows('update delivery_group set name = name || $1', ['(改)']);
    const { body } = await admin.get(`/api/deliveries/${id}`).expect(200);
    expect(body).toMatchObject({
      state: 'scheduled',
      subject: '秋の新商品のご案内',
      groupName: group.name,
      senderName: 'くばり商店',
      recipientCount: 0,
      funnel: null,
      counts: { pending: 0, accepted: 0 },
    });
    const links = await api.db.rows('select link_no, url from delivery_link where delivery_id = $1', [id]);
    expect(links).toEqual([{ link_no: 1, url: 'https://shop.example.jp/autumn' }]);
  });

  test('at once: planning begins without waiting for a sweep', async () => {
    const { id } = await scheduled({ startsAt: null });
    expect((await admin.get(`/api/deliveries/${id}`)).body.state).toBe('planning');
  });

  test('an error in the checks refuses it and names the check', async () => {
    const group = await aGroup(api.db, { with: 1 });
    const mailing = await aMailing(api.db, { group, textBody: 'no way out', subject: '' });
    const refused = await admin.post('/api/deliveries').send({ mailingId: mailing.id, groupId: group.id }).expect(422);
    expect(refused.body.errors.map((error: { code: string }) => error.code).sort()).toEqual([
      'subject-missing',
      'unsubscribe-link-missing',
    ]);
    expect(await api.db.rows('select from delivery where mailing_id = $1', [mailing.id])).toEqual([]);
  });

  test.each([
    ['a mailing that does not exist', { mailingId: '999999' }, 404],
    ['a group that does not exist', { groupId: '999999' }, 422],
    ['a start in the past', { startsAt: '2026-11-30T00:00:00Z' }, 422],
    ['conditions that make no sense', { filter: { all: [{ field: '999999', op: 'equals', value: 'a' }] } }, 422],
  ])('%s is refused', async (_, values, status) => {
    const group = await aGroup(api.db, { with: 1 });
    const mailing = await aMailing(api.db, { group });
    await admin
      .post('/api/deliveries')
      .send({ mailingId: mailing.id, groupId: group.id, startsAt: inAnHour(), ...values })
      .expect(status);
  });

  test('D-10 the same key makes one delivery, however often and at once it is asked for; for another request it is refused', async () => {
    const group = await aGroup(api.db, { with: 1 });
    const mailing = await aMailing(api.db, { group });
    const request = { mailingId: mailing.id, groupId: group.id, startsAt: inAnHour(), idempotencyKey: 'once-only-42' };
    const answers = await Promise.all([1, 2, 3].map(() => admin.post('/api/deliveries').send(request).expect(201)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await api.db.rows('select from delivery where mailing_id = $1', [mailing.id])).toHaveLength(1);
    const other = { ...request, startsAt: null };
    const refused = await admin.post('/api/deliveries').send(other).expect(409);
    expect(refused.body.code).toBe('idempotency-key-reused');
  });
});

describe('conditions of a delivery', () => {
  test('a segment is copied, and the delivery keeps its name and its sentence whatever becomes of it', async () => {
    const points = await aField(api.db, { label: 'ポイント', type: 'number' });
    const conditions = { all: [{ field: points.id, op: 'gte', value: 10 }] };
    const segment = await admin.post('/api/segments').send({ name: 'お得意様', conditions }).expect(201);
    const { id } = segment.body as { id: string };
    const delivery = await scheduled({ segmentId: id });
    await admin
      .patch(`/api/segments/${id}`)
      .send({ name: '別の名前', conditions: { any: [{ kind: 'status', value: 'ok' }] } });
    await admin.delete(`/api/segments/${id}`).expect(204);
    await api.db.rows(`update customer_field set label = 'pt' where id = $1`, [points.id]);
    const { body } = await admin.get(`/api/deliveries/${delivery.id}`).expect(200);
    expect(body).toMatchObject({
      filter: conditions,
      segmentName: 'お得意様',
      filterSentence: { ja: 'ポイントが 10 以上である顧客', en: 'Customers whose ポイント is at least 10' },
    });
  });

  test('a segment narrows the estimate like the same conditions do', async () => {
    const points = await aField(api.db, { label: '点数', type: 'number' });
    const group = await aGroup(api.db, {
      with: [await aCustomer(api.db, { fieldValues: { [points.id]: 20 } }), await aCustomer(api.db)],
    });
    const filter = { all: [{ field: points.id, op: 'gte', value: 10 }] };
    const segment = await admin.post('/api/segments').send({ name: '点数', conditions: filter }).expect(201);
    const estimate = async (body: object): Promise<unknown> =>
      (
        await admin
          .post('/api/deliveries/estimate')
          .send({ groupId: group.id, ...body })
          .expect(200)
      ).body.funnel;
    const narrowed = { members: 2, filteredOut: 1, recipients: 1 };
    expect(await estimate({ filter })).toMatchObject(narrowed);
    expect(await estimate({ segmentId: segment.body.id })).toMatchObject(narrowed);
    expect(await estimate({ filter: null })).toMatchObject({ members: 2, filteredOut: 0, recipients: 2 });
    await admin.post('/api/deliveries/estimate').send({ groupId: group.id, segmentId: '999999' }).expect(422);
  });

  test('the same key with another segment is another request', async () => {
    const group = await aGroup(api.db, { with: 1 });
    const mailing = await aMailing(api.db, { group });
    const request = { mailingId: mailing.id, groupId: group.id, startsAt: inAnHour(), idempotencyKey: 'segment-key-1' };
    await admin.post('/api/deliveries').send(request).expect(201);
    const conditions = { any: [{ kind: 'status', value: 'ok' }] };
    const segment = await admin.post('/api/segments').send({ name: 'OK の人', conditions }).expect(201);
    const refused = await admin
      .post('/api/deliveries')
      .send({ ...request, segmentId: segment.body.id })
      .expect(409);
    expect(refused.body.code).toBe('idempotency-key-reused');
  });
});

describe('what an operator does', () => {
  test('pauses, resumes, puts off and cancels a delivery that waits', async () => {
    const { id } = await scheduled();
    expect((await admin.post(`/api/deliveries/${id}/pause`).expect(200)).body.state).toBe('paused');
    expect((await admin.post(`/api/deliveries/${id}/pause`).expect(409)).body.code).toBe('delivery-is-paused');
    expect((await admin.post(`/api/deliveries/${id}/resume`).expect(200)).body.state).toBe('scheduled');
    const later = new Date(clock.now().getTime() + 120 * MINUTE).toISOString();
    const moved = await admin.post(`/api/deliveries/${id}/reschedule`).send({ startsAt: later }).expect(200);
    expect(moved.body).toMatchObject({ state: 'scheduled', startsAt: later });
    expect((await admin.post(`/api/deliveries/${id}/cancel`).expect(200)).body.state).toBe('canceled');
    for (const move of ['pause', 'resume', 'cancel']) await admin.post(`/api/deliveries/${id}/${move}`).expect(409);
    await admin.post(`/api/deliveries/${id}/reschedule`).send({ startsAt: later }).expect(409);
  });

  test('a delivery whose time came while it was paused starts when it is resumed', async () => {
    const { id } = await scheduled({ startsAt: new Date(clock.now().getTime() + MINUTE).toISOString() });
    await admin.post(`/api/deliveries/${id}/pause`).expect(200);
    clock.advance(5 * MINUTE);
    expect((await admin.post(`/api/deliveries/${id}/resume`).expect(200)).body.state).toBe('planning');
  });

  test('resuming what the system paused clears its reason', async () => {
    const { id } = await scheduled();
    await api.db.rows(
      `update delivery set state = 'paused', paused_from = 'sending', hold_reason = 'credentials', hold_detail = 'x' where id = $1`,
      [id],
    );
    expect((await admin.get(`/api/deliveries/${id}`)).body).toMatchObject({
      state: 'paused',
      holdReason: 'credentials',
    });
    expect((await admin.post(`/api/deliveries/${id}/resume`)).body).toMatchObject({
      state: 'sending',
      holdReason: null,
    });
  });

  test('is only for those who may deliver; reading is for creators too', async () => {
    const { id, mailingId, group } = await scheduled();
    const creator = await api.asCreator();
    await creator.get(`/api/deliveries/${id}`).expect(200);
    await creator.post('/api/deliveries').send({ mailingId, groupId: group.id }).expect(403);
    for (const move of ['pause', 'resume', 'cancel', 'reschedule', 'held'])
      await creator.post(`/api/deliveries/${id}/${move}`).send({}).expect(403);
    await api.anonymous().get(`/api/deliveries/${id}`).expect(401);
  });

  test('what does not exist is not found', async () => {
    await admin.get('/api/deliveries/999999').expect(404);
    await admin.get('/api/deliveries/abc').expect(404);
    await admin.post('/api/deliveries/999999/pause').expect(404);
    await admin.post('/api/deliveries/abc/pause').expect(404);
    await admin.get('/api/deliveries/1%20or%201/held').expect(404);
    await admin.post('/api/deliveries/999999/held').send({ decision: 'resend' }).expect(404);
  });
});

describe('estimating', () => {
  test('the funnel, how long it takes at the rate SES allows, and what the day has left', async () => {
    const field = await aField(api.db);
    const group = await aGroup(api.db, {
      with: [
        await aCustomer(api.db, { fieldValues: { [field.id]: 'a' } }),
        await aCustomer(api.db, { fieldValues: { [field.id]: 'b' } }),
        await aCustomer(api.db, { fieldValues: { [field.id]: 'a' }, status: 'error' }),
      ],
    });
    const stopped = await aCustomer(api.db, { fieldValues: { [field.id]: 'a' } });
    await aMembership(api.db, { groupId: group.id, customerId: stopped.id, deliveryState: 'stopped' });
    const filter = { all: [{ field: field.id, op: 'equals', value: 'a' }] };
    const { body } = await admin.post('/api/deliveries/estimate').send({ groupId: group.id, filter }).expect(200);
    expect(body).toEqual({
      funnel: { members: 4, filteredOut: 1, stopped: 1, banned: 0, customerError: 1, invalidAddress: 0, recipients: 1 },
      estimatedSeconds: 1,
      maxSendRate: 14,
      dailyQuotaLeft: 50_000,
    });
    expect(await api.db.rows('select from delivery_recipient')).toEqual([]);
  });

  test('without a group it asks for one', async () => {
    await admin.post('/api/deliveries/estimate').send({}).expect(422);
    const mailing = await aMailing(api.db, { group: await aGroup(api.db, { with: 3 }) });
    const { body } = await admin.post('/api/deliveries/estimate').send({ mailingId: mailing.id }).expect(200);
    expect(body.funnel.recipients).toBe(3);
  });
});

describe('lists', () => {
  test('current: what waits, runs or is paused; all: everything; and the latest of each mailing', async () => {
    const waiting = await scheduled();
    const over = await aDelivery(api.db, { state: 'sent' });
    const current = await admin.get('/api/deliveries?state=current&limit=200').expect(200);
    const idsOf = (items: { id: string }[]): string[] => items.map(({ id }) => id);
    expect(idsOf(current.body.items)).toContain(waiting.id);
    expect(idsOf(current.body.items)).not.toContain(over.id);
    expect(idsOf((await admin.get('/api/deliveries?limit=200')).body.items)).toContain(over.id);
    const ofMailing = await admin.get(`/api/deliveries?mailingId=${waiting.mailingId}`).expect(200);
    expect(idsOf(ofMailing.body.items)).toEqual([waiting.id]);
    const latest = await admin.get(`/api/deliveries/latest?mailingIds=${waiting.mailingId},999999`).expect(200);
    expect(latest.body).toMatchObject([
      { mailingId: waiting.mailingId, deliveryId: waiting.id, state: 'scheduled', deliveryCount: 1 },
    ]);
  });
});

describe('progress', () => {
  interface Message {
    readonly deliveries: { id: string; state: string }[];
  }

  /** The first `count` messages of the stream; `between` runs once after the first. */
  async function firstMessages(count: number, between: () => Promise<unknown>): Promise<Message[]> {
    const messages: Message[] = [];
    const { headers } = await admin
      .get('/api/progress')
      .buffer(true)
      .parse((stream, done) => {
        let rest = '';
        stream.on('data', (chunk: Buffer) => {
          const parts = (rest + chunk.toString()).split('\n\n');
          rest = parts.pop() ?? '';
          for (const part of parts) if (part.startsWith('data: ')) messages.push(JSON.parse(part.slice(6)) as Message);
          if (messages.length === 1) void between();
          if (messages.length < count) return;
          (stream as unknown as IncomingMessage).destroy();
          done(null, null);
        });
      });
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    return messages;
  }

  test('tells at once what is in motion, and again when it changes', async () => {
    const { id } = await scheduled();
    const [before, after] = await firstMessages(2, async () => admin.post(`/api/deliveries/${id}/pause`));
    const stateIn = (message: Message | undefined): string | undefined =>
      message?.deliveries.find((d) => d.id === id)?.state;
    expect([stateIn(before), stateIn(after)]).toEqual(['scheduled', 'paused']);
  });

  test('is for signed-in users only', async () => {
    await api.anonymous().get('/api/progress').expect(401);
  });
});
