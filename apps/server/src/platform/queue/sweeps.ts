import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Client } from 'pg';
import { ENV, type Env } from '../config/env.js';

/** Something that looks at rows every interval and wakes or does what is due. */
export interface Sweep {
  readonly name: string;
  /** runs in at most one worker at a time; must be safe to repeat */
  sweep(): Promise<void>;
  /** default: every SWEEP_INTERVAL_MS */
  readonly everyMs?: number;
}

/**
 * Runs the registered sweeps by timer in every worker, each under a PostgreSQL advisory lock, so that exactly one
 * worker does it at a time. Bull's repeatable jobs would not come back after a Redis flush (docs/decisions/002).
 */
@Injectable()
export class Sweeps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sweeps: Sweep[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private stopped = false;
  private lockSession: Promise<Client> | null = null;
  private lastLockQuery: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly logger: PinoLogger,
  ) {}

  /** Call from a provider's constructor or onModuleInit. */
  register(sweep: Sweep): void {
    this.sweeps.push(sweep);
  }

  onApplicationBootstrap(): void {
    for (const sweep of this.sweeps) this.schedule(sweep, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.allSettled(this.running);
    await this.lockSession?.then((session) => session.end()).catch(() => undefined);
  }

  /** One round of every sweep, now; for tests. */
  async sweepAll(): Promise<void> {
    for (const sweep of this.sweeps) await this.runLocked(sweep);
  }

  private schedule(sweep: Sweep, delayMs: number): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const run = this.runLocked(sweep)
        .catch((error: unknown) => this.logger.error({ err: error, sweep: sweep.name }, 'sweep failed'))
        .finally(() => {
          this.running.delete(run);
          this.schedule(sweep, sweep.everyMs ?? this.env.SWEEP_INTERVAL_MS);
        });
      this.running.add(run);
    }, delayMs);
    this.timers.add(timer);
  }

  /** The lock belongs to the session and ends with it, so a killed worker never blocks the others. */
  private async runLocked(sweep: Sweep): Promise<void> {
    if (!(await this.lockQuery('select pg_try_advisory_lock(4927, hashtext($1)) as done', sweep.name))) return;
    try {
      await sweep.sweep();
    } finally {
      // When the session is gone, so is the lock.
      await this.lockQuery('select pg_advisory_unlock(4927, hashtext($1)) as done', sweep.name).catch(() => false);
    }
  }

  /** One statement after the other: the session is shared by all sweeps. */
  private lockQuery(sql: string, name: string): Promise<boolean> {
    const query = this.lastLockQuery.then(async () => {
      const session = await this.locks();
      const { rows } = await session.query<{ done: boolean }>(sql, [name]);
      return rows[0]?.done === true;
    });
    this.lastLockQuery = query.catch(() => undefined);
    return query;
  }

  /**
   * One connection outside the pool holds the locks of all sweeps: were each to hold one of the pool, they would wait
   * for each other's. A lost connection is replaced at the next sweep.
   */
  private locks(): Promise<Client> {
    this.lockSession ??= this.openLockSession().catch((error: unknown) => {
      this.lockSession = null;
      throw error;
    });
    return this.lockSession;
  }

  private async openLockSession(): Promise<Client> {
    const client = new Client({
      connectionString: this.env.DATABASE_URL,
      application_name: 'kubari sweeps',
      keepAlive: true,
    });
    client.on('error', () => {
      this.lockSession = null;
    });
    client.once('end', () => {
      this.lockSession = null;
    });
    await client.connect();
    return client;
  }
}
