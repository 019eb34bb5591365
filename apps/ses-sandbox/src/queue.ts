import { AwsError } from './aws-error.js';
import { Fifo } from './fifo.js';
import { newUuid } from './ids.js';
import { TimeHeap } from './time-heap.js';

export interface QueueMessage {
  id: string;
  /** Rendered when it is received, so that waiting messages stay small. */
  body: () => string | Promise<string>;
  sentAt: number;
  firstReceivedAt: number | undefined;
  receiveCount: number;
  state: 'ready' | 'hidden' | 'gone';
  /** Which of its places in the heap is the valid one. */
  hiddenUntil: number;
}

export interface QueueSettings {
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  waitSeconds: number;
  /** Where a message goes that was received this often without being deleted. */
  redrive: { queueArn: string; maxReceiveCount: number } | undefined;
}

interface Waiter {
  wake: () => void;
}

interface Place {
  at: number;
  message: QueueMessage;
}

/**
 * One SQS standard queue. Every step is constant or logarithmic in the number of messages. Long polls are woken in
 * the order they came; a message whose time-out ran out is handed out again with a higher receive count.
 */
export class Queue {
  private readonly ready = new Fifo<QueueMessage>();
  private readonly places = new TimeHeap<Place>();
  private readonly received = new Map<string, QueueMessage>();
  private readonly waiters = new Fifo<Waiter>();
  private readyCount = 0;
  private hiddenCount = 0;
  private timer: NodeJS.Timeout | undefined;
  droppedCount = 0;

  constructor(
    readonly name: string,
    readonly arn: string,
    readonly settings: QueueSettings,
    private readonly limit: number,
    private readonly now: () => number,
    private readonly sendToDeadLetters: (arn: string, message: QueueMessage) => boolean,
  ) {}

  send(body: () => string | Promise<string>, delaySeconds = this.settings.delaySeconds): string {
    const message: QueueMessage = {
      id: newUuid(),
      body,
      sentAt: this.now(),
      firstReceivedAt: undefined,
      receiveCount: 0,
      state: 'hidden',
      hiddenUntil: 0,
    };
    this.accept(message, delaySeconds);
    return message.id;
  }

  /** Takes in a message, also one that comes from another queue. */
  accept(message: QueueMessage, delaySeconds = 0): void {
    if (this.readyCount >= this.limit) this.dropOldest();
    if (delaySeconds > 0) this.hide(message, delaySeconds);
    else this.makeReady(message);
  }

