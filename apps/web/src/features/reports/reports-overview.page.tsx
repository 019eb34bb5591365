import { Button, SegmentedControl, SimpleGrid } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconChartBar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { ListBar } from '../../ui/list-page';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import { StatCard } from '../../ui/stat-card';
import { GroupPicker } from '../groups/group-picker';
import { DeliveriesTable } from './deliveries-table';
import { ReportTabs } from './report-tabs';
import { reportsQuery, type ReportOverview, type ReportPeriod } from './reports.api';
import { TrendChart } from './trend-chart';
import classes from './reports-overview.module.css';

const PERIODS = ['30d', '90d', '365d'] as const satisfies readonly ReportPeriod[];

/** レポート: how the deliveries of a period did, together and one by one. */
export function ReportsOverviewPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState({ period: '30d', group: '' });
  const period = PERIODS.find((one) => one === url.period) ?? '30d';
  const query = useQuery({
    ...reportsQuery.overview({ period, ...(url.group === '' ? {} : { groupId: url.group }) }),
    placeholderData: keepPreviousData,
  });
  const overview = query.data;
  return (
    <>
      <PageHeader
        title={t('reports.title')}
        subtitle={
          overview
            ? t('reports.subtitle', {
                from: format.date(overview.from),
                to: format.date(overview.to),
                deliveries: format.number(overview.deliveryCount),
              })
            : ' '
        }
      />
      <ReportTabs value="deliveries" />
      <ListBar>
        <SegmentedControl
          aria-label={t('reports.period.label')}
          value={period}
          onChange={(next) => setUrl({ period: next }, { push: true })}
          data={PERIODS.map((one) => ({ value: one, label: t(`reports.period.${one}`) }))}
        />
        <GroupPicker
          aria-label={t('history.list.group')}
          placeholder={t('reports.group')}
          size="sm"
          w={{ base: '100%', xs: 240 }}
          clearable
          value={url.group === '' ? null : url.group}
          onChange={(group) => setUrl({ group: group ?? '' }, { push: true })}
        />
      </ListBar>
      {overview ? (
        overview.deliveryCount === 0 ? (
          <EmptyState
            icon={<IconChartBar />}
            title={t('reports.empty')}
            text={t('reports.emptyText')}
            action={
              period === '365d' ? undefined : (
                <Button variant="default" onClick={() => setUrl({ period: '365d' }, { push: true })}>
                  {t('reports.longer')}
                </Button>
              )
            }
          />
        ) : (
          <div className={classes.body}>
            <Totals overview={overview} />
            <TrendChart overview={overview} />
            <DeliveriesTable overview={overview} />
          </div>
        )
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

function Totals({ overview }: { overview: ReportOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures } = overview;
  const cards = [
    { key: 'recipients', value: format.number(figures.recipientCount) },
    {
      key: 'successRate',
      value: format.percent(figures.successCount, figures.acceptedCount + figures.failedCount),
      text: t('history.kpi.of', {
        part: format.number(figures.successCount),
        whole: format.number(figures.recipientCount),
      }),
    },
    {
      key: 'openRate',
      value: format.percent(figures.openedCount, figures.successCount),
      text: t('history.kpi.people', { count: figures.openedCount }),
    },
    {
      key: 'clickRate',
      value: format.percent(figures.clickedCount, figures.successCount),
      text: t('history.kpi.people', { count: figures.clickedCount }),
    },
    {
      key: 'unsubscribeRate',
      value: format.percent(figures.unsubscribedCount, figures.successCount),
      text: t('history.kpi.people', { count: figures.unsubscribedCount }),
    },
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, md: 3, lg: 5 }} spacing={14}>
      {cards.map((card) => (
        <StatCard
          key={card.key}
          label={t(`reports.kpi.${card.key}`)}
          value={card.value}
          text={'text' in card ? card.text : `${t('reports.kpi.deliveries')} ${format.number(overview.deliveryCount)}`}
        />
      ))}
    </SimpleGrid>
  );
}
