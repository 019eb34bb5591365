import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startMailLab, until, type MailLab } from './mail-lab.js';

let lab: MailLab;

beforeEach(async () => {
  lab = await startMailLab('queue');
  lab.sandbox.addFault({ action: { type: 'slow', ms: 60 } });
});
afterEach(() => lab.close());

const PEOPLE = Array.from({ length: 300 }, (_, i) => `person-${i}@example.jp`);
const look = async (id: string): Promise<{ state: string; counts: Record<string, number> }> =>
  (await lab.agent.get(`/api/deliveries/${id}`).expect(200)).body as { state: string; counts: Record<string, number> };
const accepted = (): number => lab.sandbox.stats().accepted;

test('D-09 a pause stops within a second, a resume sends the rest, and nobody gets two', async () => {
  const { deliveryId } = await lab.deliver(PEOPLE);
  await until(
    () => Promise.resolve(accepted()),
    (count) => count >= 20,
  );
  await lab.agent.post(`/api/deliveries/${deliveryId}/pause`).expect(200);
  await sleep(1_000);
  const afterPause = accepted();
  expect(afterPause).toBeLessThan(PEOPLE.length);
  await sleep(700);
  expect(accepted()).toBe(afterPause);
  expect(await look(deliveryId)).toMatchObject({ state: 'paused', counts: { pending: PEOPLE.length - afterPause } });

  await lab.agent.post(`/api/deliveries/${deliveryId}/resume`).expect(200);
  await until(
    () => look(deliveryId),
    (seen) => seen.state === 'sent',
  );
  expect(PEOPLE.filter((address) => lab.sandbox.copiesTo(address) !== 1)).toEqual([]);
});

test('a cancel leaves the rest unsent, with counts that add up', async () => {
  const { deliveryId } = await lab.deliver(PEOPLE);
  await until(
    () => Promise.resolve(accepted()),
    (count) => count >= 20,
  );
  await lab.agent.post(`/api/deliveries/${deliveryId}/cancel`).expect(200);
  const done = await until(
    () => look(deliveryId),
    ({ counts }) => counts['pending'] === 0 && counts['submitting'] === 0 && counts['accepted'] === 0,
  );
  const sent = accepted();
  expect(sent).toBeLessThan(PEOPLE.length);
  expect(done).toMatchObject({ state: 'canceled', counts: { delivered: sent, skipped: PEOPLE.length - sent } });
  await sleep(500);
  expect(accepted()).toBe(sent);
});
