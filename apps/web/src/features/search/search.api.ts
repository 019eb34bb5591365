import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type SearchAnswer = Schemas['SearchResponse'];

/** Customers, groups, mailings and deliveries that match, five of each. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.search, q],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/search', { params: { query: { q } }, signal })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
