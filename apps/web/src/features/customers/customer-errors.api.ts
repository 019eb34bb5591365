import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type CustomerError = Schemas['CustomerErrorResponse'];
export type AddressHealth = Schemas['AddressHealthResponse'];

/** SES is asked by a job; until it is done the page looks again. */
const LOOK_AGAIN_MS = 3_000;

/** Queries of a customer's delivery errors. */
export const customerErrorsQuery = {
  history: (id: string) =>
    infiniteQueryOptions({
      queryKey: [...keys.customers, 'errors', id],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(
          api.GET('/api/customers/{id}/errors', {
            params: { path: { id }, query: { cursor: pageParam, limit: 10 } },
            signal,
          }),
        ),
      ...keysetPages,
    }),
  health: (id: string) =>
    queryOptions({
      queryKey: [...keys.customers, 'address-health', id],
      queryFn: ({ signal }) =>
        bodyOf(api.GET('/api/customers/{id}/address-health', { params: { path: { id } }, signal })),
      refetchInterval: ({ state }) => (state.data?.suppressionLift?.liftedAt === null ? LOOK_AGAIN_MS : false),
    }),
};
