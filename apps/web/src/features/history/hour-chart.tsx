import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ChartCard } from '../../ui/chart-card';
import { ColumnChart } from '../../ui/column-chart';
import type { DeliveryReport } from '../reports/reports.api';
import { shownHours } from './figures';

/** Opens and clicks by hour since the start: the light column opens, the dark one in front clicks. */
export function HourChart({ report }: { report: DeliveryReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (report.recipientsPruned) return null;
  const hours = shownHours(report.byHour);
  const isEmpty = hours.every((hour) => hour.openedCount === 0 && hour.clickedCount === 0);
  const isTracked = report.trackOpens || report.trackLinks;
  const hourName = (hour: number) => t('history.hours.after', { hour });
  return (
    <ChartCard
      title={t('history.hours.title')}
      subtitle={t('history.hours.subtitle')}
      legend={[
        { label: t('history.hours.opened'), tone: 'soft' },
        { label: t('history.hours.clicked'), tone: 'strong' },
      ]}
      table={{
        head: [t('history.hours.hour'), t('history.hours.opened'), t('history.hours.clicked')],
        rows: hours.map((hour) => ({
          key: String(hour.hour),
          cells: [hourName(hour.hour), format.number(hour.openedCount), format.number(hour.clickedCount)],
        })),
      }}
    >
      {isEmpty ? (
        <Text c="dimmed" size="sm" py="xl" ta="center">
          {t(isTracked ? 'history.hours.empty' : 'history.hours.notTracked')}
        </Text>
      ) : (
        <ColumnChart
          label={t('history.hours.title')}
          columns={hours.map((hour) => ({
            key: String(hour.hour),
            label: hourName(hour.hour),
            title: `${hourName(hour.hour)} ${t('history.hours.opened')} ${format.number(hour.openedCount)} / ${t('history.hours.clicked')} ${format.number(hour.clickedCount)}`,
            value: hour.openedCount,
            front: hour.clickedCount,
          }))}
        />
      )}
    </ChartCard>
  );
}
