/** What waits for the next commit. */
interface Waiting<T> {
  readonly item: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Group commit: whatever arrives while one write is under way goes into the next one together, so that each caller
 * waits for its own durability but many share one commit. The promise of `add` settles as the write of its item did.
 */
export class GroupCommit<T> {
  private waiting: Waiting<T>[] = [];
  private writers = 0;
  private scheduled = false;

  /** `write` must take the whole list or nothing. Up to `concurrency` writes run at once, each of at most `most` items. */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<void>,
    private readonly limits: { readonly most: number; readonly concurrency: number },
  ) {}

  /** Settles when the item is committed, or was not. */
  add(item: T): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      this.schedule();
    });
  }

  /** Items not yet handed to a write. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** One turn of the event loop later, so that what arrives in the same turn goes together. */
  private schedule(): void {
    if (this.scheduled || this.writers >= this.limits.concurrency || this.waiting.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    const taken = this.waiting.slice(0, this.limits.most);
    this.waiting = this.waiting.slice(taken.length);
    this.writers++;
    this.schedule();
    try {
      await this.write(taken.map(({ item }) => item));
      for (const { done } of taken) done();
    } catch (error) {
      for (const { failed } of taken) failed(error);
    } finally {
      this.writers--;
      this.schedule();
    }
  }
}
