import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { testEnv } from '../../../test/env.js';
import type { Env } from '../config/env.js';
import { SharedMemory } from '../redis.js';
import type { SesAccount, SesAccountState } from './ses-account.js';
import { parseDomainRates, SendRate } from './send-rate.js';

let memories: SharedMemory[] = [];
let prefix: Partial<Env>;
beforeEach(() => {
  prefix = { REDIS_PREFIX: testEnv('postgres://unused').REDIS_PREFIX };
});
afterEach(() => {
  for (const memory of memories) memory.redis.disconnect();
  memories = [];
});

const account = (state: Partial<SesAccountState> | null): SesAccount =>
  ({
    state: () =>
      Promise.resolve(
        state && {
          maxSendRate: 100,
          max24HourSend: -1,
          sentLast24Hours: 0,
          productionAccess: true,
          sendingEnabled: true,
          enforcementStatus: 'HEALTHY',
          fetchedAt: '2026-12-01T00:00:00Z',
          ...state,
        },
      ),
  }) as unknown as SesAccount;

/** A process's view of the shared rate; made several times it is several processes. */
function aRate(state: Partial<SesAccountState> | null = {}, env: Partial<Env> = {}): SendRate {
  const all = testEnv('postgres://unused', { ...prefix, ...env });
  const memory = new SharedMemory(all);
  memories.push(memory);
  return new SendRate(all, memory, account(state), new PinoLogger({ pinoHttp: { level: 'silent' } }));
}

/** Takes tokens for so long, as lanes do; returns how many were granted. */
async function takeFor(ms: number, rate: SendRate, group = 'other', want = 64): Promise<number> {
  const end = performance.now() + ms;
  let total = 0;
  while (performance.now() < end) {
    const { granted, waitMs } = await rate.take(want, 'bulk', group);
    total += granted;
    if (granted === 0) await sleep(Math.min(waitMs, 50));
  }
  return total;
}

describe('the rate of the account', () => {
  test('is shared by all processes and starts at 90 % of what SES allows', async () => {
    const rates = [aRate(), aRate(), aRate(), aRate()];
    const granted = (await Promise.all(rates.map((rate) => takeFor(2_000, rate)))).reduce((a, b) => a + b);
    // 90 a second for two seconds, and at most a burst of a tenth of a second on top
    expect(granted).toBeLessThanOrEqual(200);
    expect(granted).toBeGreaterThanOrEqual(120);
  });

  test('a chunk is at most a twentieth of a second, so that a slow account is not begun in bursts', async () => {
    expect((await aRate({ maxSendRate: 14 }).take(64, 'bulk', 'other')).granted).toBe(1);
    prefix = { REDIS_PREFIX: `${prefix.REDIS_PREFIX}-2` };
    expect((await aRate({ maxSendRate: 1000 }).take(64, 'bulk', 'other')).granted).toBe(45);
  });

  test('our own upper bound holds as well', async () => {
    const rate = aRate({ maxSendRate: 10_000 }, { SEND_MAX_PER_SECOND: 40 });
    expect(await takeFor(1_000, rate)).toBeLessThanOrEqual(50);
    expect(await rate.maxPerSecond()).toBe(40);
  });

  test('after a refusal it falls by 30 % and everybody stops for a second; echoes of the same refusal do not count', async () => {
    const rate = aRate({ maxSendRate: 1000 });
    await rate.slowDown();
    await rate.slowDown();
    const held = await rate.take(64, 'bulk', 'other');
    expect(held).toMatchObject({ granted: 0, limitedBy: 'hold' });
    expect(held.waitMs).toBeLessThanOrEqual(1000);
    await sleep(1_020);
    expect((await rate.take(64, 'bulk', 'other')).granted).toBe(31); // a twentieth of 900 × 0.7
  });
});

describe('lanes and domain groups', () => {
  test('a test mail goes before a delivery that uses up the rate', async () => {
    const rate = aRate({ maxSendRate: 10 });
    await takeFor(300, rate);
    while ((await rate.take(1, 'bulk', 'other')).granted > 0) continue;
    expect((await rate.take(1, 'tx', 'other')).granted).toBe(1);
  });

  test('a slow receiver is held to its own rate, others are not', async () => {
    const rate = aRate({ maxSendRate: 1000 }, { SEND_DOMAIN_RATES: 'docomo:10' });
    const [docomo, other] = await Promise.all([takeFor(1_500, rate, 'docomo'), takeFor(1_500, rate, 'other')]);
    expect(docomo).toBeLessThanOrEqual(18);
    expect(docomo).toBeGreaterThanOrEqual(8);
    expect(other).toBeGreaterThan(300);
    let limited = await rate.take(1, 'bulk', 'docomo');
    while (limited.granted > 0) limited = await rate.take(1, 'bulk', 'docomo');
    expect(limited.limitedBy).toBe('domain');
  });

  test('domain rates are read from the environment', () => {
    expect([...parseDomainRates('docomo:10, au:5,broken,gmail:x')]).toEqual([
      ['docomo', 10],
      ['au', 5],
    ]);
  });
});

describe('when nothing may be sent', () => {
  test('near the daily quota deliveries stop, test mails still have the last 2 %', async () => {
    const rate = aRate({ max24HourSend: 1000, sentLast24Hours: 978 });
    expect((await rate.take(64, 'bulk', 'other')).granted).toBe(2);
    expect(await rate.take(64, 'bulk', 'other')).toMatchObject({ granted: 0, limitedBy: 'daily-quota' });
    expect((await rate.take(1, 'tx', 'other')).granted).toBe(1);
  });

  test('without an answer of GetAccount nobody sends', async () => {
    expect(await aRate(null).take(1, 'bulk', 'other')).toMatchObject({ granted: 0, limitedBy: 'unknown' });
  });

  test('without Redis nobody sends', async () => {
    const rate = aRate({}, { REDIS_URL: 'redis://127.0.0.1:9' });
    expect(await rate.take(1, 'bulk', 'other')).toMatchObject({ granted: 0, limitedBy: 'unknown' });
  });

  test('a wiped Redis costs at most a burst', async () => {
    const rate = aRate({ maxSendRate: 20 });
    await takeFor(300, rate);
    const [memory] = memories;
    await memory?.redis.del(...(await memory.redis.keys(`{${prefix.REDIS_PREFIX}}*`)));
    expect(await takeFor(1_000, rate)).toBeLessThanOrEqual(24);
  });
});
