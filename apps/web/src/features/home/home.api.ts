import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type Home = Schemas['HomeResponse'];
export type HomeDelivery = Home['currentDeliveries'][number];

export const homeQuery = queryOptions({
  queryKey: keys.home,
  refetchInterval: 60_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/home', { signal })),
});
