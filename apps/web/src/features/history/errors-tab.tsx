import { Paper, Table, Title } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { EmptyState } from '../../ui/empty-state';
import { ShareCell } from '../../ui/share-cell';
import { StatCard } from '../../ui/stat-card';
import type { DeliveryReport } from '../reports/reports.api';
import { recipientsPath, type HistoryResult } from './history.api';
import { RecipientList } from './recipient-list';
import classes from './history-detail.module.css';

/** エラー: how many did not arrive and why, what that means for the customer, and who they are. */
export function ErrorsTab({ report }: { report: DeliveryReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures } = report;
  const to = (result: HistoryResult) =>
    report.recipientsPruned ? undefined : recipientsPath(report.deliveryId, { result });
  const kinds = [
    { key: 'hard', count: figures.bouncedHardCount, to: to('bounced_hard') },
    { key: 'soft', count: figures.bouncedSoftCount, to: to('bounced_soft') },
    {
      key: 'refused',
      count: figures.rejectedCount + figures.failedCount,
      to: to(figures.failedCount > 0 ? 'failed' : 'rejected'),
    },
    { key: 'complained', count: figures.complainedCount, to: to('complained') },
  ] as const;
  if (kinds.every(({ count }) => count === 0))
    return (
      <EmptyState icon={<IconMailCheck />} title={t('history.errors.empty')} text={t('history.errors.emptyText')} />
    );
  return (
    <>
      <div className={classes.kinds}>
        {kinds.map((kind) => (
          <StatCard
            key={kind.key}
            label={t(`history.errors.${kind.key}`)}
            value={format.number(kind.count)}
            text={t(`history.errors.${kind.key}Text`)}
            to={kind.count > 0 ? kind.to : undefined}
          />
        ))}
      </div>
      {report.errors.length > 0 ? <Kinds report={report} /> : null}
      {report.recipientsPruned || figures.errorCount === 0 ? null : (
        <section>
          <Title order={2} mb="xs">
            {t('history.errors.list')}
          </Title>
          <RecipientList
            deliveryId={report.deliveryId}
            filter={{ result: 'error' }}
            label={t('history.errors.list')}
            layout="fixed"
          />
        </section>
      )}
    </>
  );
}

function Kinds({ report }: { report: DeliveryReport }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const total = report.errors.reduce((sum, { count }) => sum + count, 0);
  const nameOf = (kind: string) => {
    const key = `history.errorKind.${kind}`;
    return i18n.exists(key) ? t(key as 'history.errorKind.unknown') : kind;
  };
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="xs">
        {t('history.errors.title')}
      </Title>
      <Table horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('history.errors.kind')}</Table.Th>
            <Table.Th ta="end" className={classes.oneLine}>
              {t('history.errors.people')}
            </Table.Th>
            <Table.Th w={170}>{t('history.errors.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.errors.map(({ errorKind, count }) => (
            <Table.Tr key={errorKind}>
              <Table.Td>{nameOf(errorKind)}</Table.Td>
              <Table.Td ta="end">{format.number(count)}</Table.Td>
              <Table.Td>
                <ShareCell part={count} whole={total} label={t('history.errors.share')} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
