import { Paper, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useSubjectText } from '../mailings/subject.api';
import type { DeliveryReport } from '../reports/reports.api';
import { pointsOf } from './figures';
import { Delta } from './kpi-cards';
import classes from './history-detail.module.css';

const RATES = [
  { key: 'openRate', label: 'opened', wanted: 'up' },
  { key: 'clickRate', label: 'clicked', wanted: 'up' },
  { key: 'errorRate', label: 'errors', wanted: 'down' },
  { key: 'unsubscribeRate', label: 'unsubscribed', wanted: 'down' },
] as const;

/** This delivery beside the one to the same group before it. */
export function PreviousTable({ report }: { report: DeliveryReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { previous } = report;
  const subjectText = useSubjectText();
  const rateText = (rate: number | null) => (rate === null ? '—' : format.percent(rate, 1));
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb={4}>
        {t('history.previous.title')}
      </Title>
      {previous === null ? (
        <p className={classes.note}>{t('history.previous.none')}</p>
      ) : (
        <>
          <p className={classes.note}>
            <Link to={`/history/${previous.deliveryId}`}>
              {t('history.previous.sent', {
                subject: subjectText(previous.subject),
                at: format.date(previous.startedAt),
              })}
            </Link>
          </p>
          <div className={classes.scroll}>
            <Table horizontalSpacing={6} mt="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('history.previous.metric')}</Table.Th>
                  <Table.Th ta="end">{t('history.previous.now')}</Table.Th>
                  <Table.Th ta="end">{t('history.previous.before')}</Table.Th>
                  <Table.Th ta="end">{t('history.previous.change')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                <Table.Tr>
                  <Table.Td>{t('history.kpi.success')}</Table.Td>
                  <Table.Td ta="end">{format.number(report.figures.successCount)}</Table.Td>
                  <Table.Td ta="end">{format.number(previous.figures.successCount)}</Table.Td>
                  <Table.Td />
                </Table.Tr>
                {RATES.map(({ key, label, wanted }) => {
                  const points = pointsOf(report.figures[key], previous.figures[key]);
                  return (
                    <Table.Tr key={key}>
                      <Table.Td>{t(`history.kpi.${label}`)}</Table.Td>
                      <Table.Td ta="end">{rateText(report.figures[key])}</Table.Td>
                      <Table.Td ta="end">{rateText(previous.figures[key])}</Table.Td>
                      <Table.Td ta="end">
                        {points === null ? '—' : <Delta points={points} wanted={wanted} bare />}
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
    </Paper>
  );
}
