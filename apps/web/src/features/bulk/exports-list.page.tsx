import { Button, Modal } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFileDownload } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat, type Format } from '../../lib/format';
import { useProgress } from '../../lib/progress';
import { useUrlState } from '../../lib/url-state';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListPage } from '../../ui/list-page';
import { MeterBar } from '../../ui/meter-bar';
import { NameCell } from '../../ui/name-cell';
import { useRowList } from '../../ui/row-list';
import { customerExportsQuery, fileHref, isMoving, type CustomerExport } from './bulk.api';
import { ExportProgress } from './export-progress';
import { OperationStateBadge } from './operation-state-badge';
import { shareOf, whoseOf } from './operation-words';
import { OperationsHeader } from './operations-header';
import classes from './operations-list.module.css';

const idOf = (one: CustomerExport) => one.id;

/** CSV 出力: the files of the last time, to be taken for a day, and who took them. */
export function ExportsListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState({ id: '' });
  const query = useRowList(useInfiniteQuery(customerExportsQuery.list()));
  const { progress } = useProgress();
  const list = useMemo(() => {
    const moving = new Map(progress?.exports.map((one) => [one.id, one.doneCount]));
    const rows = query.rows.map((row) =>
      isMoving(row.state) ? { ...row, doneCount: moving.get(row.id) ?? row.doneCount } : row,
    );
    return { ...query, rows };
  }, [query, progress]);
  const columns = useMemo(() => exportListColumns(t, format), [t, format]);
  return (
    <ListPage>
      <OperationsHeader tab="exports" />
      <DataTable
        label={t('bulk.operations.tabExports')}
        columns={columns}
        list={list}
        rowKey={idOf}
        onRowClick={(one) => setUrl({ id: one.id })}
        rowHeight={58}
        empty={
          <EmptyState
            icon={<IconFileDownload />}
            title={t('bulk.export.emptyTitle')}
            text={t('bulk.export.emptyText')}
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
        title={t('bulk.export.detail')}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        {url.id === '' ? null : <ExportProgress id={url.id} onClose={() => setUrl({ id: '' })} />}
      </Modal>
    </ListPage>
  );
}

function exportListColumns(t: TFunction, format: Format): readonly Column<CustomerExport>[] {
  return [
    {
      key: 'what',
      header: t('bulk.export.file'),
      width: 'minmax(180px, 2fr)',
      cell: (one) => (
        <NameCell
          name={
            one.group === null
              ? whoseOf(one.target, t)
              : t('bulk.export.members', { group: one.group.name ?? t('bulk.operations.goneGroup') })
          }
          text={[
            t('bulk.export.columnCount', { count: one.columns.length }),
            one.encoding === 'utf-8' ? 'UTF-8' : 'Shift_JIS',
          ].join('・')}
          to={`/operations/exports?id=${one.id}`}
        />
      ),
    },
    {
      key: 'state',
      header: t('bulk.operations.state'),
      width: 'minmax(110px, 0.9fr)',
      cell: (one) => (
        <span className={classes.state}>
          <OperationStateBadge state={one.state} />
          {isMoving(one.state) ? <MeterBar inline moving value={shareOf(one)} label={t('bulk.export.bar')} /> : null}
        </span>
      ),
    },
    {
      key: 'rows',
      header: t('bulk.export.rows'),
      width: '100px',
      align: 'end',
      wideOnly: true,
      cell: (one) => format.number(isMoving(one.state) ? one.totalCount : one.doneCount),
    },
    {
      key: 'download',
      header: t('bulk.export.take'),
      width: 'minmax(176px, 1fr)',
      cell: (one) => <DownloadCell one={one} t={t} format={format} />,
    },
    {
      key: 'downloads',
      header: t('bulk.export.downloads'),
      width: 'minmax(190px, 1fr)',
      wideOnly: true,
      cell: (one) => <Downloads one={one} t={t} format={format} />,
    },
    {
      key: 'by',
      header: t('bulk.export.by'),
      width: 'minmax(100px, 0.8fr)',
      wideOnly: true,
      cell: (one) => one.createdByName ?? '—',
    },
    {
      key: 'at',
      header: t('bulk.operations.at'),
      width: '140px',
      wideOnly: true,
      cell: (one) => format.dateTime(one.createdAt),
    },
  ];
}

function DownloadCell({ one, t, format }: { one: CustomerExport; t: TFunction; format: Format }) {
  if (one.fileUntil !== null)
    return (
      <a className={classes.download} href={fileHref(one.id)} download>
        {`${t('bulk.export.download')} (${format.bytes(one.fileBytes)})`}
      </a>
    );
  return <span className={classes.gone}>{one.state === 'finished' ? t('bulk.export.gone') : '—'}</span>;
}

function Downloads({ one, t, format }: { one: CustomerExport; t: TFunction; format: Format }) {
  const [last] = one.downloads;
  if (!last) return <span className={classes.gone}>{t('bulk.export.notYet')}</span>;
  const name = last.userName ?? '—';
  const latest = t('bulk.export.downloadedBy', { name, at: format.dateTime(last.at) });
  return <span title={latest}>{latest}</span>;
}
