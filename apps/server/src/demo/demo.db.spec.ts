import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, anAdmin } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { DemoService } from './demo.service.js';

describe('demo data', () => {
  const clock = new TestClock();
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi({ clock });
  });
  afterEach(() => api.close());

  const one = async (sql: string): Promise<number> => {
    const [row] = await api.db.rows<{ n: number }>(`select count(*)::int as n from (${sql}) rows`);
    return row?.n ?? -1;
  };

  test('an administrator loads it into an empty installation, once', async () => {
    const agent = await api.asAdmin();
    expect((await agent.get('/api/demo')).body).toEqual({ available: true, loading: false });
    const started = await agent.post('/api/demo');
    expect(started.status).toBe(202);
    expect(started.body).toEqual({ available: false, loading: true });
    while ((await agent.get('/api/demo')).body.loading) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await agent.get('/api/demo')).body).toEqual({ available: false, loading: false });
    const home = (await agent.get('/api/home')).body;
    expect(home).toMatchObject({ empty: false, customerCount: 2000, groupCount: 4, senderCount: 2 });
    expect(Object.values(home.firstSteps)).toEqual([true, true, true, true, true, true]);
    expect(home.recentDeliveries).toHaveLength(5);
    expect((await agent.post('/api/demo')).body.code).toBe('demo-not-empty');
  });

  test('two who press the button at the same time get one demo', async () => {
    const demo = api.app.get(DemoService);
    const results = await Promise.allSettled([demo.load(null), demo.load(null)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await one('select from customer')).toBe(2000);
  });

  test('what it writes agrees with itself', async () => {
    await api.app.get(DemoService).load((await anAdmin(api.db)).id);
    // batches and recipients
    expect(
      await one(`select from (
        select delivery_id, sum((counts->>'delivered')::int + (counts->>'bouncedSoft')::int + (counts->>'bouncedHard')::int
                 + (counts->>'complained')::int + (counts->>'accepted')::int) as counted,
               sum((counts->>'opened')::int) as opened
          from delivery_batch group by 1) b
        join delivery d on d.id = b.delivery_id
        where counted <> recipient_count or (d.funnel->>'recipients')::int <> recipient_count
           or opened <> (select count(opened_at) from delivery_recipient r where r.delivery_id = d.id)
           or (d.funnel->>'members')::int <> (select count(*) from delivery_recipient r where r.delivery_id = d.id)`),
    ).toBe(0);
    // recipients and events
    expect(
      await one(`select from delivery_recipient r where clicked_at is distinct from (
        select min(occurred_at) from tracking_event e
         where e.recipient_id = r.id and kind = 'clicked' and visitor in ('human', 'proxy'))`),
    ).toBe(0);
    expect(
      await one(`select from delivery_recipient r where state in ('delivered', 'complained') and not exists (
        select from tracking_event e where e.recipient_id = r.id and kind = 'delivered')`),
    ).toBe(0);
    expect(await one(`select from delivery_recipient where (skip_reason is null) <> (batch_no is not null)`)).toBe(0);
    expect(
      await one(`select from delivery_recipient r left join send_attempt a on a.recipient_id = r.id
        where (r.accepted_at is null) <> (a.outcome is null)`),
    ).toBe(0);
    // unsubscribes, complaints and memberships
    expect(
      await one(`select from tracking_event e join delivery d on d.id = e.delivery_id
        join delivery_recipient r on r.id = e.recipient_id
        join group_membership m on m.group_id = d.group_id and m.customer_id = r.customer_id
        where e.kind in ('unsubscribed', 'complained') and m.delivery_state = 'active'`),
    ).toBe(0);
    expect(
      await one(`select from group_membership m where delivery_state is distinct from (
        select to_state from group_membership_change c
         where c.group_id = m.group_id and c.customer_id = m.customer_id order by changed_at desc, id desc limit 1)`),
    ).toBe(0);
    // bounces and customers
    expect(
      await one(`select from customer c where status = 'ok' and exists (
        select from delivery_recipient r where r.customer_id = c.id and state = 'bounced_hard')`),
    ).toBe(0);
    expect(
      await one(`select from customer c where error_count <> (
        select count(*) from customer_error e where e.customer_id = c.id and counts_as is not null)`),
    ).toBe(0);
    // clicks and links
    expect(
      await one(`select from tracking_event e where kind = 'clicked' and not exists (
        select from delivery_link l where l.delivery_id = e.delivery_id and l.link_no = e.link_no)`),
    ).toBe(0);
    expect(await one(`select from customer_search_stale`)).toBeGreaterThanOrEqual(2000);
  });

  test('it is refused where there are customers', async () => {
    await aCustomer(api.db);
    const agent = await api.asAdmin();
    expect((await agent.get('/api/demo')).body.available).toBe(false);
    expect((await agent.post('/api/demo')).body.code).toBe('demo-not-empty');
    expect(await one('select from customer')).toBe(1);
  });
});

test('demo data is refused where mails go out through Amazon SES', async () => {
  const api = await startApi({ env: { SES_MODE: 'aws' } });
  const agent = await api.asAdmin();
  expect((await agent.post('/api/demo')).body.code).toBe('demo-not-with-aws');
  await expect(api.app.get(DemoService).load(null)).rejects.toMatchObject({ code: 'demo-not-with-aws' });
  await api.close();
});
