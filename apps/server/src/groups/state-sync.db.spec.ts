import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { SettingsService } from '../settings/settings.service.js';
import { MembershipChanges } from './membership-changes.service.js';
import { StateAligner } from './state-aligner.js';

const clock = new TestClock();
const path = '/api/settings/state-sync';
let api: TestApi;
let admin: Agent;
let aligner: StateAligner;

beforeAll(async () => {
  api = await startApi({ clock });
  admin = await api.asAdmin();
  aligner = new StateAligner(api.db, clock, api.app.get(SettingsService), api.app.get(MembershipChanges));
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.rows('delete from customer');
  await api.db.rows('delete from state_alignment');
  await api.db.rows('delete from opt_out');
  await api.app.get(SettingsService).change({ syncDeliveryStates: false });
});

const show = async (): Promise<unknown> => (await admin.get(path).expect(200)).body;
/** A customer with these states, each in a group of its own. */
async function withStates(...states: readonly ('active' | 'stopped' | 'banned')[]): Promise<string> {
  const { id } = await aCustomer(api.db);
  for (const deliveryState of states)
    await aMembership(api.db, { groupId: (await aGroup(api.db)).id, customerId: id, deliveryState });
  return id;
}
const statesOf = async (id: string): Promise<string[]> =>
  (
    await api.db.rows<{ state: string }>(
      'select delivery_state as state from group_membership where customer_id = $1 order by group_id',
      [id],
    )
  ).map(({ state }) => state);

describe('C-13 the synchronisation of delivery states', () => {
  test('is a switch; turning it on changes nobody, and tells how many differ', async () => {
    const mixed = await withStates('active', 'stopped');
    await withStates('active', 'active');
    await withStates('stopped', 'stopped');
    await admin.patch('/api/settings').send({ syncDeliveryStates: true }).expect(200);
    expect(await show()).toEqual({ enabled: true, mixedCount: 1, alignment: null });
    expect(await statesOf(mixed)).toEqual(['active', 'stopped']);
  });

  test('aligning gives everybody the most restrictive state, writes it down, and keeps it in the ledger', async () => {
    const stopped = await withStates('active', 'stopped', 'active');
    const banned = await withStates('stopped', 'banned', 'active');
    const active = await withStates('active', 'active');
    await admin.patch('/api/settings').send({ syncDeliveryStates: true }).expect(200);
    expect((await admin.post(`${path}/align`).expect(200)).body).toMatchObject({
      mixedCount: 2,
      alignment: { requestedAt: clock.now().toISOString(), alignedCount: 0, finishedAt: null },
    });
    await aligner.align();
    expect(await Promise.all([stopped, banned, active].map(statesOf))).toEqual([
      ['stopped', 'stopped', 'stopped'],
      ['banned', 'banned', 'banned'],
      ['active', 'active'],
    ]);
    expect(await show()).toMatchObject({
      mixedCount: 0,
      alignment: { alignedCount: 2, finishedAt: expect.any(String) },
    });
    expect(await api.db.rows('select via, count(*)::int from group_membership_change group by 1')).toEqual([
      { via: 'sync', count: 4 },
    ]);
    expect(await api.db.rows('select scope, reason from opt_out order by reason')).toEqual([
      { scope: 'account', reason: 'banned' },
      { scope: 'account', reason: 'stopped' },
    ]);
  });

  test('goes on behind the last batch, also when asked for again meanwhile', async () => {
    const [first, second] = [await withStates('active', 'stopped'), await withStates('active', 'stopped')];
    await admin.patch('/api/settings').send({ syncDeliveryStates: true }).expect(200);
    await admin.post(`${path}/align`).expect(200);
    await api.db.rows('update state_alignment set last_customer_id = $1, aligned_count = 1', [first]);
    await admin.post(`${path}/align`).expect(200);
    await aligner.align();
    expect([await statesOf(first), await statesOf(second)]).toEqual([
      ['active', 'stopped'],
      ['stopped', 'stopped'],
    ]);
    expect(await show()).toMatchObject({ alignment: { alignedCount: 2 } });
    await admin.post(`${path}/align`).expect(200);
    await aligner.align();
    expect(await show()).toMatchObject({ mixedCount: 0, alignment: { alignedCount: 1 } });
  });

  test('turning it off meanwhile ends the alignment; while it is off nothing is aligned', async () => {
    const mixed = await withStates('active', 'stopped');
    await admin.patch('/api/settings').send({ syncDeliveryStates: true }).expect(200);
    await admin.post(`${path}/align`).expect(200);
    await admin.patch('/api/settings').send({ syncDeliveryStates: false }).expect(200);
    await aligner.align();
    expect(await statesOf(mixed)).toEqual(['active', 'stopped']);
    expect(await show()).toMatchObject({ enabled: false, alignment: { finishedAt: expect.any(String) } });
    const refused = await admin.post(`${path}/align`).expect(409);
    expect((refused.body as { code: string }).code).toBe('state-sync-is-off');
  });

  test('is the administrator’s', async () => {
    const creator = await api.asCreator();
    await creator.get(path).expect(403);
    await creator.post(`${path}/align`).expect(403);
  });
});
