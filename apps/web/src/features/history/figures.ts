/** Change against the delivery before, in percentage points to one decimal; null when either has no rate. */
export function pointsOf(now: number | null, before: number | null | undefined): number | null {
  if (now === null || before === null || before === undefined) return null;
  return Math.round((now - before) * 1000) / 10;
}

/** Whether a change is for the better; `wanted` says which direction that is. */
export function toneOf(points: number, wanted: 'up' | 'down'): 'good' | 'bad' | 'none' {
  if (points === 0) return 'none';
  return points > 0 === (wanted === 'up') ? 'good' : 'bad';
}

interface Hour {
  readonly hour: number;
  readonly openedCount: number;
  readonly clickedCount: number;
}

/** The hours worth drawing: all until the last in which something happened, in whole days, at least one. */
export function shownHours<H extends Hour>(hours: readonly H[]): readonly H[] {
  const last = hours.findLastIndex((one) => one.openedCount > 0 || one.clickedCount > 0);
  return hours.slice(0, Math.max(1, Math.ceil((last + 1) / 24)) * 24);
}
