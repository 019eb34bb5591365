import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ChartCard } from '../../ui/chart-card';
import { ColumnChart } from '../../ui/column-chart';
import type { RecordCountReport } from './reports.api';

/** A column a month, oldest first; months before the records begin have none. */
export function RecordCountChart({ report }: { report: RecordCountReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = (count: number | null) => (count === null ? '—' : format.number(count));
  const monthOf = (month: string) => month.replace('-', '/');
  return (
    <ChartCard
      title={t('reports.records.title')}
      subtitle={t('reports.records.text')}
      table={{
        head: [t('reports.records.month'), t('reports.records.peak')],
        rows: report.months.toReversed().map(({ month, peakCount }) => ({
          key: month,
          cells: [monthOf(month), shown(peakCount)],
        })),
      }}
    >
      <ColumnChart
        label={t('reports.records.title')}
        columns={report.months.map(({ month, peakCount }) => ({
          key: month,
          label: monthOf(month),
          title: `${monthOf(month)}\n${t('reports.records.peak')} ${shown(peakCount)}`,
          value: peakCount ?? 0,
        }))}
      />
    </ChartCard>
  );
}
