import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, test } from '@jest/globals';
import { aBench, aMail, failure, type Bench } from './clients.fixture.js';
import type { SandboxOptions } from './index.js';

let bench: Bench;
let now: number;
afterEach(() => bench.close());

async function start(options: SandboxOptions): Promise<void> {
  now = Date.now();
  bench = await aBench({ now: () => now, ...options });
}

const send = (to = 'a@example.jp') => failure(bench.ses.send(aMail(to)));

describe('the sending rate (Q1)', () => {
  test('Q1 a burst of one second passes, the next mail is throttled in AWS words, and a token comes back with time', async () => {
    await start({ maxSendRate: 3 });
    for (let n = 0; n < 3; n++) await bench.send(`a${n}@example.jp`);
    expect(await send()).toMatchObject({
      name: 'TooManyRequestsException',
      status: 429,
      message: 'Maximum sending rate exceeded.',
    });
    now += 334;
    await bench.send('b@example.jp');
    expect(await send()).toMatchObject({ status: 429 });
    expect(bench.sandbox.stats()).toMatchObject({ accepted: 4, errors: { 'SendEmail TooManyRequestsException': 2 } });
  });

  test('Q1 recipients are counted, not calls, and a call larger than the bucket passes when it is full', async () => {
    await start({ maxSendRate: 2 });
    await bench.send('', {
      Destination: { ToAddresses: ['a@example.jp', 'b@example.jp', 'c@example.jp', 'd@example.jp'] },
    });
    now += 1_000;
    expect(await send()).toMatchObject({ status: 429 });
    now += 600;
    await bench.send('e@example.jp');
  });

  test('the rate fault changes the limit in mid-run and what GetAccount shows, until it is over', async () => {
    await start({ maxSendRate: 100 });
    bench.sandbox.addFault({ action: { type: 'rate', maxSendRate: 1, forMs: 5_000 } });
    const rate = async () => (await bench.ses.send(new GetAccountCommand({}))).SendQuota?.MaxSendRate;
    expect(await rate()).toBe(1);
    await bench.send('a@example.jp');
    expect(await send()).toMatchObject({ status: 429 });
    now += 5_000;
    expect(await rate()).toBe(100);
    await bench.send('b@example.jp');
    await bench.send('c@example.jp');
  });
});

describe('the daily quota (Q2, Q3)', () => {
  test.each([
    ['LimitExceededException', 400],
    ['TooManyRequestsException', 429],
    ['ThrottlingException', 400],
  ] as const)('Q2 it can be answered as %s', async (dailyQuotaError, status) => {
    await start({ max24HourSend: 1, dailyQuotaError });
    await bench.send('a@example.jp');
    expect(await send()).toMatchObject({ name: dailyQuotaError, status, message: 'Daily message quota exceeded.' });
  });

  test('Q2 the window rolls: a day later there is room again', async () => {
    await start({ max24HourSend: 1 });
    await bench.send('a@example.jp');
    now += 23 * 3_600_000;
    // The signature of the SDK is made with the true clock, so only the account's side is asked here.
    expect(bench.sandbox.stats().sentLast24Hours).toBe(1);
    now += 3_660_000;
    expect(bench.sandbox.stats().sentLast24Hours).toBe(0);
  });

  test('Q3 mail to the simulator costs rate but no daily quota', async () => {
    await start({ max24HourSend: 1, maxSendRate: 2 });
    await bench.send('success@simulator.amazonses.com');
    await bench.send('bounce+x@simulator.amazonses.com');
    expect(await send()).toMatchObject({ status: 429 });
    expect(bench.sandbox.stats().sentLast24Hours).toBe(0);
  });
});
