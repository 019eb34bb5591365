import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCustomer, aGroup, aMailing, aSender } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';

describe('home', () => {
  let api: TestApi;
  let agent: Agent;
  beforeAll(async () => {
    api = await startApi();
    agent = await api.asAdmin();
  });
  afterAll(() => api.close());

  /** A delivery with one batch of counts. */
  async function aDelivery(state: string, counts: object, startsAt = '2026-10-01T00:00:00Z'): Promise<string> {
    const mailing = await aMailing(api.db, { subject: `件名 ${state}` });
    const [row] = await api.db.rows<{ id: string }>(
      `insert into delivery (mailing_id, group_name, state, starts_at, recipient_count) values ($1, '会員', $2, $3, 10) returning id`,
      [mailing.id, state, startsAt],
    );
    const id = row?.id ?? '';
    await api.db.rows(
      `insert into delivery_content (delivery_id, format, subject, text_body, sender_email, sender_name, track_links,
         track_opens, merge_keys) values ($1, 'text', $2, '', 'a@example.jp', 'x', true, true, '[]')`,
      [id, `件名 ${state}`],
    );
    await api.db.rows(
      `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at, counts)
       values ($1, 1, 'other', now(), $2), ($1, 2, 'other', now(), $2)`,
      [id, JSON.stringify(counts)],
    );
    return id;
  }

  test('an empty installation is told what to do first', async () => {
    const { body } = await agent.get('/api/home');
    expect(body).toMatchObject({ empty: true, customerCount: 0, currentDeliveries: [], recentDeliveries: [] });
    expect(new Set(Object.values(body.firstSteps))).toEqual(new Set([false]));
    expect(body.sesAccount).toMatchObject({ mode: 'sandbox', inboxUrl: api.env.SES_ENDPOINT, maxSendRate: null });
  });

  test('each step is ticked off when it is done', async () => {
    const steps = async () => (await agent.get('/api/home')).body.firstSteps;
    await agent.patch('/api/settings').send({ organisationName: '見本', postalAddress: '東京都', contact: '' });
    expect((await steps()).hasLegalSender).toBe(false);
    await agent.patch('/api/settings').send({ contact: 'info@example.jp' });
    await aSender(api.db);
    await aCustomer(api.db);
    await aGroup(api.db);
    expect(await steps()).toEqual({
      hasLegalSender: true,
      hasSenderAddress: true,
      hasCustomers: true,
      hasGroup: true,
      hasMailing: false,
      hasDelivery: false,
    });
    await aMailing(api.db, { subject: '', textBody: '', htmlBody: '' });
    expect((await steps()).hasMailing).toBe(false);
    await aMailing(api.db, { subject: '秋の新作', textBody: '', htmlBody: '' });
    expect((await steps()).hasMailing).toBe(true);
  });

  test('deliveries that run come first to last, those that ended last to first, with their counts added up', async () => {
    const counts = { accepted: 1, delivered: 2, bouncedHard: 1, pending: 1, opened: 2, clicked: 1, held: 1 };
    const sending = await aDelivery('sending', counts, '2026-10-02T00:00:00Z');
    const paused = await aDelivery('paused', counts, '2026-10-01T00:00:00Z');
    const sent = await aDelivery('sent', counts);
    const canceled = await aDelivery('canceled', {});
    const { body } = await agent.get('/api/home');
    expect(body.currentDeliveries.map((delivery: { id: string }) => delivery.id)).toEqual([paused, sending]);
    expect(body.recentDeliveries.map((delivery: { id: string }) => delivery.id)).toEqual([canceled, sent]);
    expect(body.currentDeliveries[1]).toMatchObject({
      subject: '件名 sending',
      groupName: '会員',
      state: 'sending',
      recipientCount: 10,
      doneCount: 8,
      successCount: 6,
      openedCount: 4,
      clickedCount: 2,
      heldCount: 2,
    });
    expect(body.recentDeliveries[0]).toMatchObject({ doneCount: 0, successCount: 0 });
  });

  test('a delivery whose recipients were removed still shows its counts', async () => {
    const id = await aDelivery('sent', {});
    await api.db.rows(`delete from delivery_batch where delivery_id = $1`, [id]);
    await api.db.rows(
      `update delivery set recipients_pruned_at = now(), final_counts = '{"delivered": 9, "opened": 3}' where id = $1`,
      [id],
    );
    const { body } = await agent.get('/api/home');
    expect(body.recentDeliveries[0]).toMatchObject({ id, successCount: 9, openedCount: 3, doneCount: 9 });
  });
});
