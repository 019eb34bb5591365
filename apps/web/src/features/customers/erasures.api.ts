import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type Erasure = Schemas['ErasureResponse'];
export type ErasureInput = Schemas['ErasureRequest'];

/** Refreshed this often while it is under way. */
const MOVING_MS = 1_500;

export const erasuresQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.erasures, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/erasures', { params: { query: { cursor: pageParam, limit: 50 } }, signal })),
      ...keysetPages,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...keys.erasures, 'detail', id],
      queryFn: ({ signal }) => bodyOf(api.GET('/api/erasures/{id}', { params: { path: { id } }, signal })),
      refetchInterval: ({ state }) => (state.data?.finishedAt === null ? MOVING_MS : false),
    }),
};

/** Forgets what the dashboard still holds of customers, groups and home once an erasure is done. */
export function useForgetErased(isDone: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isDone) return;
    for (const queryKey of [keys.customers, keys.consents, keys.groups, keys.home])
      queryClient.removeQueries({ queryKey, type: 'inactive' });
  }, [isDone, queryClient]);
}

/** Starts an erasure. Whoever calls it leaves the customer's page then: what it shows is about to go. */
export function useErase() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ErasureInput) => bodyOf(api.POST('/api/erasures', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.erasures }),
  });
}

/** Was this address erased? */
export function useErasureLookUp() {
  return useMutation({
    mutationFn: (email: string) => bodyOf(api.POST('/api/erasures/look-up', { body: { email } })),
  });
}
