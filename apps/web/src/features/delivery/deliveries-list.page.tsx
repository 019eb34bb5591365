import { Button, Group, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { IconCalendarTime, IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useProgress } from '../../lib/progress';
import { useUrlState } from '../../lib/url-state';
import { EmptyState } from '../../ui/empty-state';
import { LinkTabs } from '../../ui/link-tabs';
import { PageHeader } from '../../ui/page-header';
import { useSubjectText } from '../mailings/subject.api';
import { deliveriesQuery, type Delivery } from './delivery.api';
import { DeliveryActions } from './delivery-actions';
import { DeliveryCard } from './delivery-card';
import { DeliveryRunBadge } from './delivery-run-badge';
import classes from './delivery-card.module.css';
import listClasses from './deliveries-list.module.css';

/** 配信中 and 配信予定: what moves now, live, and what comes next. What has ended is in the history. */
export function DeliveriesListPage() {
  const { t } = useTranslation();
  const [{ view }] = useUrlState({ view: 'running' });
  const { data: current } = useSuspenseQuery(deliveriesQuery.current());
  const { progress } = useProgress();
  const deliveries = current.map((delivery) => progress?.deliveries.find(({ id }) => id === delivery.id) ?? delivery);
  const waits = (delivery: Delivery) =>
    delivery.state === 'scheduled' || (delivery.state === 'paused' && delivery.startedAt === null);
  const scheduled = deliveries
    .filter(waits)
    .toSorted((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));
  const running = deliveries.filter((delivery) => !waits(delivery));
  return (
    <>
      <PageHeader title={t('delivery.list.title')} subtitle={t('delivery.list.subtitle')} />
      <LinkTabs
        label={t('delivery.tabs.label')}
        value={view}
        tabs={[
          { value: 'running', label: t('delivery.tabs.running'), to: '/deliveries', count: running.length },
          {
            value: 'scheduled',
            label: t('delivery.tabs.scheduled'),
            to: '/deliveries?view=scheduled',
            count: scheduled.length,
          },
          { value: 'history', label: t('delivery.tabs.history'), to: '/history' },
        ]}
      />
      {view === 'scheduled' ? <Scheduled deliveries={scheduled} /> : <Running deliveries={running} />}
    </>
  );
}

function Running({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation();
  if (deliveries.length === 0)
    return (
      <EmptyState
        icon={<IconSend />}
        title={t('delivery.list.runningEmpty')}
        text={t('delivery.list.runningEmptyText')}
        action={<ToMailings />}
      />
    );
  return (
    <Stack gap="md" mt="lg">
      {deliveries.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} />
      ))}
    </Stack>
  );
}

function Scheduled({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation();
  const subjectText = useSubjectText();
  const format = useFormat();
  if (deliveries.length === 0)
    return (
      <EmptyState
        icon={<IconCalendarTime />}
        title={t('delivery.list.scheduledEmpty')}
        text={t('delivery.list.scheduledEmptyText')}
        action={<ToMailings />}
      />
    );
  return (
    <ul className={listClasses.list}>
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          <div className={listClasses.when}>
            <strong>{format.shortDateTime(delivery.startsAt)}</strong>
            <span>{format.relative(delivery.startsAt)}</span>
          </div>
          <div className={classes.text}>
            <div className={classes.title}>
              <Link to={`/deliveries/${delivery.id}`}>{subjectText(delivery.subject)}</Link>
              <DeliveryRunBadge state={delivery.state} />
            </div>
            <div className={classes.facts}>
              <span>{delivery.groupName}</span>
              {delivery.scheduledByName === null ? null : <span>{delivery.scheduledByName}</span>}
            </div>
          </div>
          <Group gap={8}>
            <DeliveryActions delivery={delivery} size="xs" />
          </Group>
        </li>
      ))}
    </ul>
  );
}

function ToMailings() {
  const { t } = useTranslation();
  return (
    <Button component={Link} to="/mailings" variant="default">
      {t('delivery.list.toMailings')}
    </Button>
  );
}
