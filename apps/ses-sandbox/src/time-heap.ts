export interface Timed {
  at: number;
}

/** A binary heap, earliest first: what makes 100,000 hidden messages cost log n each. */
export class TimeHeap<T extends Timed> {
  private items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  get earliest(): T | undefined {
    return this.items[0];
  }

  /** Drops every item that `wanted` refuses. */
  keep(wanted: (item: T) => boolean): void {
    const kept = this.items.filter(wanted);
    this.items = [];
    for (const item of kept) this.push(item);
  }

  push(item: T): void {
    const { items } = this;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (items[parent]!.at <= item.at) break;
      items[index] = items[parent]!;
      index = parent;
    }
    items[index] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.at < items[child]!.at) child++;
      if (items[child]!.at >= last.at) break;
      items[index] = items[child]!;
      index = child;
    }
    items[index] = last;
    return first;
  }
}
