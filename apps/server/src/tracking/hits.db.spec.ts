import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LinkTokens } from '@kubari/link-token';
import { DeliveryLink } from '../delivery/delivery-link.entity.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { DeliveryService } from '../delivery/delivery.service.js';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { linkTokens } from '../platform/links/link-tokens.js';
import { HitRecorder } from './hit-recorder.js';
import { TrackingEvent } from './tracking-event.entity.js';

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';
const clock = new TestClock();
let api: TestApi;
let tokens: LinkTokens;
let deliveryId: string;
let recipient: DeliveryRecipient;

beforeAll(async () => {
  api = await startApi({ clock });
  tokens = linkTokens(api.env);
  deliveryId = (await aDelivery(api.db, { state: 'sent' })).id;
  await api.db.manager.getRepository(DeliveryLink).insert([
    { deliveryId, linkNo: 1, url: 'https://shop.example.jp/秋?a=1', label: '' },
    { deliveryId, linkNo: 2, url: 'https://shop.example.jp/{{email}}', label: '' },
  ]);
  await api.db.rows(
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at) values ($1, 1, 'other', now())`,
    [deliveryId],
  );
});

afterAll(() => api.close());

beforeEach(async () => {
  recipient = await aRecipient();
});

async function aRecipient(): Promise<DeliveryRecipient> {
  const customer = await aCustomer(api.db);
  const values = { id: randomUUID(), deliveryId, customerId: customer.id, email: customer.email, batchNo: 1 };
  return api.db.manager
    .getRepository(DeliveryRecipient)
    .save({ ...values, state: 'delivered', attemptCount: 1 }) as Promise<DeliveryRecipient>;
}

const ids = () => ({ deliveryId, recipientId: recipient.id });
const ask = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> =>
  fetch(`${api.url}${path}`, { redirect: 'manual', ...init, headers: { 'user-agent': BROWSER, ...init.headers } });
const open = (init = {}): Promise<Response> => ask(`/o/${tokens.open(ids())}.gif`, init);
const click = (linkNo = 1, init = {}): Promise<Response> => ask(`/c/${tokens.click(ids())}/${linkNo}`, init);
const now = (): Promise<DeliveryRecipient> =>
  api.db.manager.getRepository(DeliveryRecipient).findOneByOrFail({ id: recipient.id });
const events = (): Promise<TrackingEvent[]> =>
  api.db.manager.getRepository(TrackingEvent).find({ where: { recipientId: recipient.id }, order: { id: 'asc' } });

describe('the open pixel', () => {
  test('is an image of one pixel that nobody keeps, and the open is recorded before it is answered', async () => {
    const answer = await open();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await answer.arrayBuffer()).byteLength).toBe(43);
    expect(await now()).toMatchObject({ openedAt: clock.now(), mppOpenedAt: null, clickedAt: null });
    expect(await events()).toMatchObject([
      { kind: 'opened', visitor: 'human', ip: '127.0.0.0/24', userAgent: BROWSER },
    ]);
  });

  test('only the first open counts, every one is kept', async () => {
    const first = clock.now();
    await open();
    clock.advance(60_000);
    await open();
    expect((await now()).openedAt).toEqual(first);
    expect(await events()).toHaveLength(2);
  });

  test('an open by Apple’s privacy proxy is counted apart from people', async () => {
    await open({ headers: { 'user-agent': 'Mozilla/5.0' } });
    expect(await now()).toMatchObject({ openedAt: null, mppOpenedAt: clock.now() });
    await open();
    expect(await now()).toMatchObject({ openedAt: clock.now() });
  });

  test('bots and prefetching count nowhere but are kept', async () => {
    await open({ headers: { 'user-agent': 'curl/8.0' } });
    await open({ headers: { 'sec-purpose': 'prefetch' } });
    expect(await now()).toMatchObject({ openedAt: null, mppOpenedAt: null });
    expect((await events()).map((e) => e.visitor)).toEqual(['bot', 'prefetch']);
  });

  test('dirties the batch, so that the numbers of the delivery follow', async () => {
    await api.db.rows('update delivery_batch set dirty = false');
    await open();
    expect(await api.db.rows('select dirty from delivery_batch where delivery_id = $1', [deliveryId])).toEqual([
      { dirty: true },
    ]);
  });
});

describe('a tracked link', () => {
  test('leads where the mail said, and the click is recorded before the answer', async () => {
    const answer = await click();
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://shop.example.jp/%E7%A7%8B?a=1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(await now()).toMatchObject({ clickedAt: clock.now(), openedAt: null });
    expect(await events()).toMatchObject([{ kind: 'clicked', linkNo: 1, visitor: 'human' }]);
  });

  test('with a merge tag it leads where this person’s mail said', async () => {
    expect((await click(2)).headers.get('location')).toMatch(/^https:\/\/shop\.example\.jp\/[^{]*$/);
  });

  test('HEAD is answered alike and counts nothing', async () => {
    expect((await click(1, { method: 'HEAD' })).status).toBe(302);
    expect((await open({ method: 'HEAD' })).status).toBe(200);
    expect(await events()).toEqual([]);
  });

  test('M-25 a click that follows a HEAD of the same program is a scanner’s; another program’s is a person’s', async () => {
    const scanner = { 'user-agent': `${BROWSER} Edg/130.0` };
    await click(2, { method: 'HEAD', headers: scanner });
    await click(1, { headers: scanner });
    expect(await now()).toMatchObject({ clickedAt: null });
    await click(1);
    expect(await now()).toMatchObject({ clickedAt: clock.now() });
    expect((await events()).map(({ visitor }) => visitor)).toEqual(['bot', 'human']);
    clock.advance(61_000);
    await click(1, { headers: scanner });
    expect((await events()).at(-1)?.visitor).toBe('human');
  });

  test('POST is no way to read', async () => {
    expect((await click(1, { method: 'POST' })).status).toBe(405);
  });

  test('clicks of scanners lead on but are nobody’s', async () => {
    expect((await click(1, { headers: { 'user-agent': 'Barracuda Sentinel' } })).status).toBe(302);
    expect(await now()).toMatchObject({ clickedAt: null });
    expect(await events()).toMatchObject([{ visitor: 'bot' }]);
  });

  test.each([
    ['a token of another purpose', () => `/c/${tokens.open(ids())}/1`],
    ['a changed token', () => `/c/${tokens.click(ids()).replace(/.$/, (c) => (c === 'A' ? 'B' : 'A'))}/1`],
    ['a token signed with another secret', () => `/c/${linkTokens({ KUBARI_SECRET: 'b'.repeat(64) }).click(ids())}/1`],
    ['a link that does not exist', () => `/c/${tokens.click(ids())}/3`],
    ['a link number that is none', () => `/c/${tokens.click(ids())}/1x`],
    ['no token', () => '/c/'],
    ['a target in the query', () => '/c/x/1?url=https://evil.example/'],
    ['an open token that is cut', () => '/o/abc.gif'],
    ['an open token without .gif', () => `/o/${tokens.open(ids())}`],
  ])('security 5: %s gives a 404 page and never a redirect', async (_, path) => {
    const answer = await ask(path());
    expect(answer.status).toBe(404);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await events()).toEqual([]);
  });

  test('a recipient removed by retention still reaches the page, unattributed', async () => {
    await api.db.manager.getRepository(DeliveryRecipient).delete({ id: recipient.id });
    expect((await click()).status).toBe(302);
    expect((await click(2)).status).toBe(302);
    expect(await events()).toEqual([]);
  });

  test('many clicks at once are all recorded', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => click()));
    expect(answers.every((a) => a.status === 302)).toBe(true);
    expect(await events()).toHaveLength(100);
  });

  test('when the click cannot be written the person still reaches the page', async () => {
    await api.db.rows('alter table tracking_event rename to tracking_event_away');
    const answers = await Promise.all([click(), open()]);
    await api.db.rows('alter table tracking_event_away rename to tracking_event');
    expect(answers.map((a) => a.status)).toEqual([302, 200]);
    expect(await now()).toMatchObject({ clickedAt: null, openedAt: null });
    await click();
    expect(await now()).toMatchObject({ clickedAt: clock.now() });
  });

  test('when the link itself cannot be looked up the answer is 503 with Retry-After', async () => {
    const service = api.app.get(DeliveryService);
    const whole = service.linkTarget.bind(service);
    service.linkTarget = () => Promise.reject(new Error('the database is away'));
    const answer = await click();
    service.linkTarget = whole;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  test('a user agent is kept as it was, whatever it is made of', async () => {
    const userAgent = 'a"b\\c,{d} NULL é \\" \'; drop table x; --';
    await click(1, { headers: { 'user-agent': userAgent } });
    expect((await events())[0]?.userAgent).toBe(userAgent);
  });

  test('behind a trusted proxy the address is the caller’s, truncated', async () => {
    await click(1, { headers: { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' } });
    expect((await events())[0]?.ip).toBe('203.0.113.0/24');
  });
});

describe('recording', () => {
  test('opens and clicks of the same people at the same time do not deadlock', async () => {
    const recorder = api.app.get(HitRecorder);
    const people = await Promise.all(Array.from({ length: 20 }, aRecipient));
    const hit = { deliveryId, linkNo: null, at: clock.now(), userAgent: '', ip: null };
    const hits = Array.from({ length: 400 }, (_, i) => {
      const recipientId = people[(i * 7) % people.length]?.id ?? '';
      const visitor = (['human', 'mpp', 'bot'] as const)[i % 3] ?? 'bot';
      return recorder.record({ ...hit, kind: i % 2 ? 'opened' : 'clicked', recipientId, visitor });
    });
    const results = await Promise.allSettled(hits);
    expect(results.filter((r) => r.status === 'rejected')).toEqual([]);
  });
});
