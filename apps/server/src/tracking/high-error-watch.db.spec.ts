import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { DAY, TestClock } from '../../test/clock.js';
import { aDelivery } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { NoticesService } from '../settings/notices.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { HighErrorWatch, WATCHED_MS } from './high-error-watch.js';

const clock = new TestClock();
let api: TestApi;
let admin: Agent;
let watch: HighErrorWatch;

beforeAll(async () => {
  api = await startApi({ clock, env: { DASHBOARD_URL: 'https://mail.example.jp' } });
  admin = await api.asAdmin();
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  watch = new HighErrorWatch(api.db, clock, api.env, api.app.get(NoticesService), logger);
  await api.app.get(SettingsService).change({ noticeRecipients: ['ops@example.jp', 'boss@example.jp'] });
});
afterAll(() => api.close());
beforeEach(() => api.db.rows('delete from notice'));

type State = 'sending' | 'sent';
/** A delivery with one batch of these counts. */
async function delivered(counts: Record<string, number>, state: State = 'sent', startedAt = clock.now()) {
  const delivery = await aDelivery(api.db, { state, startedAt, content: { subject: '秋の新商品' } });
  await api.db.rows(
    `insert into delivery_batch (delivery_id, batch_no, domain_group, next_at, counts) values ($1, 1, 'other', 'infinity', $2)`,
    [delivery.id, JSON.stringify(counts)],
  );
  return delivery.id;
}
const setCounts = (id: string, counts: object): Promise<unknown> =>
  api.db.rows('update delivery_batch set counts = $2 where delivery_id = $1', [id, JSON.stringify(counts)]);
const told = async (): Promise<string[]> =>
  (await api.db.rows<{ key: string }>('select dedupe_key as key from notice order by id')).map(({ key }) => key);
const shown = async (id: string): Promise<unknown> =>
  ((await admin.get(`/api/history/${id}`).expect(200)).body as { highErrorNotice: unknown }).highErrorNotice;

describe('C-55 a delivery with many errors', () => {
  test('is told to every notice recipient once, and shown on its page and on the home page', async () => {
    const id = await delivered({ delivered: 44, bouncedHard: 4, bouncedSoft: 1, rejected: 1 });
    await watch.check(WATCHED_MS);
    await watch.check(WATCHED_MS);
    expect(await told()).toEqual([`high-error/${id}`, `high-error/${id}`]);
    const [notice] = await api.db.rows<{ body: string }>('select body from notice limit 1');
    expect(notice?.body).toContain(`https://mail.example.jp/history/${id}`);
    expect(await shown(id)).toEqual({ addressCount: 50, errorCount: 6, noticedAt: clock.now().toISOString() });
    expect((await admin.get('/api/home').expect(200)).body).toMatchObject({
      highErrorDeliveries: [{ id, subject: '秋の新商品', addressCount: 50, errorCount: 6 }],
    });
  });

  test('is told when its results have come in, not before', async () => {
    const id = await delivered({ delivered: 100 });
    await watch.check(WATCHED_MS);
    expect([await told(), await shown(id)]).toEqual([[], null]);
    await setCounts(id, { delivered: 80, bouncedSoft: 20 });
    await watch.check(WATCHED_MS);
    expect(await told()).toHaveLength(2);
  });

  test('of small deliveries, or with few errors, nothing is told', async () => {
    await delivered({ delivered: 20, bouncedHard: 20 });
    await delivered({ delivered: 900, bouncedHard: 100 });
    await watch.check(WATCHED_MS);
    expect(await told()).toEqual([]);
  });

  test('while it runs, those still to be mailed count as addresses', async () => {
    const id = await delivered({ pending: 900, delivered: 40, bouncedHard: 20 }, 'sending');
    await watch.check(WATCHED_MS);
    expect(await told()).toEqual([]);
    await setCounts(id, { pending: 700, delivered: 100, bouncedHard: 160 });
    await watch.check(WATCHED_MS);
    expect(await shown(id)).toMatchObject({ addressCount: 960, errorCount: 160 });
  });

  test('after ten days its results are settled, and it is watched no longer', async () => {
    await delivered({ bouncedHard: 60 }, 'sent', new Date(clock.now().getTime() - 11 * DAY));
    await watch.check(WATCHED_MS);
    expect(await told()).toEqual([]);
  });

  test('two watches at once tell it once', async () => {
    await delivered({ bouncedHard: 60 });
    await Promise.all([watch.check(WATCHED_MS), watch.check(WATCHED_MS)]);
    expect(await told()).toHaveLength(2);
  });
});
