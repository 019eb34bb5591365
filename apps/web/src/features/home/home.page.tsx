import { Alert, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProgress } from '../../lib/progress';
import { PageHeader } from '../../ui/page-header';
import { DemoPanel } from './demo-panel';
import { useMay, useUser } from '../users/session.api';
import { CurrentDeliveries } from './current-deliveries';
import { FirstSteps } from './first-steps';
import { HighErrors } from './high-errors';
import { homeQuery } from './home.api';
import { HomeNumbers } from './home-numbers';
import { RecentDeliveries } from './recent-deliveries';

/** What is going on; in a new installation, what to do first. */
export function HomePage() {
  const { t } = useTranslation();
  const { data: home } = useSuspenseQuery(homeQuery);
  const { isLive } = useProgress();
  const user = useUser();
  const mayLoadDemo = useMay('demo.load');
  const isNew = !home.firstSteps.hasDelivery;
  return (
    <>
      <PageHeader
        title={isNew ? t('home.welcome') : t('app.nav.home')}
        subtitle={isNew ? t('home.welcomeText') : t('home.hello', { name: user?.name ?? '' })}
      />
      <Stack gap="lg">
        {isNew ? <FirstSteps steps={home.firstSteps} /> : null}
        {home.empty && mayLoadDemo ? <DemoPanel /> : null}
        {isLive ? null : <Alert color="yellow">{t('app.live.reconnecting')}</Alert>}
        <HighErrors deliveries={home.highErrorDeliveries} />
        <CurrentDeliveries deliveries={home.currentDeliveries} />
        <HomeNumbers home={home} />
        {isNew ? null : <RecentDeliveries deliveries={home.recentDeliveries} />}
      </Stack>
    </>
  );
}
