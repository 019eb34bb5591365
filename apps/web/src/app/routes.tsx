import type { ComponentType } from 'react';
import type { Permission } from '../features/users/session.api';
import type { ja } from '../locales/ja/index';

/** The key of a navigation word, which is also the page's name in Ctrl-K. */
export type NavKey = `app.nav.${Extract<keyof typeof ja.app.nav, string>}`;

/** One URL of the dashboard: its page (loaded when first opened), who may see it, and its name where it has one in the menu. */
export interface PageRoute {
  readonly path: string;
  readonly permission?: Permission;
  readonly title?: NavKey;
  readonly page: () => Promise<ComponentType>;
}

/** Pages for those who are not signed in. */
export const PUBLIC_PAGES: readonly PageRoute[] = [
  { path: '/sign-in', page: async () => (await import('../features/users/sign-in.page')).SignInPage },
  { path: '/setup', page: async () => (await import('../features/users/setup.page')).SetupPage },
];

/** Pages inside the shell. */
export const PAGES: readonly PageRoute[] = [
  { path: '/', title: 'app.nav.home', page: async () => (await import('../features/home/home.page')).HomePage },
];
