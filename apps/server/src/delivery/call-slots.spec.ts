import { expect, test } from '@jest/globals';
import { CallSlots } from './call-slots.js';

const settled = async (promise: Promise<number>): Promise<number | 'waiting'> => {
  const waiting = new Promise<'waiting'>((resolve) => setImmediate(() => resolve('waiting')));
  return Promise.race([promise, waiting]);
};

test('a chunk is handed out while fewer than the maximum are in flight', async () => {
  const slots = new CallSlots(64);
  expect(await settled(slots.take(64))).toBe(64);
  const second = slots.take(64);
  expect(await settled(second)).toBe('waiting');
  slots.release(1);
  expect(await settled(second)).toBe(64);
});

test('those who wait are served in order', async () => {
  const slots = new CallSlots(2);
  await slots.take(2);
  const order: number[] = [];
  const waiters = [1, 2, 3].map(async (n) => {
    await slots.take(2);
    order.push(n);
  });
  slots.release(2);
  slots.release(2);
  slots.release(2);
  await Promise.all(waiters);
  expect(order).toEqual([1, 2, 3]);
});

test('nobody gets more than the maximum at once', async () => {
  expect(await new CallSlots(16).take(64)).toBe(16);
});
