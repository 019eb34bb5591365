import { useInfiniteQuery } from '@tanstack/react-query';
import { IconListCheck } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, type Format } from '../../lib/format';
import { useProgress } from '../../lib/progress';
import type { Column } from '../../ui/data-table';
import { NameCell } from '../../ui/name-cell';
import { useRowList } from '../../ui/row-list';
import { bulkOperationsQuery, type BulkOperation } from './bulk.api';
import { JobsListPage, orderColumns, stateColumn } from './jobs-list-page';
import { OperationProgress } from './operation-progress';
import { whatOf, whoseOf } from './operation-words';

/** 一括操作: what was done to many customers, what is being done, and what came of it. */
export function OperationsListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useRowList(useInfiniteQuery(bulkOperationsQuery.list()));
  const { progress } = useProgress();
  const columns = useMemo(() => operationColumns(t, format), [t, format]);
  return (
    <JobsListPage
      tab="operations"
      label={t('bulk.operations.tabOperations')}
      list={list}
      moving={progress?.bulkOperations}
      columns={columns}
      empty={{ icon: <IconListCheck />, title: t('bulk.operations.emptyTitle'), text: t('bulk.operations.emptyText') }}
      detailTitle={t('bulk.operations.detail')}
      detail={(id, onClose) => <OperationProgress id={id} onClose={onClose} />}
    />
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
    stateColumn(t, (operation) => t('bulk.operations.progress', { name: whatOf(operation, t) })),
    number('changedCount', t('bulk.operations.changed')),
    number('alreadyCount', t('bulk.operations.already')),
    number('leftOutCount', t('bulk.operations.leftOut')),
    ...orderColumns<BulkOperation>(t, format, t('bulk.operations.by')),
  ];
}
