import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { IconUsers } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { DataTable } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { useRowList } from '../../ui/row-list';
import { historyQuery, recipientsPath, type HistoryRecipient, type RecipientsFilter } from './history.api';
import { recipientColumns } from './recipient-columns';

const idOf = (recipient: HistoryRecipient) => recipient.id;
const ERRORS = ['bounced_hard', 'bounced_soft', 'rejected', 'failed'];
const toneOf = (recipient: HistoryRecipient) => (ERRORS.includes(recipient.state) ? 'error' : undefined);

/** The people behind one number of a delivery, however many; each row leads to the customer. */
export function RecipientList(props: {
  deliveryId: string;
  filter: RecipientsFilter;
  label: string;
  layout?: 'fill' | 'fixed';
}) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { deliveryId, filter } = props;
  const query = useInfiniteQuery({
    ...historyQuery.recipients(deliveryId, filter),
    placeholderData: keepPreviousData,
  });
  const list = useRowList(query, JSON.stringify(filter));
  const columns = useMemo(() => recipientColumns({ t, i18n, format }, filter.result), [t, i18n, format, filter.result]);
  return (
    <DataTable
      label={props.label}
      layout={props.layout}
      columns={columns}
      list={list}
      rowKey={idOf}
      rowTone={filter.result === 'all' ? toneOf : undefined}
      empty={
        <EmptyState
          icon={<IconUsers />}
          title={t('history.recipients.empty')}
          text={t('history.recipients.emptyText')}
          action={
            filter.result === 'all' ? undefined : (
              <Button component={Link} to={recipientsPath(deliveryId)} variant="default">
                {t('history.recipients.showAll')}
              </Button>
            )
          }
        />
      }
    />
  );
}
