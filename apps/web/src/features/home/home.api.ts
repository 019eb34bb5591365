import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type Home = Schemas['HomeResponse'];
export type HomeDelivery = Home['currentDeliveries'][number];

/** The first page, and where the mails of a sandbox are. */
export const homeQuery = queryOptions({
  queryKey: keys.home,
  refetchInterval: 60_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/home', { signal })),
});

/** Where the mails of this installation can be read, when they go to the sandbox; null: they are really sent. */
export const useInboxUrl = (): string | null => useQuery(homeQuery).data?.sesAccount.inboxUrl ?? null;
