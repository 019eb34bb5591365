/** Window, threshold and pause of the breaker (sending.md §1.5, row 13). */
const WINDOW_MS = 30_000;
const MIN_CALLS = 10;
const BAD_SHARE = 0.2;
const OPEN_MS = 30_000;
const PROBE_EVERY_MS = 1_000;

/**
 * Stops calling SES while many calls end without a clear answer: every one of them leaves somebody in doubt. Opens at
 * 20 % of at least 10 calls in 30 s, then lets one call a second through until one is answered. One per process.
 */
export class CallBreaker {
  private calls: { at: number; bad: boolean }[] = [];
  private openUntil = 0;
  private probing = false;
  private nextProbeAt = 0;

  /** Notes how a call ended; `clear`: SES answered, whatever the answer was. */
  note(clear: boolean, now: number): void {
    if (this.probing) {
      if (clear) this.close();
      else this.open(now);
      return;
    }
    this.calls.push({ at: now, bad: !clear });
    if (clear) return;
    const recent = this.calls.filter((call) => call.at > now - WINDOW_MS);
    this.calls = recent;
    const bad = recent.filter((call) => call.bad).length;
    if (recent.length >= MIN_CALLS && bad >= recent.length * BAD_SHARE) this.open(now);
  }

  /** How many calls may begin now, at most `want`; 0 while open. */
  allow(want: number, now: number): number {
    if (this.calls.length > 10_000) this.calls = this.calls.filter((call) => call.at > now - WINDOW_MS);
    if (now < this.openUntil) return 0;
    if (!this.probing) return want;
    if (now < this.nextProbeAt) return 0;
    this.nextProbeAt = now + PROBE_EVERY_MS;
    return 1;
  }

  /** Milliseconds until a call may be let through; 0: now. */
  waitMs(now: number): number {
    return this.probing ? Math.max(0, this.openUntil - now, this.nextProbeAt - now) : 0;
  }

  private open(now: number): void {
    this.calls = [];
    this.probing = true;
    this.openUntil = now + OPEN_MS;
  }

  private close(): void {
    this.probing = false;
    this.calls = [];
  }
}
