import type { Schemas } from '../../lib/api';
import type { Import, ImportState } from './imports.api';

/** An import with the numbers of the progress stream, while it is in motion. */
export function withProgress(one: Import, progress: Schemas['ImportProgress'] | null | undefined): Import {
  if (!progress || !isMoving(one.state)) return one;
  return {
    ...one,
    state: progress.state as ImportState,
    processedBytes: progress.processedBytes,
    counts: {
      rows: progress.rowCount,
      success: progress.successCount,
      failed: progress.failedCount,
      other: progress.otherCount,
      stopped: progress.stoppedCount,
    },
  };
}

/** Whether a worker has it or will have it. */
export const isMoving = (state: ImportState): boolean => state === 'queued' || state === 'running';

/** Share of the file that is done, 0 to 1. */
export function doneShare(one: Import): number {
  if (one.state === 'finished') return 1;
  return one.fileBytes === 0 ? 0 : Math.min(1, one.processedBytes / one.fileBytes);
}

/** Seconds until the end at the pace so far; null before there is a pace to judge by. */
export function secondsLeft(one: Import, now: number): number | null {
  const share = doneShare(one);
  if (one.state !== 'running' || one.startedAt === null || share < 0.02) return null;
  const elapsed = (now - Date.parse(one.startedAt)) / 1000;
  return elapsed < 2 ? null : (elapsed * (1 - share)) / share;
}

/** Whether rows can still be downloaded: after ten days (C-36) the file is gone, and its size with it. */
export const hasResults = (one: Import): boolean => one.counts.rows > 0 && one.fileBytes > 0;
