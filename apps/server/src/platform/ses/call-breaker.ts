/** Window, threshold and pause of the breaker (sending.md §1.5, row 13). */
const WINDOW_SECONDS = 30;
const MIN_CALLS = 10;
const BAD_SHARE = 0.2;
const OPEN_MS = 30_000;
const PROBE_EVERY_MS = 1_000;

/** Calls that ended within one second of the clock. */
interface Tally {
  second: number;
  all: number;
  bad: number;
}

/**
 * Stops calling SES while many calls end without a clear answer: every one of them leaves somebody in doubt. Opens at
 * 20 % of at least 10 calls in 30 s, then lets one call a second through until one is answered. One per process.
 */
export class CallBreaker {
  private tallies: Tally[] = [];
  private openUntil = 0;
  private probing = false;
  private nextProbeAt = 0;

  /** Notes how a call ended; `clear`: SES answered, whatever the answer was. `now` in epoch milliseconds. */
  note(clear: boolean, now: number): void {
    if (this.probing) {
      if (clear) this.close();
      else this.open(now);
      return;
    }
    const tally = this.tallyOf(Math.floor(now / 1000));
    tally.all += 1;
    if (clear) return;
    tally.bad += 1;
    const all = this.tallies.reduce((sum, t) => sum + t.all, 0);
    const bad = this.tallies.reduce((sum, t) => sum + t.bad, 0);
    if (all >= MIN_CALLS && bad >= all * BAD_SHARE) this.open(now);
  }

  /** How many calls may begin now, at most `want`; 0 while open. */
  allow(want: number, now: number): number {
    if (!this.probing) return want;
    if (this.waitMs(now) > 0) return 0;
    this.nextProbeAt = now + PROBE_EVERY_MS;
    return 1;
  }

  /** Milliseconds until a call may be let through; 0: now. */
  waitMs(now: number): number {
    return this.probing ? Math.max(0, this.openUntil - now, this.nextProbeAt - now) : 0;
  }

  /** The tally of this second; those that left the window are dropped when a new second begins. */
  private tallyOf(second: number): Tally {
    const last = this.tallies.at(-1);
    if (last?.second === second) return last;
    const tally = { second, all: 0, bad: 0 };
    this.tallies = [...this.tallies.filter((t) => t.second > second - WINDOW_SECONDS), tally];
    return tally;
  }

  private open(now: number): void {
    this.tallies = [];
    this.probing = true;
    this.openUntil = now + OPEN_MS;
  }

  private close(): void {
    this.probing = false;
    this.tallies = [];
  }
}
