/**
 * The duplicate oracle: how many copies each key (an address, or a value of one tag) was accepted with.
 * Complete for every mail since the last reset, whatever the client was answered; about 100 bytes a key.
 */
export class CopyCounts {
  private readonly counts = new Map<string, number>();
  private readonly repeated = new Set<string>();
  private most = 0;

  add(key: string): void {
    const copies = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, copies);
    if (copies > this.most) this.most = copies;
    if (copies === 2) this.repeated.add(key);
  }

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  get size(): number {
    return this.counts.size;
  }

  get maxCopies(): number {
    return this.most;
  }

  /** Keys accepted more than once, with their copies; at most `limit`. */
  duplicates(limit: number): Record<string, number> {
    const found: Record<string, number> = {};
    let left = limit;
    for (const key of this.repeated) {
      if (left-- <= 0) break;
      found[key] = this.of(key);
    }
    return found;
  }

  get duplicateCount(): number {
    return this.repeated.size;
  }

  all(): ReadonlyMap<string, number> {
    return this.counts;
  }
}
