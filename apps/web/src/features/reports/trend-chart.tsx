import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ChartCard } from '../../ui/chart-card';
import { ColumnChart } from '../../ui/column-chart';
import { useSubjectText } from '../mailings/subject.api';
import { openRateOf, type ReportOverview } from './reports.api';

/** 配信と反応の推移: a column a delivery, oldest first, with its open rate as a line. */
export function TrendChart({ overview }: { overview: ReportOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { deliveries, deliveryCount } = overview;
  const subjectText = useSubjectText();
  const rate = (value: number | null) => (value === null ? '—' : format.percent(value, 1));
  return (
    <ChartCard
      title={t('reports.trend.title')}
      subtitle={
        deliveryCount > deliveries.length
          ? t('reports.trend.newest', { count: deliveries.length })
          : t('reports.trend.subtitle')
      }
      legend={[
        { label: t('reports.trend.success'), tone: 'soft' },
        { label: t('reports.trend.openRate'), tone: 'line' },
      ]}
      table={{
        head: [
          t('reports.trend.delivery'),
          t('reports.trend.success'),
          t('reports.trend.openRate'),
          t('reports.trend.clickRate'),
        ],
        rows: deliveries.map(({ deliveryId, subject, startedAt, figures }) => ({
          key: deliveryId,
          cells: [
            `${format.date(startedAt)} ${subjectText(subject)}`,
            format.number(figures.successCount),
            rate(openRateOf(figures)),
            rate(figures.clickRate),
          ],
        })),
      }}
    >
      <ColumnChart
        label={t('reports.trend.title')}
        columns={deliveries.map(({ deliveryId, subject, startedAt, figures }) => ({
          key: deliveryId,
          label: format.monthDay(startedAt),
          title: `${format.date(startedAt)} ${subjectText(subject)}\n${t('reports.trend.success')} ${format.number(figures.successCount)} / ${t('reports.trend.openRate')} ${rate(openRateOf(figures))}`,
          value: figures.successCount,
          // a text mail cannot be seen to be opened: no point is truer than 0 %
          share: openRateOf(figures),
        }))}
      />
    </ChartCard>
  );
}
