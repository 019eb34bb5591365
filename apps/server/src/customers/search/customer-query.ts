import { fold } from './grams.js';
import type { ConditionTree } from './conditions.js';

export const CUSTOMER_TABS = ['ok', 'error', 'stopped'] as const;
/** ok, error: the status; stopped: stopped in at least one group (C-20) */
export type CustomerTab = (typeof CUSTOMER_TABS)[number];

/** Which customers a list, a count or a bulk act means; everything given must hold. */
export interface CustomerQuery {
  /** words, each found in the address or in a searchable field */
  readonly q?: string | undefined;
  readonly status?: CustomerTab | undefined;
  readonly groupId?: string | undefined;
  /** with groupId: only members in this delivery state */
  readonly groupState?: 'active' | 'stopped' | 'banned' | undefined;
  readonly conditions?: ConditionTree | undefined;
}

/** The folded words of q. */
export function wordsOf(query: CustomerQuery): readonly string[] {
  return fold(query.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
}
