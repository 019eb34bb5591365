import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../lib/api';
import { keys } from '../../lib/query-keys';

/** Conditions (JSON; empty: none) and a segment (id; empty: none), which hold together. */
export interface Chosen {
  readonly conditions: string;
  readonly segmentId: string;
}

export const NOTHING_CHOSEN: Chosen = { conditions: '', segmentId: '' };

/** What a choice of conditions means, and for how many customers. */
export const conditionsQuery = {
  /** the words alone, at once */
  words: ({ conditions, segmentId }: Chosen) =>
    queryOptions({
      queryKey: [...keys.customers, 'conditions', 'words', conditions, segmentId],
      enabled: conditions !== '' || segmentId !== '',
      staleTime: 60_000,
      retry: false,
      queryFn: ({ signal }) =>
        bodyOf(
          api.POST('/api/conditions/explain', { body: { ...given(conditions, segmentId), withCount: false }, signal }),
        ),
    }),
  /** with the number of customers, which may take seconds; an older request is given up for a newer */
  explained: (conditions: string) =>
    queryOptions({
      queryKey: [...keys.customers, 'conditions', 'explained', conditions],
      staleTime: 30_000,
      retry: false,
      queryFn: ({ signal }) =>
        bodyOf(api.POST('/api/conditions/explain', { body: { ...given(conditions, ''), withCount: true }, signal })),
    }),
};

const given = (conditions: string, segmentId: string) => ({
  ...(conditions === '' ? {} : { conditions: JSON.parse(conditions) as Record<string, unknown> }),
  ...(segmentId === '' ? {} : { segmentId }),
});
