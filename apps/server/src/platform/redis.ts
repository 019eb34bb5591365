import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { ENV, type Env } from './config/env.js';

/**
 * The connection to Redis for what is shared and may be lost at any time: rates, short-lived caches, counters of
 * attempts. Commands fail at once while Redis is away instead of queueing up.
 */
@Injectable()
export class SharedMemory implements OnApplicationShutdown {
  readonly redis: Redis;

  constructor(@Inject(ENV) private readonly env: Env) {
    this.redis = new Redis(env.REDIS_URL, {
      lazyConnect: true,
      enableOfflineQueue: true,
      maxRetriesPerRequest: 1,
      connectTimeout: 2_000,
      commandTimeout: 2_000,
      retryStrategy: (times) => Math.min(times * 100, 2_000),
    });
    // Every command rejects by itself; without a listener the process would end on the first lost connection.
    this.redis.on('error', () => undefined);
  }

  /** A key of this installation; one hash tag, so that scripts over several keys work on a cluster. */
  key(name: string): string {
    return `{${this.env.REDIS_PREFIX}}:${name}`;
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

@Global()
@Module({ providers: [SharedMemory], exports: [SharedMemory] })
export class SharedMemoryModule {}
