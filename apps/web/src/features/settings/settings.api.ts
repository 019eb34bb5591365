import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
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
