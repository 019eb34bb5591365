import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';

export type Sender = Schemas['SenderAddressResponse'];

/** The From addresses that mailings may use; a short list. */
export const sendersQuery = queryOptions({
  queryKey: keys.senders,
  staleTime: 60_000,
  queryFn: ({ signal }) => bodyOf(api.GET('/api/sender-addresses', { params: { query: { limit: 200 } }, signal })),
  select: (page) => page.items,
});

function useChanged() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([keys.senders, keys.groups, keys.home].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function useCreateSender() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (body: Schemas['CreateSenderAddressRequest']) => bodyOf(api.POST('/api/sender-addresses', { body })),
    onSuccess,
  });
}

export function useChangeSender() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: ({ id, ...body }: Schemas['ChangeSenderAddressRequest'] & { readonly id: string }) =>
      bodyOf(api.PATCH('/api/sender-addresses/{id}', { params: { path: { id } }, body })),
    onSuccess,
  });
}

export function useDeleteSender() {
  const onSuccess = useChanged();
  return useMutation({
    mutationFn: (id: string) => bodyOf(api.DELETE('/api/sender-addresses/{id}', { params: { path: { id } } })),
    onSuccess,
  });
}
