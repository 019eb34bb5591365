import { Paper, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { ChartCard } from '../../ui/chart-card';
import { FunnelRows, type FunnelRow } from '../../ui/funnel-rows';
import type { DeliveryReport } from '../reports/reports.api';
import { DomainTable } from './domain-table';
import { recipientsPath, type HistoryDetail, type HistoryResult } from './history.api';
import { HourChart } from './hour-chart';
import { KpiCards } from './kpi-cards';
import { LinkTable } from './links-tab';
import { PreviousTable } from './previous-table';
import { SkippedList } from './skipped-list';
import classes from './history-detail.module.css';

/** 概要: headline numbers, the funnel, when people reacted, and how the delivery before did. */
export function OverviewTab({ delivery, report }: { delivery: HistoryDetail; report: DeliveryReport }) {
  const { t } = useTranslation();
  const isText = delivery.format === 'text';
  return (
    <>
      <KpiCards report={report} isText={isText} />
      {isText ? null : (
        <p className={classes.note}>
          <span>{t('history.kpi.mpp', { count: report.figures.mppOpenedCount })}</span>
          {report.figures.mppOpenedCount > 0 && !report.recipientsPruned ? (
            <Link to={recipientsPath(report.deliveryId, { result: 'mpp_opened' })}>{t('history.kpi.mppLink')}</Link>
          ) : null}
        </p>
      )}
      <Complaints report={report} />
      <HourChart report={report} />
      <div className={classes.two}>
        <Funnel report={report} isText={isText} />
        <SkippedList delivery={delivery} />
      </div>
      <Paper withBorder component="section">
        <Title order={2} p="lg" pb={4}>
          {t('history.links.title')}
        </Title>
        <LinkTable report={report} limit={5} />
      </Paper>
      <div className={classes.two}>
        <PreviousTable report={report} />
        {report.byDomain.length > 1 ? <DomainTable report={report} /> : null}
      </div>
    </>
  );
}

function Complaints({ report }: { report: DeliveryReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { complainedCount, successCount } = report.figures;
  if (complainedCount === 0) return null;
  const words = t('history.kpi.complained', { count: complainedCount });
  return (
    <p className={classes.note}>
      {report.recipientsPruned ? (
        <span>{words}</span>
      ) : (
        <Link to={recipientsPath(report.deliveryId, { result: 'complained' })}>{words}</Link>
      )}
      <span>{t('history.kpi.complainedShare', { share: format.percent(complainedCount, successCount) })}</span>
    </p>
  );
}

function Funnel({ report, isText }: { report: DeliveryReport; isText: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures, funnel } = report;
  const to = (result: HistoryResult) =>
    report.recipientsPruned ? undefined : recipientsPath(report.deliveryId, { result });
  const rows: readonly FunnelRow[] = [
    ...(funnel ? [{ key: 'members', label: t('history.funnel.members'), count: funnel.members }] : []),
    {
      key: 'recipients',
      label: t('history.funnel.recipients'),
      count: figures.recipientCount,
      to: to('all'),
    },
    { key: 'success', label: t('history.funnel.success'), count: figures.successCount, to: to('success') },
    ...(isText
      ? []
      : [{ key: 'opened', label: t('history.funnel.opened'), count: figures.openedCount, to: to('opened') }]),
    { key: 'clicked', label: t('history.funnel.clicked'), count: figures.clickedCount, to: to('clicked') },
  ];
  const whole = rows[0]?.count ?? 0;
  return (
    <ChartCard
      title={t('history.funnel.title')}
      table={{
        head: [t('history.funnel.stage'), t('history.funnel.people'), t('history.funnel.share')],
        rows: rows.map((row) => ({
          key: row.key,
          cells: [row.label, format.number(row.count), format.percent(row.count, whole)],
        })),
      }}
    >
      <FunnelRows rows={rows} />
    </ChartCard>
  );
}
