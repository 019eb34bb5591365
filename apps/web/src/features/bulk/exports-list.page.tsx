import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFileDownload } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, type Format } from '../../lib/format';
import { useProgress } from '../../lib/progress';
import type { Column } from '../../ui/data-table';
import { NameCell } from '../../ui/name-cell';
import { useRowList } from '../../ui/row-list';
import { customerExportsQuery, fileHref, isMoving, type CustomerExport } from './bulk.api';
import { ExportProgress } from './export-progress';
import { JobsListPage, orderColumns, stateColumn } from './jobs-list-page';
import { whoseOf } from './operation-words';
import classes from './operations-list.module.css';

/** CSV 出力: the files of the last time, to be taken for a day, and who took them. */
export function ExportsListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useRowList(useInfiniteQuery(customerExportsQuery.list()));
  const { progress } = useProgress();
  const columns = useMemo(() => exportListColumns(t, format), [t, format]);
  return (
    <JobsListPage
      tab="exports"
      label={t('bulk.operations.tabExports')}
      list={list}
      moving={progress?.exports}
      columns={columns}
      empty={{ icon: <IconFileDownload />, title: t('bulk.export.emptyTitle'), text: t('bulk.export.emptyText') }}
      detailTitle={t('bulk.export.detail')}
      detail={(id, onClose) => <ExportProgress id={id} onClose={onClose} />}
    />
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
    stateColumn(t, () => t('bulk.export.bar')),
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
    ...orderColumns<CustomerExport>(t, format, t('bulk.export.by')),
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
