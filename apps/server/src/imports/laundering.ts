import { OUTCOMES } from './row-outcome.js';
import type { OutcomeCounts } from './import.types.js';

/** What an import knows about the past of those it registered. */
export interface Relisting {
  /** an estimate from one address in sixteen */
  readonly relistedCount: number;
  readonly deletedLatelyCount: number;
  readonly outcomeCounts: OutcomeCounts;
}

/** Fewer may be chance, or somebody who deleted a few people by mistake and brings them back. */
const FEWEST = 48;
const LARGE_SHARE = 0.3;

/**
 * Whether a list looks laundered (洗い替え, G-10): a large share of what was deleted lately came back by this import, or a
 * large share of what it registered had been deleted lately.
 */
export function isLaundering({ relistedCount, deletedLatelyCount, outcomeCounts }: Relisting): boolean {
  if (relistedCount < FEWEST) return false;
  const registered = (outcomeCounts[OUTCOMES.registered.code] ?? 0) + (outcomeCounts[OUTCOMES.heldBack.code] ?? 0);
  return relistedCount >= LARGE_SHARE * deletedLatelyCount || relistedCount >= LARGE_SHARE * registered;
}
