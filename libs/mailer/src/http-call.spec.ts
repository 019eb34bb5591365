import type { Dispatcher } from 'undici';
import { expect, test } from '@jest/globals';
import { HttpCall } from './http-call.js';

/** Stands in for undici's side of a request. */
function aController() {
  const aborts: Array<Error | undefined> = [];
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    rawHeaders: null,
    rawTrailers: null,
    abort: (reason) => void aborts.push(reason),
    pause: () => undefined,
    resume: () => undefined,
  };
  return { aborts, controller };
}

test('a call that would be written a second time is stopped before its first byte', async () => {
  const call = new HttpCall(60_000);
  const first = aController();
  const second = aController();
  call.onRequestStart(first.controller);
  expect(first.aborts).toEqual([]);
  call.onRequestStart(second.controller);
  expect(second.aborts).toHaveLength(1);
  call.fail('ECONNRESET', 'reset');
  expect(await call.outcome).toMatchObject({ phase: 'request', code: 'ECONNRESET' });
});

test('a call that is over is not written any more', async () => {
  const call = new HttpCall(60_000);
  call.fail('gone', 'given up while waiting');
  const late = aController();
  call.onRequestStart(late.controller);
  expect(late.aborts).toHaveLength(1);
  expect(await call.outcome).toMatchObject({ phase: 'connect', code: 'gone' });
});

test('the overall limit ends the exchange on the wire as well', async () => {
  const call = new HttpCall(1);
  const { aborts, controller } = aController();
  call.onRequestStart(controller);
  expect(await call.outcome).toMatchObject({ phase: 'request', code: 'OVERALL_TIMEOUT' });
  expect(aborts).toHaveLength(1);
});

test('what comes after the outcome changes nothing', async () => {
  const call = new HttpCall(60_000);
  const { controller } = aController();
  call.onRequestStart(controller);
  call.onResponseStart(controller, 200, {});
  call.onResponseData(controller, Buffer.from('{}'));
  call.onResponseEnd();
  call.fail('ECONNRESET', 'late');
  expect(await call.outcome).toEqual({ phase: 'answered', status: 200, errorType: undefined, body: '{}' });
});
