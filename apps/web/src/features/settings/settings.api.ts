import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  staleTime: 60_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/settings', { signal })),
});

export function useChangeSettings() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['ChangeSettingsRequest']) => bodyOf(api.PATCH('/api/settings', { body })),
    onSuccess: (settings) => queryClient.setQueryData(settingsQuery.queryKey, settings),
  });
}

/** Whether a change of one delivery state holds in all groups (C-13); false while that is not known. */
export function useSyncsStates(): boolean {
  return useQuery(settingsQuery).data?.syncDeliveryStates ?? false;
}

/** The synchronisation of states looks again while an alignment is under way. */
const LOOK_AGAIN_MS = 2_000;

export const stateSyncQuery = queryOptions({
  queryKey: [...keys.settings, 'state-sync'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/settings/state-sync', { signal })),
  refetchInterval: ({ state }) => (state.data?.alignment?.finishedAt === null ? LOOK_AGAIN_MS : false),
});

export function useAlignStates() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/settings/state-sync/align')),
    onSuccess: (sync) => queryClient.setQueryData(stateSyncQuery.queryKey, sync),
  });
}
