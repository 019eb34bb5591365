import { Paper, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { PeopleLink } from '../../ui/people-link';
import { recipientsPath, type HistoryDetail } from './history.api';
import classes from './history-detail.module.css';

/** 除外した人の内訳: why the number delivered is smaller than the group; each leads to those people. */
export function SkippedList({ delivery }: { delivery: HistoryDetail }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const rows = delivery.skipped.filter(({ count }) => count > 0);
  const nameOf = (reason: string) => {
    const key = `history.skipReason.${reason}`;
    return i18n.exists(key) ? t(key as 'history.skipReason.stopped') : reason;
  };
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="xs">
        {t('history.funnel.excluded')}
      </Title>
      {rows.length === 0 ? (
        <p className={classes.note}>{t('history.funnel.excludedNone')}</p>
      ) : (
        <Table horizontalSpacing={0}>
          <Table.Tbody>
            {rows.map(({ reason, count }) => (
              <Table.Tr key={reason}>
                <Table.Th scope="row" fw={400}>
                  {nameOf(reason)}
                </Table.Th>
                <Table.Td ta="end">
                  {delivery.recipientsPruned ? (
                    format.number(count)
                  ) : (
                    <PeopleLink
                      count={count}
                      to={recipientsPath(delivery.deliveryId, { result: 'skipped', reason })}
                      label={nameOf(reason)}
                    />
                  )}
                </Table.Td>
                <Table.Td ta="end" c="dimmed" w={76}>
                  {format.percent(count, delivery.memberCount)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
