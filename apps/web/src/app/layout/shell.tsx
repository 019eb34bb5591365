import { AppShell, Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { useUser } from '../../features/users/session.api';
import { PageSkeleton } from '../../ui/page-skeleton';
import { Header } from './header';
import { visibleNavigation } from './navigation';
import { Sidebar } from './sidebar';
import classes from './shell.module.css';

const SearchDialog = lazy(async () => ({
  default: (await import('../../features/search/search-dialog')).SearchDialog,
}));

/** The frame around every page of a signed-in user: menu, header, search, and the bar that shows loading. */
export function Shell() {
  const { t } = useTranslation();
  const user = useUser();
  const { pathname } = useLocation();
  const [menuOpened, menu] = useDisclosure(false);
  const [searches, setSearches] = useState(0);
  const openSearch = () => setSearches((count) => count + 1);
  useHotkeys([['mod+K', openSearch]], []);
  if (!user) return <Outlet />;
  const pages = visibleNavigation(user.permissions).flatMap((group) =>
    group.items.map(({ to, label, icon }) => ({ to, label: t(label), icon })),
  );
  return (
    <AppShell
      layout="alt"
      header={{ height: 52 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: true } }}
    >
      <a className={classes.skip} href="#content">
        {t('app.header.skip')}
      </a>
      <LoadingBar />
      <AppShell.Header>
        <Header onMenu={menu.open} onSearch={openSearch} />
      </AppShell.Header>
      <AppShell.Navbar visibleFrom="sm">
        <Sidebar user={user} />
      </AppShell.Navbar>
      <Drawer.Root opened={menuOpened} onClose={menu.close} size={264} padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={t('app.nav.label')}>
          <Drawer.Body h="100%">
            <Sidebar user={user} onNavigate={menu.close} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <Suspense key={pathname} fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      {searches > 0 ? (
        <Suspense>
          <SearchDialog openings={searches} pages={pages} />
        </Suspense>
      ) : null}
      <ScrollRestoration />
    </AppShell>
  );
}

function LoadingBar() {
  const { t } = useTranslation();
  const { state } = useNavigation();
  return state === 'loading' ? (
    <div className={classes.bar} role="progressbar" aria-label={t('app.header.loading')} />
  ) : null;
}
