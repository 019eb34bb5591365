import { Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, type Format } from '../../lib/format';
import { DataTable, type Column } from '../../ui/data-table';
import { NameCell } from '../../ui/name-cell';
import { PeopleLink } from '../../ui/people-link';
import type { RowList } from '../../ui/row-list';
import { ShareCell } from '../../ui/share-cell';
import { recipientsPath } from '../history/history.api';
import { useSubjectText } from '../mailings/subject.api';
import { openRateOf, type ReportOverview } from './reports.api';

type OverviewDelivery = ReportOverview['deliveries'][number];

const idOf = (delivery: OverviewDelivery) => delivery.deliveryId;
const hrefOf = (delivery: OverviewDelivery) => `/history/${delivery.deliveryId}`;
const nothing = () => {};

/** 配信ごとの結果: the deliveries of the chart, newest first; each number leads to its people. */
export function DeliveriesTable({ overview }: { overview: ReportOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const subjectText = useSubjectText();
  const columns = useMemo(() => deliveryColumns(t, format, subjectText), [t, format, subjectText]);
  const rows = useMemo(() => overview.deliveries.toReversed(), [overview.deliveries]);
  const list: RowList<OverviewDelivery> = {
    rows,
    isLoading: false,
    isLoadingMore: false,
    hasMore: false,
    error: null,
    loadMore: nothing,
    retry: nothing,
  };
  return (
    <section>
      <Title order={2} mb="xs">
        {t('reports.list.title')}
      </Title>
      <DataTable
        label={t('reports.list.title')}
        layout="fixed"
        maxHeight={640}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowHref={hrefOf}
        rowHeight={56}
        empty={null}
      />
    </section>
  );
}

function deliveryColumns(
  t: TFunction,
  format: Format,
  subjectText: (subject: string) => string,
): readonly Column<OverviewDelivery>[] {
  return [
    {
      key: 'subject',
      header: t('reports.list.subject'),
      width: 'minmax(210px, 3fr)',
      cell: (delivery) => (
        <NameCell
          name={subjectText(delivery.subject)}
          text={`${format.dateTime(delivery.startedAt)}・${delivery.groupName}`}
          to={hrefOf(delivery)}
        />
      ),
    },
    {
      key: 'success',
      header: t('reports.list.success'),
      width: '92px',
      align: 'end',
      cell: ({ deliveryId, figures }) => (
        <PeopleLink
          count={figures.successCount}
          to={recipientsPath(deliveryId, { result: 'success' })}
          label={t('reports.list.success')}
        />
      ),
    },
    {
      key: 'opened',
      header: t('reports.list.opened'),
      width: '130px',
      wideOnly: true,
      cell: ({ figures }) => (
        <ShareCell
          part={figures.openedCount}
          whole={openRateOf(figures) === null ? 0 : figures.successCount}
          label={t('reports.list.opened')}
        />
      ),
    },
    {
      key: 'clicked',
      header: t('reports.list.clicked'),
      width: '130px',
      wideOnly: true,
      cell: ({ figures }) => (
        <ShareCell part={figures.clickedCount} whole={figures.successCount} label={t('reports.list.clicked')} />
      ),
    },
    {
      key: 'errors',
      header: t('reports.list.errors'),
      width: '76px',
      align: 'end',
      wideOnly: true,
      cell: ({ figures }) => format.percent(figures.errorCount, figures.acceptedCount + figures.failedCount),
    },
    {
      key: 'unsubscribed',
      header: t('reports.list.unsubscribed'),
      width: '70px',
      align: 'end',
      wideOnly: true,
      cell: ({ deliveryId, figures }) => (
        <PeopleLink
          count={figures.unsubscribedCount}
          to={recipientsPath(deliveryId, { result: 'unsubscribed' })}
          label={t('reports.list.unsubscribed')}
        />
      ),
    },
  ];
}
