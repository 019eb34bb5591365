import type { ClaimedBatch } from './sending.queries.js';

/** One worker's go at one batch: which recipients are still to be begun, what is in flight, and what was learnt. */
export class BatchPass {
  /** longest wait anybody asked for before the rest of the batch is taken up again */
  retryAfterMs = 0;
  private nextIndex = 0;
  private stopped = false;
  private readonly flights = new Set<Promise<void>>();
  private failure: { error: unknown } | null = null;

  constructor(
    readonly batch: ClaimedBatch,
    /** kept current by whoever renews the lease */
    public leaseUntil: Date,
  ) {}

  get deliveryId(): string {
    return this.batch.deliveryId;
  }

  /** Whether there is anybody left to begin with. */
  get hasPending(): boolean {
    return !this.stopped && !this.failure && this.nextIndex < this.batch.pendingIds.length;
  }

  get pendingCount(): number {
    return this.batch.pendingIds.length - this.nextIndex;
  }

  /** The ids of the next recipients, at most `count`. */
  next(count: number): readonly string[] {
    const ids = this.batch.pendingIds.slice(this.nextIndex, this.nextIndex + count);
    this.nextIndex += ids.length;
    return ids;
  }

  /** Begins with nobody else; what is in flight goes on. */
  stop(retryAfterMs = 0): void {
    this.stopped = true;
    this.retryAfterMs = Math.max(this.retryAfterMs, retryAfterMs);
  }

  /** Keeps an eye on a flight until it has landed. */
  follow(flight: Promise<void>): void {
    const watched = flight
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => this.flights.delete(watched));
    this.flights.add(watched);
  }

  /** Resolves when everybody begun has an answer on record; throws what went wrong for any. */
  async landed(): Promise<void> {
    await Promise.all(this.flights);
    if (this.failure) throw this.failure.error;
  }
}
