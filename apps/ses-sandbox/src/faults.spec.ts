import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aBench, aMail, failure, type Bench } from './clients.fixture.js';
import type { FaultAction } from './index.js';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

const send = (to = 'a@example.jp') => failure(bench.ses.send(aMail(to), { abortSignal: AbortSignal.timeout(4_000) }));
const CONNECTION_BROKE = { message: expect.stringMatching(/ECONNRESET|socket hang up/) };
const copies = (to = 'a@example.jp') => bench.sandbox.copiesTo(to);

/** Sets a fault over HTTP, as another process would. */
async function fault(action: FaultAction, more: object = {}): Promise<void> {
  expect((await bench.control('POST', 'faults', { action, ...more })).status).toBe(201);
}

describe('faults of the answer: what the client sees, and whether the mail was taken', () => {
  test('accept_then_reset: the connection breaks, one copy is out and its events come', async () => {
    await fault({ type: 'accept_then_reset' }, { times: 1 });
    expect(await send()).toMatchObject(CONNECTION_BROKE);
    expect(copies()).toBe(1);
    expect((await bench.events(2)).map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    await bench.send('a@example.jp');
    expect(bench.sandbox.stats().recipients).toMatchObject({
      size: 1,
      maxCopies: 2,
      duplicates: { 'a@example.jp': 2 },
    });
  });

  test('reset_before_accept: the connection breaks and nothing is out', async () => {
    await fault({ type: 'reset_before_accept' });
    expect(await send()).toMatchObject(CONNECTION_BROKE);
    expect(copies()).toBe(0);
  });

  test('hang: no answer for its time, then a reset; accepted, a late 200', async () => {
    await fault({ type: 'hang', ms: 60 }, { match: { to: 'a@*' } });
    await fault({ type: 'hang', ms: 60, accepted: true }, { match: { to: 'b@*' } });
    const before = performance.now();
    expect(await send()).toMatchObject(CONNECTION_BROKE);
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
    expect(copies()).toBe(0);
    await expect(bench.send('b@example.jp')).resolves.toMatch(/-000000$/);
    expect(copies('b@example.jp')).toBe(1);
  });

  test('hang: a client that gives up leaves an accepted mail behind', async () => {
    await fault({ type: 'hang', ms: 60_000, accepted: true });
    expect(
      await failure(bench.ses.send(aMail('a@example.jp'), { abortSignal: AbortSignal.timeout(300) })),
    ).toMatchObject({ message: expect.stringContaining('bort') });
    expect(copies()).toBe(1);
  });

  test('truncate_200: a 200 whose body breaks off, one copy out', async () => {
    await fault({ type: 'truncate_200' });
    // Said of a body that ends early, so after the status line had come.
    expect(await send()).toMatchObject({ message: expect.stringContaining('aborted') });
    expect(copies()).toBe(1);
  });

  test('html_502: a page instead of JSON, with or without the mail taken', async () => {
    await fault({ type: 'html_502', accepted: true }, { match: { to: 'b@*' } });
    await fault({ type: 'html_502' });
    expect(await send()).toMatchObject({ status: 502 });
    expect(await send('b@example.jp')).toMatchObject({ status: 502 });
    expect([copies(), copies('b@example.jp')]).toEqual([0, 1]);
  });

  test('throttle: 429 for its time, counted from the first hit', async () => {
    await bench.close();
    let now = Date.now();
    bench = await aBench({ now: () => now });
    await fault({ type: 'throttle', forMs: 1_000 });
    now += 60_000;
    expect(await send()).toMatchObject({ name: 'TooManyRequestsException', status: 429 });
    now += 999;
    expect(await send()).toMatchObject({ status: 429 });
    now += 1;
    await bench.send('a@example.jp');
    expect(copies()).toBe(1);
  });

  test('http: any error of the API, typed by the SDK', async () => {
    await fault(
      { type: 'http', status: 400, errorType: 'AccountSuspendedException', message: 'suspended' },
      { times: 1 },
    );
    await fault({ type: 'http', status: 503, errorType: 'ServiceUnavailable', message: 'later' });
    expect(await send()).toMatchObject({ name: 'AccountSuspendedException', status: 400, message: 'suspended' });
    expect(await send()).toMatchObject({ name: 'ServiceUnavailable', status: 503 });
    expect(copies()).toBe(0);
  });

  test('slow: the answer comes late and the mail is taken once', async () => {
    await fault({ type: 'slow', ms: 60 });
    const before = performance.now();
    await bench.send('a@example.jp');
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
    expect(copies()).toBe(1);
  });

  test('a mail that breaks a rule is refused even where a fault would accept it', async () => {
    await fault({ type: 'html_502', accepted: true });
    expect(await send('nobody')).toMatchObject({ name: 'BadRequestException', status: 400 });
    expect(bench.sandbox.stats().accepted).toBe(0);
  });
});

describe('which calls a fault hits', () => {
  const outcomes = async (...to: string[]) => {
    const seen: number[] = [];
    for (const address of to)
      seen.push(
        (
          await bench.ses.send(aMail(address)).then(
            () => ({ status: 200 }),
            ({ $metadata }) => ({ status: $metadata.httpStatusCode as number }),
          )
        ).status,
      );
    return seen;
  };
  const broken = { type: 'http', status: 500, errorType: 'InternalFailure', message: '' } as const;

  test('by recipient pattern and tag', async () => {
    await fault(broken, { match: { to: '*@docomo.ne.jp' } });
    await fault(broken, { match: { tags: { d: 'b-example-jp' } } });
    expect(await outcomes('a@docomo.ne.jp', 'a@example.jp', 'b@example.jp')).toEqual([500, 200, 500]);
  });

  test('the nth matching one', async () => {
    await fault(broken, { match: { to: '*@example.jp', nth: [2, 4] } });
    expect(
      await outcomes('a@example.jp', 'x@other.jp', 'b@example.jp', 'c@example.jp', 'd@example.jp', 'e@example.jp'),
    ).toEqual([200, 200, 500, 200, 500, 200]);
  });

  test('a number of times', async () => {
    await fault(broken, { times: 2 });
    expect(await outcomes('a@example.jp', 'b@example.jp', 'c@example.jp')).toEqual([500, 500, 200]);
    expect((await bench.control('GET', 'faults')).body['faults']).toEqual([]);
  });

  test('another operation, by its name', async () => {
    await fault(
      { type: 'http', status: 500, errorType: 'InternalFailure', message: '' },
      { op: 'GetAccount', times: 1 },
    );
    await bench.send('a@example.jp');
    expect(await failure(bench.ses.send(new GetAccountCommand({})))).toMatchObject({ status: 500 });
  });
});

test('faults are listed with their hits, removed one by one or all; a wrong one is refused with the reason', async () => {
  await fault({ type: 'slow', ms: 0 });
  await fault({ type: 'slow', ms: 0 }, { op: 'GetAccount' });
  await bench.send('a@example.jp');
  const { faults } = (await bench.control('GET', 'faults')).body as { faults: { id: number; hits: number }[] };
  expect(faults.map(({ hits }) => hits)).toEqual([1, 0]);
  await bench.control('DELETE', `faults/${faults[0]?.id}`);
  expect((await bench.control('GET', 'faults')).body).toMatchObject({ faults: [{ op: 'GetAccount' }] });
  await bench.control('DELETE', 'faults');
  expect((await bench.control('GET', 'faults')).body).toEqual({ faults: [] });
  expect(await bench.control('POST', 'faults', { action: { type: 'explode' } })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('explode') },
  });
});
