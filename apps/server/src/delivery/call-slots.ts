interface Waiter {
  readonly want: number;
  readonly resolve: (count: number) => void;
}

/**
 * Slots for calls in flight in this process. Taken in chunks, first come first served; a chunk is handed out as soon as
 * the calls in flight are below the maximum and may exceed it, so that statements stay big while calls overlap
 * (the mailer's own pool holds the surplus back).
 */
export class CallSlots {
  private used = 0;
  private readonly waiters: Waiter[] = [];

  constructor(private readonly max: number) {}

  /** Waits until fewer than the maximum are in flight; resolves with the number taken, at most `want`. */
  take(want: number): Promise<number> {
    return new Promise((resolve) => {
      this.waiters.push({ want: Math.min(want, this.max), resolve });
      this.serve();
    });
  }

  release(count: number): void {
    this.used -= count;
    this.serve();
  }

  private serve(): void {
    while (this.used < this.max) {
      const waiter = this.waiters.shift();
      if (!waiter) return;
      this.used += waiter.want;
      waiter.resolve(waiter.want);
    }
  }
}
