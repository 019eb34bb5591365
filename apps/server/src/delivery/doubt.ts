/** Everything that decides about one attempt in doubt. */
export interface Doubt {
  readonly deadlineAt: Date;
  /** earlier attempts for the same person that were proven absent */
  readonly absentCount: number;
}

/** What is known about the arrival of events. */
export interface PipelineHealth {
  /** the newest SES acceptance time among applied events; null: no event was ever seen */
  readonly newestMailAt: Date | null;
  /** when the oldest notification that is not applied yet came in; null: none waits */
  readonly oldestWaitingAt: Date | null;
  /** when the queue was last seen empty, hidden messages included; undefined: events do not come by a queue */
  readonly queueEmptyAt?: Date | null;
}

export type DoubtDecision = 'wait' | 'absent' | 'hold';

/** After so many grace times without proof (24 hours at 15 minutes) an operator has to decide. */
const GRACES_UNTIL_HELD = 96;
/** Clocks of ours and of SES differ by less than this; with a short grace, by a third of it. */
const CLOCK_MARGIN_MS = 5_000;

/**
 * Whether SES can be said never to have had the mail (sending.md §1.7, decisions.md). Absence is proven when, the grace
 * time past the deadline, no event has named the attempt although events of mails accepted after the deadline have
 * arrived and nothing received by then waits unapplied. It is concluded once per person: a second doubt is held.
 */
export function decideDoubt(doubt: Doubt, health: PipelineHealth, now: Date, graceMs: number): DoubtDecision {
  const deadline = doubt.deadlineAt.getTime();
  const graceOver = deadline + graceMs;
  if (now.getTime() < graceOver) return 'wait';
  if (doubt.absentCount > 0) return 'hold';
  const isApplied = health.oldestWaitingAt === null || health.oldestWaitingAt.getTime() > graceOver;
  // A reader that was killed leaves what it had received hidden in the queue, while later events overtake it.
  const isReceived = health.queueEmptyAt === undefined || (health.queueEmptyAt?.getTime() ?? 0) > graceOver;
  const isDrained = isApplied && isReceived;
  if (isHealthyPast(deadline, health, graceMs) && isDrained) return 'absent';
  return now.getTime() >= deadline + GRACES_UNTIL_HELD * Math.max(graceMs, 100) ? 'hold' : 'wait';
}

/** Whether events have arrived of a mail that SES accepted after the instant. */
export function isHealthyPast(instant: number, { newestMailAt }: PipelineHealth, graceMs: number): boolean {
  const marginMs = Math.min(CLOCK_MARGIN_MS, graceMs / 3);
  return newestMailAt !== null && newestMailAt.getTime() > instant + marginMs;
}

/** How often a canary may be sent while somebody is in doubt: once a minute, more often where the grace is short. */
export function canaryIntervalMs(graceMs: number): number {
  return Math.min(60_000, Math.max(500, graceMs / 15));
}