  /** Up to `max` messages at once, else the first that come within `waitMs`; none when aborted. */
  async receive(max: number, waitMs: number, visibilitySeconds: number, aborted: AbortSignal): Promise<QueueMessage[]> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      if (aborted.aborted) return [];
      const taken = this.take(max, visibilitySeconds);
      const left = deadline - performance.now();
      if (taken.length > 0 || left <= 0) return taken;
      await this.nextArrival(left, aborted);
    }
  }

  /** Removes a message by the receipt of any of its receives; an unknown receipt is fine, as with SQS. */
  delete(receipt: string): void {
    const id = receiptId(receipt);
    const message = this.received.get(id);
    if (!message) return;
    this.received.delete(id);
    if (message.state === 'hidden') this.hiddenCount--;
    else this.readyCount--;
    discard(message);
    // The heap keeps a deleted message's place until its time: cleared away once they are the greater part.
    if (this.places.size > 2 * this.hiddenCount + 1_000)
      this.places.keep(({ at, message: { state, hiddenUntil } }) => state === 'hidden' && hiddenUntil === at);
  }

  changeVisibility(receipt: string, seconds: number): void {
    const message = this.received.get(receiptId(receipt));
    if (!message || message.state !== 'hidden') {
      throw new AwsError(
        400,
        'MessageNotInflight',
        `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    this.hiddenCount--;
    if (seconds > 0) this.hide(message, seconds);
    else this.makeReady(message);
  }

  purge(): void {
    while (this.ready.shift()) continue;
    while (this.places.pop()) continue;
    this.received.clear();
    this.readyCount = 0;
    this.hiddenCount = 0;
    clearTimeout(this.timer);
  }

  /** Wakes every long poll and stops the timer. */
  close(): void {
    clearTimeout(this.timer);
    for (let waiter = this.waiters.shift(); waiter; waiter = this.waiters.shift()) waiter.wake();
  }

  get counts(): { ready: number; hidden: number } {
    this.showExpired();
    return { ready: this.readyCount, hidden: this.hiddenCount };
  }

  private take(max: number, visibilitySeconds: number): QueueMessage[] {
    this.showExpired();
    const taken: QueueMessage[] = [];
    while (taken.length < max) {
      const message = this.ready.shift();
      if (!message) break;
      if (message.state !== 'ready') continue;
      this.readyCount--;
      const { redrive } = this.settings;
      if (redrive && message.receiveCount >= redrive.maxReceiveCount && this.moveAway(redrive.queueArn, message))
        continue;
      message.receiveCount++;
      message.firstReceivedAt ??= this.now();
      this.received.set(message.id, message);
      if (visibilitySeconds > 0) this.hide(message, visibilitySeconds);
      else this.makeReady(message);
      taken.push(message);
      if (visibilitySeconds <= 0) break;
    }
    return taken;
  }

  private moveAway(queueArn: string, message: QueueMessage): boolean {
    const moved = this.sendToDeadLetters(queueArn, { ...message, receiveCount: 0, state: 'hidden' });
    if (moved) {
      this.received.delete(message.id);
      discard(message);
    }
    return moved;
  }

  private hide(message: QueueMessage, seconds: number): void {
    message.state = 'hidden';
    message.hiddenUntil = this.now() + seconds * 1000;
    this.hiddenCount++;
    this.places.push({ at: message.hiddenUntil, message });
    this.arm();
  }

  private makeReady(message: QueueMessage): void {
    message.state = 'ready';
    this.readyCount++;
    this.ready.push(message);
    this.waiters.shift()?.wake();
  }

  private showExpired(): void {
    const now = this.now();
    for (let place = this.places.earliest; place && place.at <= now; place = this.places.earliest) {
      this.places.pop();
      const { message, at } = place;
      if (message.state !== 'hidden' || message.hiddenUntil !== at) continue;
      this.hiddenCount--;
      this.makeReady(message);
    }
    this.arm();
  }

  /** Long polls must also wake for messages that come back, so a timer runs while somebody waits. */
  private arm(): void {
    clearTimeout(this.timer);
    const next = this.places.earliest;
    if (!next || this.waiters.length === 0) return;
    this.timer = setTimeout(() => this.showExpired(), Math.max(1, next.at - this.now()));
    this.timer.unref();
  }

  private nextArrival(waitMs: number, aborted: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timeout);
        aborted.removeEventListener('abort', done);
        this.waiters.remove(waiter);
        resolve();
      };
      const waiter: Waiter = { wake: done };
      const timeout = setTimeout(done, waitMs);
      aborted.addEventListener('abort', done, { once: true });
      this.waiters.push(waiter);
      this.arm();
    });
  }

  private dropOldest(): void {
    for (let message = this.ready.shift(); message; message = this.ready.shift()) {
      if (message.state !== 'ready') continue;
      discard(message);
      this.received.delete(message.id);
      this.readyCount--;
      this.droppedCount++;
      return;
    }
  }
}

function discard(message: QueueMessage): void {
  message.state = 'gone';
  message.body = () => '';
}

/** A receipt names its message and the receive it stands for. */
export const receiptOf = (message: QueueMessage) =>
  Buffer.from(`${message.id}#${message.receiveCount}`).toString('base64');

function receiptId(receipt: string): string {
  const text = Buffer.from(receipt, 'base64').toString('latin1');
  const match = /^([0-9a-f-]{36})#\d+$/.exec(text);
  if (!match?.[1]) throw new AwsError(400, 'ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  return match[1];
}
