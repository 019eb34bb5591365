import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type NoticeSettings = Schemas['NoticeSettingsResponse'];
export type Notice = Schemas['NoticeResponse'];

export const noticeSettingsQuery = queryOptions({
  queryKey: [...keys.settings, 'notices'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/settings/notices', { signal })),
});

/** While one is on its way the list looks again. */
const LOOK_AGAIN_MS = 3_000;

export const latestNoticesQuery = queryOptions({
  queryKey: [...keys.settings, 'notices', 'latest'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/settings/notices/latest', { signal })),
  select: (answer) => answer.items,
  refetchInterval: ({ state }) =>
    state.data?.items.some((one) => one.state === 'waiting' || one.state === 'sending') ? LOOK_AGAIN_MS : false,
});

export function useChangeNoticeSettings() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['ChangeNoticeSettingsRequest']) => bodyOf(api.PATCH('/api/settings/notices', { body })),
    onSuccess: (settings) => queryClient.setQueryData(noticeSettingsQuery.queryKey, settings),
  });
}

export function useSendTestNotice() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(api.POST('/api/settings/notices/test')),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: latestNoticesQuery.queryKey }),
  });
}
