import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../lib/api';
import { keys } from '../../lib/query-keys';
import { keysetPages } from '../../ui/row-list';

export type User = Schemas['UserResponse'];
export type LoginAttempt = Schemas['LoginAttemptResponse'];
export type LoginResult = 'succeeded' | 'failed';

export const usersQuery = {
  list: () =>
    infiniteQueryOptions({
      queryKey: [...keys.users, 'list'],
      queryFn: ({ pageParam, signal }) =>
        bodyOf(api.GET('/api/users', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
      ...keysetPages,
    }),
  roles: () =>
    queryOptions({
      queryKey: [...keys.users, 'roles'],
      staleTime: 60_000,
      queryFn: ({ signal }) => bodyOf(api.GET('/api/roles', { signal })),
    }),
};

/** Every sign-in of the past month. */
export const loginHistoryQuery = (result: LoginResult | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.loginHistory, result],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(api.GET('/api/login-history', { params: { query: { result, cursor: pageParam, limit: 100 } }, signal })),
    ...keysetPages,
  });

export function useCreateUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['CreateUserRequest']) => bodyOf(api.POST('/api/users', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.users }),
  });
}

export function useChangeUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Schemas['ChangeUserRequest'] & { readonly id: string }) =>
      bodyOf(api.PATCH('/api/users/{id}', { params: { path: { id } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.users }),
  });
}
