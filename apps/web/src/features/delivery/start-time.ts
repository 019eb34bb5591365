const STEP_MS = 5 * 60_000;
/** Time to notice a mistake and cancel before a scheduled delivery begins. */
const LEAD_MS = 10 * 60_000;
const OFFSET_MS = 9 * 3_600_000;

/** Starts are chosen in steps of five minutes (D-02): the wall time moved to the nearest step. */
export function toStep(wallTime: string): string {
  const at = Date.parse(`${wallTime.replace(' ', 'T')}Z`);
  return wallTimeOf(Math.round(at / STEP_MS) * STEP_MS);
}

/** The first start worth offering after `now`, as wall time in Tokyo: on a step, and never on the full hour. */
export function firstStart(now: Date): string {
  const step = wallTimeOf(Math.ceil((now.getTime() + LEAD_MS + OFFSET_MS) / STEP_MS) * STEP_MS);
  return isFullHour(step) ? offTheHour(step) : step;
}

/** Carriers and mailbox providers are busiest at :00, and ask senders to avoid it (product.md §10.6). */
export const isFullHour = (wallTime: string): boolean => wallTime.slice(14, 16) === '00';

/** The same hour, five minutes later. */
export function offTheHour(wallTime: string): string {
  return wallTimeOf(Date.parse(`${wallTime.replace(' ', 'T')}Z`) + STEP_MS);
}

const wallTimeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
