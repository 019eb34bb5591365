import type { QueryClient } from '@tanstack/react-query';
import { createBrowserRouter, redirect, type RouteObject } from 'react-router';
import { ApiProblem } from '../lib/api';
import { nextPath, signInPath } from '../lib/next-path';
import { sessionQuery, setupQuery } from '../features/users/session.api';
import { PageProblem, NotFoundPage } from './problem-pages';
import { PAGES, PUBLIC_PAGES, type PageRoute } from './routes';
import { Shell } from './layout/shell';
import { SplashScreen } from './layout/splash-screen';

/** The router over routes.tsx: guards every page by sign-in and permission before its code runs. */
export function createRouter(queryClient: QueryClient): ReturnType<typeof createBrowserRouter> {
  const toRoute = (guard: (route: PageRoute, request: Request) => Promise<Response | null>) => (route: PageRoute) =>
    ({
      path: route.path,
      handle: { title: route.title },
      loader: ({ request }) => guard(route, request),
      lazy: { Component: route.page },
      ErrorBoundary: PageProblem,
    }) satisfies RouteObject;

  const signedIn = async (route: PageRoute, request: Request) => {
    const { user } = await queryClient.ensureQueryData(sessionQuery);
    if (!user) return redirect(signInPath(new URL(request.url)));
    if (route.permission && !user.permissions.includes(route.permission))
      throw new ApiProblem(403, 'not-permitted', `This needs ${route.permission}.`);
    return null;
  };

  const signedOut = async (route: PageRoute, request: Request) => {
    const { user } = await queryClient.ensureQueryData(sessionQuery);
    if (user) return redirect(nextPath(new URL(request.url)));
    const { needed } = await queryClient.ensureQueryData(setupQuery);
    if (needed && route.path === '/sign-in') return redirect('/setup');
    return null;
  };

  return createBrowserRouter([
    {
      HydrateFallback: SplashScreen,
      ErrorBoundary: PageProblem,
      children: [
        ...PUBLIC_PAGES.map(toRoute(signedOut)),
        {
          Component: Shell,
          children: [
            ...PAGES.map(toRoute(signedIn)),
            {
              path: '*',
              loader: ({ request }) => signedIn({ path: '*', page: async () => NotFoundPage }, request),
              Component: NotFoundPage,
            },
          ],
        },
      ],
    },
  ]);
}
