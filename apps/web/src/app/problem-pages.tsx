import { Button, Center } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconMoodPuzzled, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';
import { ApiProblem } from '../lib/api';
import { problemText } from '../lib/problems';
import { EmptyState } from '../ui/empty-state';
import { usePageTitle } from '../ui/page-title';

/** For addresses that no page has, and for things that do not exist. */
export function NotFoundPage() {
  const { t } = useTranslation();
  usePageTitle(t('app.errors.notFoundTitle'));
  return (
    <Center mih="60vh">
      <EmptyState
        isPage
        icon={<IconMoodPuzzled />}
        title={t('app.errors.notFoundTitle')}
        text={t('app.errors.notFoundText')}
        action={<HomeButton />}
      />
    </Center>
  );
}

/** The error boundary of every route: says what happened and what to do, and never shows a stack. */
export function PageProblem() {
  const error = useRouteError();
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundPage />;
  if (error instanceof ApiProblem && error.status === 403) return <NotPermitted />;
  return <Failure error={error} />;
}

function NotPermitted() {
  const { t } = useTranslation();
  usePageTitle(t('app.errors.notPermittedTitle'));
  return (
    <Center mih="60vh">
      <EmptyState
        isPage
        icon={<IconLock />}
        title={t('app.errors.notPermittedTitle')}
        text={t('app.errors.notPermittedText')}
        action={<HomeButton />}
      />
    </Center>
  );
}

function Failure({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation();
  usePageTitle(t('app.errors.title'));
  return (
    <Center mih="60vh">
      <EmptyState
        isPage
        icon={<IconAlertTriangle />}
        title={t('app.errors.title')}
        text={isOldVersion(error) ? t('app.errors.newVersion') : problemText(i18n, error)}
        action={
          <Button leftSection={<IconRefresh size={16} />} onClick={() => globalThis.location.reload()}>
            {t('app.action.reload')}
          </Button>
        }
      />
    </Center>
  );
}

/** A page's file that is gone: the server was updated while this tab was open. */
const isOldVersion = (error: unknown): boolean => error instanceof TypeError && /module|import/i.test(error.message);

function HomeButton() {
  const { t } = useTranslation();
  return (
    <Button component={Link} to="/" variant="default">
      {t('app.action.toHome')}
    </Button>
  );
}
