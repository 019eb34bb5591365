import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { SharedMemory } from '../redis.js';
import { AppError } from './app-error.js';

/** At most `times` per `windowMs` for one subject. */
export interface Limit {
  readonly name: string;
  readonly times: number;
  readonly windowMs: number;
}

/** Fixed windows counted in Redis, so that they hold for all processes and over restarts (security.md 18). */
@Injectable()
export class RateLimit {
  constructor(
    private readonly memory: SharedMemory,
    private readonly logger: PinoLogger,
  ) {}

  /** Counts one try; throws 429 with Retry-After beyond the limit. Without Redis it lets through and says so in the log. */
  async take(limit: Limit, subject: string): Promise<void> {
    const waitMs = await this.count(limit, subject);
    if (waitMs > 0) throw tooManyRequests(waitMs);
  }

  /** Takes one try back, e.g. because it was a good one. */
  async giveBack(limit: Limit, subject: string): Promise<void> {
    if (this.isAway()) return;
    await this.memory.redis.eval(GIVE_BACK, 1, this.key(limit, subject)).catch(() => undefined);
  }

  /** Milliseconds to wait; 0 when the try is within the limit. */
  private async count(limit: Limit, subject: string): Promise<number> {
    try {
      if (this.isAway()) throw new Error('not connected');
      const wait = await this.memory.redis.eval(TAKE, 1, this.key(limit, subject), limit.times, limit.windowMs);
      return Number(wait);
    } catch (error) {
      this.logger.warn({ err: error, limit: limit.name }, 'rate limit not checked: Redis does not answer');
      return 0;
    }
  }

  /** A lost connection is being made again; nobody waits for that. */
  private isAway(): boolean {
    return ['reconnecting', 'close', 'end'].includes(this.memory.redis.status);
  }

  private key(limit: Limit, subject: string): string {
    return this.memory.key(`limit:${limit.name}:${subject}`);
  }
}

/** 429 with Retry-After in whole seconds. */
export function tooManyRequests(waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError(429, 'too-many-requests', `Too many attempts: try again in ${seconds} seconds.`, [], {
    'Retry-After': String(seconds),
  });
}

const TAKE = `
local n = redis.call('incr', KEYS[1])
if n == 1 then redis.call('pexpire', KEYS[1], ARGV[2]) end
if n <= tonumber(ARGV[1]) then return 0 end
return math.max(1, redis.call('pttl', KEYS[1]))`;

const GIVE_BACK = `
if redis.call('exists', KEYS[1]) == 1 then redis.call('decr', KEYS[1]) end`;
