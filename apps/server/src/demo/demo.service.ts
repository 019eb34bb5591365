import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { conflict, type AppError } from '../platform/http/app-error.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { DEMO_GROUPS } from './demo-groups.js';
import { makeWorld } from './demo-world.js';
import { writeWorld } from './demo-writer.js';

/** Key of the advisory lock under which the demo is loaded. */
const DEMO_LOCK = 4930;

export interface LoadedDemo {
  readonly customerCount: number;
  readonly groupCount: number;
  readonly deliveryCount: number;
}

/** Fills an empty installation with a believable shop; never one that could really mail anybody (decisions.md). */
@Injectable()
export class DemoService {
  private loads = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  get isLoading(): boolean {
    return this.loads > 0;
  }

  /** Null when the demo may be loaded; otherwise why not. */
  async refusal(): Promise<AppError | null> {
    if (this.env.SES_MODE === 'aws') return notWithAws();
    const [row] = await this.db.rows<{ used: boolean }>('select exists (select from customer) as used');
    return row?.used ? notEmpty() : null;
  }

  /** Starts loading and returns; what goes wrong later is in the log. */
  async start(userId: string): Promise<void> {
    const refusal = await this.refusal();
    if (refusal) throw refusal;
    void this.load(userId).catch((error: unknown) => this.logger.error({ err: error }, 'the demo was not loaded'));
  }

  /** All or nothing, in a few seconds. */
  async load(userId: string | null): Promise<LoadedDemo> {
    this.loads += 1;
    try {
      const refusal = await this.refusal();
      if (refusal) throw refusal;
      const now = this.clock.now();
      const world = makeWorld(now);
      await this.db.tx(async (tx) => {
        const [lock] = await rowsOf<{ free: boolean }>(tx, 'select pg_try_advisory_xact_lock($1) as free', [DEMO_LOCK]);
        if (!lock?.free) throw conflict('demo-loading', 'The demo is being loaded already.');
        const [row] = await rowsOf<{ used: boolean }>(tx, 'select exists (select from customer) as used');
        if (row?.used) throw notEmpty();
        await writeWorld(tx, world, now, userId);
      });
      await this.jobs.wake('customers.index', { reason: 'changed' });
      return {
        customerCount: world.customers.length,
        groupCount: DEMO_GROUPS.length,
        deliveryCount: world.deliveries.length,
      };
    } finally {
      this.loads -= 1;
    }
  }
}

const notEmpty = (): AppError =>
  conflict('demo-not-empty', 'Demo data goes into an empty installation only: there are customers.');
const notWithAws = (): AppError =>
  conflict('demo-not-with-aws', 'Demo data is not loaded where Amazon SES is used: its addresses are made up.');
