import http from 'node:http';
import https from 'node:https';
import { Fifo } from './fifo.js';

export interface HttpDelivery {
  url: string;
  headers: Record<string, string>;
  body: () => Promise<string>;
  retries: number;
  firstRetryMs: number;
}

const AT_ONCE = 32;
const TIMEOUT_MS = 15_000;
const LONGEST_RETRY_MS = 20_000;

/**
 * Posts SNS messages to HTTP endpoints (S1): 2xx is delivered, 4xx is final, anything else is tried again with
 * doubling pauses until the retries are used up.
 */
export class SnsHttpSender {
  private readonly waiting = new Fifo<{ delivery: HttpDelivery; tries: number }>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: AT_ONCE, timeout: TIMEOUT_MS }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: AT_ONCE, timeout: TIMEOUT_MS }),
  };
  private running = 0;
  readonly counts = { delivered: 0, retried: 0, failed: 0 };

  send(delivery: HttpDelivery): void {
    this.waiting.push({ delivery, tries: 0 });
    this.startNext();
  }

  get waitingCount(): number {
    return this.waiting.length + this.running + this.timers.size;
  }

  /** Drops what waits and closes the connections. */
  clear(): void {
    while (this.waiting.shift()) continue;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  close(): void {
    this.clear();
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private startNext(): void {
    while (this.running < AT_ONCE) {
      const next = this.waiting.shift();
      if (!next) return;
      this.running++;
      void this.attempt(next.delivery, next.tries).finally(() => {
        this.running--;
        this.startNext();
      });
    }
  }

  private async attempt(delivery: HttpDelivery, tries: number): Promise<void> {
    const status = await this.post(delivery).catch(() => 0);
    if (status >= 200 && status < 300) this.counts.delivered++;
    else if ((status >= 300 && status < 500) || tries >= delivery.retries) this.counts.failed++;
    else this.retryLater(delivery, tries + 1);
  }

  private retryLater(delivery: HttpDelivery, tries: number): void {
    this.counts.retried++;
    const pause = Math.min(LONGEST_RETRY_MS, delivery.firstRetryMs * 2 ** (tries - 1));
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.waiting.push({ delivery, tries });
      this.startNext();
    }, pause);
    this.timers.add(timer);
  }

  private async post({ url, headers, body }: HttpDelivery): Promise<number> {
    const content = await body();
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const options = {
      method: 'POST',
      agent: secure ? this.agents['https:'] : this.agents['http:'],
      timeout: TIMEOUT_MS,
      headers: {
        ...headers,
        'content-type': 'text/plain; charset=UTF-8',
        'content-length': Buffer.byteLength(content),
        'user-agent': 'Amazon Simple Notification Service Agent',
      },
    };
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(target, options, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      });
      request.on('timeout', () => request.destroy(new Error('No answer from the endpoint in time')));
      request.on('error', reject);
      request.end(content);
    });
  }
}
