import { Button, Modal } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Format } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListPage } from '../../ui/list-page';
import { MeterBar } from '../../ui/meter-bar';
import type { RowList } from '../../ui/row-list';
import { isMoving, type BulkOperation } from './bulk.api';
import { OperationStateBadge } from './operation-state-badge';
import { shareOf } from './operation-words';
import { OperationsHeader } from './operations-header';
import classes from './operations-list.module.css';

/** What a bulk operation and an export have in common: long work that somebody ordered. */
type Job = Pick<BulkOperation, 'id' | 'state' | 'doneCount' | 'totalCount' | 'createdByName' | 'createdAt'>;

interface JobsListPageProps<T extends Job> {
  readonly tab: 'operations' | 'exports';
  readonly label: string;
  readonly list: RowList<T>;
  /** how far those are that move, fresher than the list */
  readonly moving: readonly Pick<Job, 'id' | 'doneCount'>[] | undefined;
  readonly columns: readonly Column<T>[];
  readonly empty: { readonly icon: ReactNode; readonly title: string; readonly text: string };
  readonly detailTitle: string;
  readonly detail: (id: string, onClose: () => void) => ReactNode;
}

const idOf = (job: Job) => job.id;

/** The list of one kind of long work; the one the URL names is open over it. */
export function JobsListPage<T extends Job>({ list, moving, empty, detail, ...page }: JobsListPageProps<T>) {
  const { t } = useTranslation();
  const [url, setUrl] = useUrlState({ id: '' });
  const close = () => setUrl({ id: '' });
  const live = useMemo(() => {
    const doneCounts = new Map(moving?.map((one) => [one.id, one.doneCount]));
    const rows = list.rows.map((row) =>
      isMoving(row.state) ? { ...row, doneCount: doneCounts.get(row.id) ?? row.doneCount } : row,
    );
    return { ...list, rows };
  }, [list, moving]);
  return (
    <ListPage>
      <OperationsHeader tab={page.tab} />
      <DataTable
        label={page.label}
        columns={page.columns}
        list={live}
        rowKey={idOf}
        onRowClick={(job) => setUrl({ id: job.id })}
        rowHeight={58}
        empty={
          <EmptyState
            {...empty}
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
        onClose={close}
        title={page.detailTitle}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        {url.id === '' ? null : detail(url.id, close)}
      </Modal>
    </ListPage>
  );
}

/** The state of a job, and a bar while it moves. */
export function stateColumn<T extends Job>(t: TFunction, barLabel: (job: T) => string): Column<T> {
  return {
    key: 'state',
    header: t('bulk.operations.state'),
    width: 'minmax(110px, 0.9fr)',
    cell: (job) => (
      <span className={classes.state}>
        <OperationStateBadge state={job.state} />
        {isMoving(job.state) ? <MeterBar inline moving value={shareOf(job)} label={barLabel(job)} /> : null}
      </span>
    ),
  };
}

/** Who ordered a job, and when. */
export function orderColumns<T extends Job>(t: TFunction, format: Format, byHeader: string): readonly Column<T>[] {
  return [
    {
      key: 'by',
      header: byHeader,
      width: 'minmax(100px, 0.8fr)',
      wideOnly: true,
      cell: (job) => job.createdByName ?? '—',
    },
    {
      key: 'at',
      header: t('bulk.operations.at'),
      width: '140px',
      wideOnly: true,
      cell: (job) => format.dateTime(job.createdAt),
    },
  ];
}
