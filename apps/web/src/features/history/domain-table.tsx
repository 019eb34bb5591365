import { Paper, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import type { DeliveryReport } from '../reports/reports.api';
import classes from './history-detail.module.css';

/** How each kind of address took it: a carrier or provider that refuses stands out. */
export function DomainTable({ report }: { report: DeliveryReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="xs">
        {t('history.domains.title')}
      </Title>
      <div className={classes.scroll}>
        <Table horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('history.domains.domain')}</Table.Th>
              <Table.Th ta="end">{t('history.domains.recipients')}</Table.Th>
              <Table.Th ta="end">{t('history.domains.success')}</Table.Th>
              <Table.Th ta="end">{t('history.domains.opened')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.byDomain.slice(0, 8).map(({ domainGroup, figures }) => (
              <Table.Tr key={domainGroup}>
                <Table.Td>{domainGroup === 'other' ? t('history.domains.other') : domainGroup}</Table.Td>
                <Table.Td ta="end">{format.number(figures.recipientCount)}</Table.Td>
                <Table.Td ta="end">
                  {format.percent(figures.successCount, figures.acceptedCount + figures.failedCount)}
                </Table.Td>
                <Table.Td ta="end">{format.percent(figures.openedCount, figures.successCount)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Paper>
  );
}
