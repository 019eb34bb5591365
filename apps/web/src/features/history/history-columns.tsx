import type { TFunction } from 'i18next';
import type { Format } from '../../lib/format';
import type { Column } from '../../ui/data-table';
import { MeterBar } from '../../ui/meter-bar';
import { NameCell } from '../../ui/name-cell';
import { PeopleLink } from '../../ui/people-link';
import { DeliveryRunBadge } from '../delivery/delivery-run-badge';
import { recipientsPath, type HistoryItem, type HistoryResult } from './history.api';
import classes from './history-list.module.css';

/** The columns of the manual's 配信履歴: ID, 配信日時, 件名, グループ, 配信数, 開封, クリック, 形式. */
export function historyColumns(
  t: TFunction,
  format: Format,
  subjectText: (subject: string) => string,
): readonly Column<HistoryItem>[] {
  const people = (item: HistoryItem, result: HistoryResult, count: number, label: string) =>
    item.recipientsPruned ? (
      format.number(count)
    ) : (
      <PeopleLink count={count} to={recipientsPath(item.deliveryId, { result })} label={label} />
    );
  const share = (item: HistoryItem, result: 'opened' | 'clicked') => {
    const { figures } = item;
    const count = result === 'opened' ? figures.openedCount : figures.clickedCount;
    if (result === 'opened' && item.format === 'text') return <span className={classes.none}>—</span>;
    const name = t(result === 'opened' ? 'history.list.openedBy' : 'history.list.clickedBy', {
      subject: subjectText(item.subject),
    });
    return (
      <span className={classes.share}>
        <span className={classes.count}>{people(item, result, count, name)}</span>
        <MeterBar
          inline
          value={figures.successCount > 0 ? count / figures.successCount : 0}
          label={t(result === 'opened' ? 'history.list.openRate' : 'history.list.clickRate')}
        />
        <span className={classes.rate}>{format.percent(count, figures.successCount)}</span>
      </span>
    );
  };
  return [
    {
      key: 'id',
      header: t('history.list.id'),
      width: '52px',
      wideOnly: true,
      cell: (item) => <span className={classes.id}>{item.deliveryId}</span>,
    },
    {
      key: 'subject',
      header: t('history.list.subject'),
      width: 'minmax(220px, 3fr)',
      cell: (item) => (
        <NameCell
          name={subjectText(item.subject)}
          text={`${format.dateTime(item.startedAt ?? item.startsAt)}・${item.groupName}`}
          to={`/history/${item.deliveryId}`}
        />
      ),
    },
    {
      key: 'state',
      header: t('history.list.state'),
      width: '86px',
      cell: (item) => <DeliveryRunBadge state={item.state} />,
    },
    {
      key: 'recipients',
      header: t('history.list.recipients'),
      width: '92px',
      align: 'end',
      wideOnly: true,
      cell: (item) =>
        people(
          item,
          'all',
          item.figures.recipientCount,
          t('history.list.everybody', { subject: subjectText(item.subject) }),
        ),
    },
    {
      key: 'opened',
      header: t('history.list.opened'),
      width: '186px',
      wideOnly: true,
      cell: (item) => share(item, 'opened'),
    },
    {
      key: 'clicked',
      header: t('history.list.clicked'),
      width: '186px',
      wideOnly: true,
      cell: (item) => share(item, 'clicked'),
    },
    {
      key: 'format',
      header: t('history.list.format'),
      width: '70px',
      wideOnly: true,
      cell: (item) => t(`history.list.${item.format}`),
    },
  ];
}
