import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, rememberCsrfToken, type Schemas } from '../../lib/api';
import type { Locale } from '../../lib/i18n';
import { keys } from '../../lib/query-keys';

export type Session = Schemas['SessionResponse'];
export type SessionUser = NonNullable<Session['user']>;
export type Permission = SessionUser['permissions'][number];

/** Who is signed in; `user` is null when nobody is. It stays until sign-in, sign-out or a refused request changes it. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  staleTime: Infinity,
  gcTime: Infinity,
  queryFn: async (): Promise<Session> => {
    const session = await bodyOf(api.GET('/api/session'));
    rememberCsrfToken(session.csrfToken);
    return session;
  },
});

/** Whether the first administrator still has to be made. */
export const setupQuery = queryOptions({
  queryKey: keys.setup,
  staleTime: Infinity,
  queryFn: () => bodyOf(api.GET('/api/setup')),
});

/** The signed-in user. Only below the shell, which is not shown to anybody else. */
export function useUser(): SessionUser | null {
  return useQuery(sessionQuery).data?.user ?? null;
}

/** Whether the user's role has the permission: for hiding what the server would refuse, never for guarding. */
export function useMay(permission: Permission): boolean {
  return useUser()?.permissions.includes(permission) ?? false;
}

/** The same for several permissions: all of them. */
export function useMayAll(permissions: readonly Permission[]): boolean {
  const given = useUser()?.permissions ?? [];
  return permissions.every((permission) => given.includes(permission));
}

function useBeginSession() {
  const queryClient = useQueryClient();
  return (session: Session) => {
    queryClient.clear();
    rememberCsrfToken(session.csrfToken);
    queryClient.setQueryData(sessionQuery.queryKey, session);
  };
}

export function useSignIn() {
  return useMutation({
    mutationFn: (body: Schemas['SignInRequest']) => bodyOf(api.POST('/api/session', { body })),
    onSuccess: useBeginSession(),
  });
}

export function useSetUp() {
  return useMutation({
    mutationFn: (body: Schemas['SetupRequest']) => bodyOf(api.POST('/api/setup', { body })),
    onSuccess: useBeginSession(),
  });
}

/** Ends the session and forgets everything that was loaded. */
export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(api.DELETE('/api/session')),
    onSettled: () => {
      queryClient.clear();
      rememberCsrfToken(null);
    },
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: Schemas['ChangePasswordRequest']) => bodyOf(api.PUT('/api/session/password', { body })),
  });
}

/** Remembers the language with the account; the screen has already changed when this is called. */
export function useSaveLocale() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (locale: Locale) => bodyOf(api.PATCH('/api/session/locale', { body: { locale } })),
    onSuccess: (_, locale) =>
      queryClient.setQueryData(sessionQuery.queryKey, (session) =>
        session?.user ? { ...session, user: { ...session.user, locale } } : session,
      ),
  });
}
