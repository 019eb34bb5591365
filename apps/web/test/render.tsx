import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense, type ReactElement } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { sessionQuery, type Permission } from '../src/features/users/session.api';
import { createQueryClient } from '../src/lib/query-client';

const EVERYTHING: readonly Permission[] = [
  'customer.read',
  'customer.write',
  'customer.delete',
  'customer.import',
  'field.manage',
  'group.read',
  'group.write',
  'mailing.read',
  'mailing.write',
];

/** Renders a page as the signed-in user sees it, at `at`; `route` is the pattern its parameters come from. */
export function renderPage(
  page: ReactElement,
  options: { readonly at?: string; readonly route?: string; readonly permissions?: readonly Permission[] } = {},
) {
  const queryClient = createQueryClient(() => {});
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  queryClient.setQueryData(sessionQuery.queryKey, {
    csrfToken: 'token-of-the-session',
    user: {
      id: '1',
      name: '山田 花子',
      email: 'hanako@example.jp',
      locale: 'ja',
      role: 'admin',
      permissions: [...(options.permissions ?? EVERYTHING)],
    },
  });
  const at = options.at ?? '/';
  const router = createMemoryRouter(
    [
      { path: options.route ?? new URL(at, 'http://x').pathname, element: <Suspense>{page}</Suspense> },
      { path: '*', element: <p>elsewhere</p> },
    ],
    { initialEntries: [at] },
  );
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <Notifications />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), router, queryClient };
}
