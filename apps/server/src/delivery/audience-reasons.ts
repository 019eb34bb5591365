/** Conditions on the alias `c` (customer) as SQL, with parameters numbered from `$1`. */
export interface AudienceFilter {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Why somebody in the group is left out at planning. */
export type AudienceReason = 'filtered_out' | 'stopped' | 'banned' | 'customer_error' | 'invalid_address';

/**
 * Why a member is left out (C-25, D-04), over the aliases `m` (group_membership) and `c` (customer). The one definition:
 * planning and estimates take the first that holds, the question about one person all of them. The order is that of the
 * funnel: who does not match is not counted as stopped as well.
 */
export function audienceReasons(
  filter: AudienceFilter | null,
): readonly { readonly reason: AudienceReason; readonly holds: string }[] {
  return [
    { reason: 'filtered_out', holds: filter ? `not (${filter.sql})` : 'false' },
    { reason: 'stopped', holds: `m.delivery_state = 'stopped'` },
    { reason: 'banned', holds: `m.delivery_state = 'banned'` },
    { reason: 'customer_error', holds: `c.status <> 'ok'` },
    { reason: 'invalid_address', holds: `position('@' in c.email) < 2` },
  ];
}
