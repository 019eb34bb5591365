import { LruCache } from './lru-cache.js';

interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Length of what counts as "of late". */
const WINDOW_MS = 10_000;
const REMEMBERED = 200;

/** How fast counters have moved of late, from what this process happened to see of them. */
export class RateMeter {
  private readonly samples = new LruCache<string, Sample[]>(REMEMBERED);

  /** Notes the counter and returns its speed per second; null until it has been seen for half a second. */
  rate(id: string, done: number, now: Date): number | null {
    const at = now.getTime();
    const all = [...(this.samples.get(id) ?? []), { at, done }];
    // The newest sample outside the window stays, so that a slow poller still measures something.
    const firstInside = all.findIndex((sample) => sample.at > at - WINDOW_MS);
    const kept = all.slice(Math.max(0, firstInside - 1));
    this.samples.set(id, kept);
    const [oldest] = kept;
    if (!oldest || at - oldest.at < 500) return null;
    return Math.round(((done - oldest.done) / (at - oldest.at)) * 10_000) / 10;
  }
}
