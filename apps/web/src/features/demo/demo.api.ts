import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../lib/api';
import { keys } from '../../lib/query-keys';

const POLL_MS = 1000;

/** Whether demo data may be loaded, and whether it is being loaded now. */
export const demoQuery = queryOptions({
  queryKey: keys.demo,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/demo', { signal })),
  refetchInterval: (query) => (query.state.data?.loading ? POLL_MS : false),
});

export function useLoadDemo() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/demo')),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.demo }),
  });
}
