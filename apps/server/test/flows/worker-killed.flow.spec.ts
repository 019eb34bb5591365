import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { deliverToNewGroup, kill9, startCrashLab, until, type CrashLab } from './crash-lab.js';

const RECIPIENTS = 2_000;
const KILLS = 5;

let lab: CrashLab | null = null;
afterEach(async () => {
  await lab?.close();
  lab = null;
});

const statesOf = async (deliveryId: string): Promise<Record<string, number>> => {
  const rows = await (lab as CrashLab).db.rows<{ state: string; count: string }>(
    'select state, count(*) from delivery_recipient where delivery_id = $1 group by 1',
    [deliveryId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
};

const sum = (counts: Record<string, number>, states: readonly string[]): number =>
  states.reduce((total, state) => total + (counts[state] ?? 0), 0);

const ACCEPTED = ['accepted', 'delayed', 'delivered'];
const OPEN = ['pending', 'submitting', 'unknown'];

/** Kills the worker again and again at random moments in mid-delivery, and wipes Redis once. */
async function tormentWorkers(running: CrashLab): Promise<void> {
  // Calls that take a while: whenever the worker dies, some are in flight.
  await running.sandbox('faults', {
    method: 'POST',
    body: JSON.stringify({ op: 'SendEmail', action: { type: 'slow', ms: 40 } }),
  });
  for (let n = 0; n < KILLS; n++) {
    const before = (await running.stats()).accepted;
    const worker = await running.worker();
    await until(
      () => running.stats(),
      (stats) => stats.accepted > before || stats.accepted >= RECIPIENTS,
      30_000,
    );
    await sleep(Math.random() * 400);
    await kill9(worker);
    if (n === 2) await running.flushRedis();
  }
}

describe('a worker killed with -9 in mid-delivery', () => {
  test('nobody twice, nobody never: the sandbox has exactly one copy for each of 2,000 recipients', async () => {
    lab = await startCrashLab();
    const deliveryId = await deliverToNewGroup(lab, RECIPIENTS);
    await tormentWorkers(lab);
    const worker = await lab.worker();
    const states = await until(
      () => statesOf(deliveryId),
      (seen) => sum(seen, ACCEPTED) === RECIPIENTS,
      120_000,
    );
    await until(
      () => (lab as CrashLab).agent.get(`/api/deliveries/${deliveryId}`).then((r) => r.body.state as string),
      (state) => state === 'sent',
      20_000,
    );
    await kill9(worker);
    const stats = await lab.stats();
    const copies = Object.entries(stats.copies ?? {}).filter(([address]) => address.startsWith('crash'));
    expect(copies).toHaveLength(RECIPIENTS);
    expect(copies.filter(([, count]) => count !== 1)).toEqual([]);
    expect(sum(states, OPEN)).toBe(0);
    // Not vacuous: the kills did leave calls in flight, and they were settled by events or by proven absence.
    const settled = await lab.db.rows<{ resolved_by: string; count: number }>(
      `select resolved_by, count(*)::int as count from send_attempt where resolved_by in ('event', 'absence') group by 1`,
    );
    expect(settled.reduce((total, row) => total + row.count, 0)).toBeGreaterThan(0);
  }, 240_000);

  test('with every event lost: at most one copy for each, and whoever is not known to be accepted is held and listed', async () => {
    lab = await startCrashLab({ DOUBT_GRACE_MS: '100' });
    await lab.sandbox('faults', {
      method: 'POST',
      body: JSON.stringify({ match: { eventType: 'Send' }, action: { type: 'drop' } }),
    });
    await lab.sandbox('faults', {
      method: 'POST',
      body: JSON.stringify({ match: { eventType: 'Delivery' }, action: { type: 'drop' } }),
    });
    const deliveryId = await deliverToNewGroup(lab, RECIPIENTS);
    await tormentWorkers(lab);
    const worker = await lab.worker();
    const states = await until(
      () => statesOf(deliveryId),
      (seen) => sum(seen, OPEN) === 0 && sum(seen, [...ACCEPTED, 'held']) === RECIPIENTS,
      150_000,
    );
    await kill9(worker);
    const stats = await lab.stats();
    const copies = Object.entries(stats.copies ?? {}).filter(([address]) => address.startsWith('crash'));
    expect(copies.filter(([, count]) => count > 1)).toEqual([]);
    expect(states.held ?? 0).toBeGreaterThan(0);
    const { body } = await lab.agent.get(`/api/deliveries/${deliveryId}/held?limit=200`).expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(Math.min(200, states.held ?? 0));
    const known = new Set(copies.map(([address]) => address));
    const missing = await lab.db.rows<{ email: string; state: string }>(
      `select email, state from delivery_recipient where delivery_id = $1 and state <> 'held'`,
      [deliveryId],
    );
    expect(missing.filter((row) => !known.has(row.email))).toEqual([]);
  }, 240_000);
});
