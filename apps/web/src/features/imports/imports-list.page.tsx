import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconUpload } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat, type Format } from '../../lib/format';
import { useProgress } from '../../lib/progress';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListPage } from '../../ui/list-page';
import { MeterBar } from '../../ui/meter-bar';
import { NameCell } from '../../ui/name-cell';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { ImportStateBadge } from './import-state-badge';
import classes from './imports-list.module.css';
import { importsQuery, OUTCOME_CLASSES, resultHref, type Import, type OutcomeClass } from './imports.api';
import { doneShare, hasResults, isMoving, withProgress } from './live-import';
import { operationKey } from './operations';

const idOf = (one: Import) => one.id;
const hrefOf = (one: Import) => (one.state === 'uploaded' ? `/imports/new?id=${one.id}` : `/imports/${one.id}`);

/** 一括登録・削除の処理結果: every CSV operation, with its counts as downloads of the rows behind them. */
export function ImportsListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useRowList(useInfiniteQuery(importsQuery.list()));
  const { progress } = useProgress();
  const list = useMemo(() => {
    const moving = new Map(progress?.imports.map((one) => [one.id, one]));
    return { ...query, rows: query.rows.map((row) => withProgress(row, moving.get(row.id))) };
  }, [query, progress]);
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false; // there the column of the operation is left out
  const columns = useMemo(() => importColumns(isNarrow, t, format), [isNarrow, t, format]);
  const add = (
    <Button component={Link} to="/imports/new" leftSection={<IconUpload size={16} />}>
      {t('imports.list.add')}
    </Button>
  );
  return (
    <ListPage>
      <PageHeader title={t('imports.list.title')} subtitle={t('imports.list.subtitle')} actions={add} />
      <DataTable
        label={t('imports.list.title')}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowHref={hrefOf}
        rowHeight={58}
        empty={
          <EmptyState
            icon={<IconUpload />}
            title={t('imports.list.emptyTitle')}
            text={t('imports.list.emptyText')}
            action={add}
          />
        }
      />
    </ListPage>
  );
}

function importColumns(isNarrow: boolean, t: TFunction, format: Format): readonly Column<Import>[] {
  return [
    {
      key: 'file',
      header: t('imports.list.file'),
      width: 'minmax(150px, 2.2fr)',
      cell: (one) => <NameCell name={one.fileName} text={whatOf(one, isNarrow, t, format)} to={hrefOf(one)} />,
    },
    {
      key: 'state',
      header: t('imports.list.state'),
      width: 'minmax(104px, 0.8fr)',
      cell: (one) => (
        <span className={classes.state}>
          <ImportStateBadge state={one.state} />
          {isMoving(one.state) ? (
            <MeterBar inline moving value={doneShare(one)} label={t('imports.list.progress', { name: one.fileName })} />
          ) : null}
        </span>
      ),
    },
    {
      key: 'operation',
      header: t('imports.list.operation'),
      width: 'minmax(110px, 1fr)',
      wideOnly: true,
      cell: (one) => (isSetUp(one) ? <OperationCell one={one} /> : '—'),
    },
    ...OUTCOME_CLASSES.map((only): Column<Import> => ({
      key: only,
      header: t(`imports.class.${only}`),
      width: '84px',
      align: 'end',
      wideOnly: true,
      cell: (one) => <CountLink one={one} only={only} />,
    })),
    {
      key: 'by',
      header: t('imports.list.by'),
      width: 'minmax(90px, 0.7fr)',
      wideOnly: true,
      cell: (one) => <span className={classes.by}>{one.createdBy ?? '—'}</span>,
    },
    {
      key: 'createdAt',
      header: t('imports.list.createdAt'),
      width: '140px',
      wideOnly: true,
      cell: (one) => format.dateTime(one.startedAt ?? one.createdAt),
    },
  ];
}

function whatOf(one: Import, isNarrow: boolean, t: TFunction, format: Format): string {
  const rows =
    one.counts.rows > 0
      ? t('imports.detail.summary', { count: one.counts.rows, size: format.bytes(one.fileBytes) })
      : format.bytes(one.fileBytes);
  return isNarrow && isSetUp(one) ? `${t(`imports.operation.${operationKey(one)}`)} · ${rows}` : rows;
}

/** Before it is started, the operation is not chosen yet. */
const isSetUp = ({ state }: Import): boolean => state !== 'created' && state !== 'uploaded';

function OperationCell({ one }: { one: Import }) {
  const { t } = useTranslation();
  return (
    <span className={classes.operation}>
      {t(`imports.operation.${operationKey(one)}`)}
      <span className={classes.target}>
        {one.target === 'group' ? (one.group?.name ?? '—') : t('imports.list.database')}
      </span>
    </span>
  );
}

function CountLink({ one, only }: { one: Import; only: OutcomeClass }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = one.counts[only];
  if (count === 0 || !hasResults(one)) return <span className={classes.none}>{format.number(count)}</span>;
  return (
    <a
      className={classes.count}
      data-class={only}
      download
      href={resultHref(one.id, only, 'utf-8')}
      aria-label={t('imports.list.download', {
        name: one.fileName,
        class: t(`imports.class.${only}`),
        rows: format.number(count),
      })}
    >
      {format.number(count)}
    </a>
  );
}
