import { expect, test } from '@jest/globals';
import { Queue, receiptOf } from './queue.js';

const NEVER = new AbortController().signal;

function aQueue(limit = 1_000_000): { queue: Queue; at: (ms: number) => void } {
  let now = 0;
  const settings = { visibilityTimeoutSeconds: 30, delaySeconds: 0, waitSeconds: 0, redrive: undefined };
  return {
    queue: new Queue(
      'q',
      'arn:aws:sqs:r:0:q',
      settings,
      limit,
      () => now,
      () => false,
    ),
    at: (ms) => (now = ms),
  };
}

test('100,000 messages received with mixed time-outs each come back exactly once, deleted ones never', async () => {
  const { queue, at } = aQueue();
  const total = 100_000;
  for (let n = 0; n < total; n++) queue.send(() => String(n));
  const deleted = new Set<string>();
  for (let n = 0; n < total / 10; n++) {
    const messages = await queue.receive(10, 0, 10 + (n % 7), NEVER);
    for (const message of messages.slice(0, 5)) {
      deleted.add(message.id);
      queue.delete(receiptOf(message));
    }
  }
  expect(queue.counts).toEqual({ ready: 0, hidden: total / 2 });
  at(20_000);
  expect(queue.counts).toEqual({ ready: total / 2, hidden: 0 });
  const again = new Set<string>();
  const counts = new Set<number>();
  for (
    let messages = await queue.receive(10, 0, 30, NEVER);
    messages.length > 0;
    messages = await queue.receive(10, 0, 30, NEVER)
  ) {
    for (const { id, receiveCount } of messages) {
      counts.add(receiveCount);
      again.add(id);
    }
  }
  expect([again.size, [...counts]]).toEqual([total / 2, [2]]);
  expect([...again].some((id) => deleted.has(id))).toBe(false);
});

test('a full queue drops its oldest and counts them', async () => {
  const { queue } = aQueue(3);
  for (let n = 0; n < 5; n++) queue.send(() => String(n));
  const messages = await queue.receive(10, 0, 30, NEVER);
  expect(await Promise.all(messages.map(async ({ body }) => body()))).toEqual(['2', '3', '4']);
  expect(queue.droppedCount).toBe(2);
});
