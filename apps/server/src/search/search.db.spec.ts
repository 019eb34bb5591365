import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aCustomer, aField, aGroup, aMailing } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';

describe('Ctrl-K', () => {
  let api: TestApi;
  let agent: Agent;
  beforeAll(async () => {
    api = await startApi();
    agent = await api.asCreator();
  });
  afterAll(() => api.close());

  const search = async (q: string) => (await agent.get('/api/search').query({ q })).body;

  test('finds customers by the start of the address, without regard to case, at most five', async () => {
    const field = await aField(api.db, { position: 1 });
    await aCustomer(api.db, { email: 'Kato.Yui@example.jp', fieldValues: { [field.id]: '加藤 結衣' } });
    for (let i = 0; i < 6; i++) await aCustomer(api.db, { email: `suzuki-${i}@example.jp` });
    expect((await search('KATO.')).customers).toEqual([
      { id: expect.any(String), email: 'Kato.Yui@example.jp', name: '加藤 結衣' },
    ]);
    expect((await search('suzuki')).customers).toHaveLength(5);
    expect((await search('yui@')).customers).toEqual([]);
  });

  test('the index finds the start of an address, not a walk over all customers', async () => {
    await api.db.rows(
      `insert into customer (email, email_normalised, registered_via)
       select 'bulk' || n || '@example.jp', 'bulk' || n || '@example.jp', 'csv' from generate_series(1, 5000) n`,
    );
    await api.db.rows('analyze customer');
    const plan = await api.db.rows<{ 'QUERY PLAN': string }>(
      `explain select id from customer where email_normalised like $1 order by email_normalised using ~<~ limit 5`,
      ['bulk49%'],
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('customer_email_normalised_key');
  });

  test('finds groups, mailings and deliveries by a part of their name', async () => {
    const group = await aGroup(api.db, { name: '秋の会員' });
    const mailing = await aMailing(api.db, { subject: '【秋】新商品 50%OFF', group });
    await aMailing(api.db, { subject: '秋の下書き（削除）', deletedAt: new Date(), group });
    const [delivery] = await api.db.rows<{ id: string }>(
      `insert into delivery (mailing_id, group_id, group_name, state, starts_at)
       values ($1, $2, '秋の会員', 'sent', '2026-10-01T00:00:00Z') returning id`,
      [mailing.id, group.id],
    );
    await api.db.rows(
      `insert into delivery_content (delivery_id, format, subject, text_body, sender_email, sender_name, track_links,
         track_opens, merge_keys) values ($1, 'text', '凍結した秋の件名', '', 'a@example.jp', 'x', true, true, '[]')`,
      [delivery?.id],
    );
    expect(await search('秋')).toEqual({
      customers: [],
      groups: [{ id: group.id, name: '秋の会員' }],
      mailings: [{ id: mailing.id, subject: '【秋】新商品 50%OFF' }],
      deliveries: [
        {
          id: delivery?.id,
          subject: '凍結した秋の件名',
          groupName: '秋の会員',
          startsAt: '2026-10-01T00:00:00.000Z',
        },
      ],
    });
    expect((await search('50%O')).mailings).toHaveLength(1);
    expect((await search('5%O')).mailings).toEqual([]);
  });

  test('kinds the role may not read stay empty', async () => {
    await aCustomer(api.db, { email: 'hidden@example.jp' });
    await api.db.rows(
      `update user_role set permissions = array_remove(permissions, 'customer.read') where name = 'creator'`,
    );
    expect((await search('hidden')).customers).toEqual([]);
  });
});
