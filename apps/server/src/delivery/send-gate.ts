import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { CallBreaker } from '../platform/ses/call-breaker.js';
import { SendRate } from '../platform/ses/send-rate.js';
import type { BatchPass } from './batch-pass.js';
import { CallSlots } from './call-slots.js';
import { renewLease } from './sending.queries.js';

/** Attempts committed together: what a crash can leave in doubt per lane, against the cost of a commit. */
const CHUNK = 64;
/** Longest single wait: a pause or a shutdown is noticed within it. */
const LONGEST_WAIT_MS = 500;
/** A domain group that makes us wait longer than this lets another group's batch go first. */
const YIELD_AFTER_MS = 250;

/** Decides how many calls a pass may begin right now: calls in flight, breaker, shared send rate, lease, shutdown. */
@Injectable()
export class SendGate implements OnModuleDestroy {
  readonly breaker = new CallBreaker();
  private readonly slots: CallSlots;
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
    private readonly rate: SendRate,
  ) {
    this.slots = new CallSlots(env.SEND_CONCURRENCY);
  }

  /** True once the worker is asked to end: nothing new is begun. */
  get isStopping(): boolean {
    return this.stopping;
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /**
   * Waits until calls may begin and says how many, each holding a slot until release(); 0: leave the rest of the batch
   * for later, the pass knows for how long.
   */
  async permit(pass: BatchPass): Promise<number> {
    while (pass.hasPending) {
      const wanted = await this.slots.take(Math.min(CHUNK, pass.pendingCount));
      const granted = await this.grant(pass, wanted);
      this.slots.release(wanted - granted.count);
      if (granted.count > 0) return granted.count;
      if (granted.waitMs > 0) await sleep(Math.min(granted.waitMs, LONGEST_WAIT_MS));
    }
    return 0;
  }

  /** Gives slots of permit() back. */
  release(count: number): void {
    this.slots.release(count);
  }

  private async grant(pass: BatchPass, wanted: number): Promise<{ count: number; waitMs: number }> {
    const now = this.clock.now();
    if (this.stopping || !(await this.keepLease(pass, now))) return stop(pass, 0);
    const allowed = this.breaker.allow(wanted, now.getTime());
    if (allowed === 0) return stop(pass, this.breaker.waitMs(now.getTime()));
    const { granted, waitMs, limitedBy } = await this.rate.take(allowed, 'bulk', pass.batch.domainGroup);
    if (granted > 0) return { count: granted, waitMs: 0 };
    if (limitedBy === 'domain' && waitMs > YIELD_AFTER_MS) return stop(pass, waitMs);
    if (limitedBy === 'daily-quota') return stop(pass, waitMs);
    return { count: 0, waitMs };
  }

  /** A lease is renewed at half time, so that a slow rate does not lose the batch. */
  private async keepLease(pass: BatchPass, now: Date): Promise<boolean> {
    const leaseMs = this.env.SEND_BATCH_LEASE_MS;
    if (pass.leaseUntil.getTime() - now.getTime() > leaseMs / 2) return true;
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const kept = await renewLease(this.db, pass.batch, now, leaseUntil);
    if (kept) pass.leaseUntil = leaseUntil;
    return kept;
  }
}

function stop(pass: BatchPass, retryAfterMs: number): { count: number; waitMs: number } {
  pass.stop(retryAfterMs);
  return { count: 0, waitMs: 0 };
}
