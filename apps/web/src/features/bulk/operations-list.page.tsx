import { Button, Modal } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconListCheck } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat, type Format } from '../../lib/format';
import { useProgress } from '../../lib/progress';
import { useUrlState } from '../../lib/url-state';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { MeterBar } from '../../ui/meter-bar';
import { NameCell } from '../../ui/name-cell';
import { ListPage } from '../../ui/list-page';
import { useRowList } from '../../ui/row-list';
import { bulkOperationsQuery, isMoving, type BulkOperation } from './bulk.api';
import { OperationProgress } from './operation-progress';
import { OperationStateBadge } from './operation-state-badge';
import { shareOf, whatOf, whoseOf } from './operation-words';
import { OperationsHeader } from './operations-header';
import classes from './operations-list.module.css';

const idOf = (operation: BulkOperation) => operation.id;

/** 一括操作: what was done to many customers, what is being done, and what came of it. */
export function OperationsListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState({ id: '' });
  const query = useRowList(useInfiniteQuery(bulkOperationsQuery.list()));
  const { progress } = useProgress();
  const list = useMemo(() => {
    const moving = new Map(progress?.bulkOperations.map((one) => [one.id, one.doneCount]));
    const rows = query.rows.map((row) =>
      isMoving(row.state) ? { ...row, doneCount: moving.get(row.id) ?? row.doneCount } : row,
    );
    return { ...query, rows };
  }, [query, progress]);
  const columns = useMemo(() => operationColumns(t, format), [t, format]);
  return (
    <ListPage>
      <OperationsHeader tab="operations" />
      <DataTable
        label={t('bulk.operations.tabOperations')}
        columns={columns}
        list={list}
        rowKey={idOf}
        onRowClick={(operation) => setUrl({ id: operation.id })}
        rowHeight={58}
        empty={
          <EmptyState
            icon={<IconListCheck />}
            title={t('bulk.operations.emptyTitle')}
            text={t('bulk.operations.emptyText')}
            action={
              <Button component={Link} to="/customers" variant="default">
                {t('bulk.operations.toCustomers')}
              </Button>
            }
          />
        }
      />
      <Modal
        opened={url.id !== ''}
        onClose={() => setUrl({ id: '' })}
        title={t('bulk.operations.detail')}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        {url.id === '' ? null : <OperationProgress id={url.id} onClose={() => setUrl({ id: '' })} />}
      </Modal>
    </ListPage>
  );
}

function operationColumns(t: TFunction, format: Format): readonly Column<BulkOperation>[] {
  const number = (key: 'changedCount' | 'alreadyCount' | 'leftOutCount', header: string): Column<BulkOperation> => ({
    key,
    header,
    width: '96px',
    align: 'end',
    wideOnly: true,
    cell: (operation) => format.number(operation[key]),
  });
  return [
    {
      key: 'what',
      header: t('bulk.operations.what'),
      width: 'minmax(180px, 2.4fr)',
      cell: (operation) => (
        <NameCell
          name={whatOf(operation, t)}
          text={`${whoseOf(operation.target, t)}・${t('app.state.count', { count: operation.totalCount })}`}
          to={`/operations?id=${operation.id}`}
        />
      ),
    },
    {
      key: 'state',
      header: t('bulk.operations.state'),
      width: 'minmax(110px, 0.9fr)',
      cell: (operation) => (
        <span className={classes.state}>
          <OperationStateBadge state={operation.state} />
          {isMoving(operation.state) ? (
            <MeterBar
              inline
              moving
              value={shareOf(operation)}
              label={t('bulk.operations.progress', { name: whatOf(operation, t) })}
            />
          ) : null}
        </span>
      ),
    },
    number('changedCount', t('bulk.operations.changed')),
    number('alreadyCount', t('bulk.operations.already')),
    number('leftOutCount', t('bulk.operations.leftOut')),
    {
      key: 'by',
      header: t('bulk.operations.by'),
      width: 'minmax(100px, 0.8fr)',
      wideOnly: true,
      cell: (operation) => operation.createdByName ?? '—',
    },
    {
      key: 'at',
      header: t('bulk.operations.at'),
      width: '140px',
      wideOnly: true,
      cell: (operation) => format.dateTime(operation.createdAt),
    },
  ];
}
