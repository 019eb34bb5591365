import { Button, SegmentedControl, SimpleGrid } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { ErrorState } from '../../ui/error-state';
import { ListBar } from '../../ui/list-page';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import { StatCard } from '../../ui/stat-card';
import { RecordCountChart } from './record-count-chart';
import { ReportTabs } from './report-tabs';
import { recordCountsCsvUrl, reportsQuery, type RecordCountReport } from './reports.api';
import classes from './reports-overview.module.css';

const PERIODS = ['12', '24'] as const;

/** 月別最大顧客レコード数: the peak of each month, now and the limit; as a chart, a table and a file. */
export function RecordCountsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState({ months: '12' });
  const months = PERIODS.find((one) => one === url.months) ?? '12';
  const query = useQuery({ ...reportsQuery.recordCounts(Number(months)), placeholderData: keepPreviousData });
  const report = query.data;
  return (
    <>
      <PageHeader
        title={t('reports.title')}
        subtitle={report ? subtitleOf(report) : ' '}
        actions={
          <Button
            component="a"
            href={recordCountsCsvUrl(Number(months))}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {t('reports.records.csv')}
          </Button>
        }
      />
      <ReportTabs value="records" />
      <ListBar>
        <SegmentedControl
          aria-label={t('reports.period.label')}
          value={months}
          onChange={(next) => setUrl({ months: next }, { push: true })}
          data={PERIODS.map((one) => ({ value: one, label: t(`reports.records.period.${one}`) }))}
        />
      </ListBar>
      {report ? (
        <div className={classes.body}>
          <Totals report={report} />
          <RecordCountChart report={report} />
        </div>
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );

  function subtitleOf({ count, limit }: RecordCountReport): string {
    const now = format.number(count);
    return limit === null
      ? t('reports.records.subtitle', { now })
      : t('reports.records.subtitleLimit', { now, limit: format.number(limit) });
  }
}

function Totals({ report }: { report: RecordCountReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { count, limit, months } = report;
  const peak = months.at(-1)?.peakCount ?? count;
  return (
    <SimpleGrid cols={{ base: 2, md: 3 }} spacing={14}>
      <StatCard label={t('reports.records.now')} value={format.number(count)} />
      <StatCard label={t('reports.records.monthPeak')} value={format.number(peak)} />
      <StatCard
        label={t('reports.records.left')}
        value={limit === null ? t('reports.records.noLimit') : format.number(Math.max(0, limit - count))}
      />
    </SimpleGrid>
  );
}
