import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { cssVariablesResolver, theme } from './theme';

/** The key is also read by public/before-paint.js. */
const colorSchemeManager = localStorageColorSchemeManager({ key: 'kubari-color-scheme' });

/** Everything the pages rely on, outermost first. */
export function Providers(props: {
  queryClient: QueryClient;
  router: ReturnType<typeof createBrowserRouter>;
  onCaught: (error: unknown) => void;
}) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={props.queryClient}>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={props.router} onError={props.onCaught} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
