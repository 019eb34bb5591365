import { Anchor, Group, Paper, Title } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat, type Format } from '../../lib/format';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { NameCell } from '../../ui/name-cell';
import { wholeList } from '../../ui/row-list';
import { ShareCell } from '../../ui/share-cell';
import { DeliveryRunBadge } from '../delivery/delivery-run-badge';
import { useSubjectText } from '../mailings/subject.api';
import type { HomeDelivery } from './home.api';

const idOf = (delivery: HomeDelivery) => delivery.id;
const hrefOf = (delivery: HomeDelivery) => `/history/${delivery.id}`;

/** 最近の配信: the last five that ended, with how they were received. */
export function RecentDeliveries({ deliveries }: { deliveries: readonly HomeDelivery[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const subjectText = useSubjectText();
  const columns = useMemo(() => recentColumns(t, format, subjectText), [t, format, subjectText]);
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{t('home.recent.title')}</Title>
        <Anchor component={Link} to="/history" size="sm">
          {t('home.recent.all')}
        </Anchor>
      </Group>
      {deliveries.length === 0 ? (
        <Paper withBorder>
          <EmptyState icon={<IconHistory />} title={t('home.recent.empty')} />
        </Paper>
      ) : (
        <DataTable
          label={t('home.recent.title')}
          layout="fixed"
          columns={columns}
          list={wholeList(deliveries)}
          rowKey={idOf}
          rowHref={hrefOf}
          rowHeight={56}
          empty={null}
        />
      )}
    </section>
  );
}

function recentColumns(
  t: TFunction,
  format: Format,
  subjectText: (subject: string) => string,
): readonly Column<HomeDelivery>[] {
  return [
    {
      key: 'subject',
      header: t('home.recent.subject'),
      width: 'minmax(200px, 3fr)',
      cell: (delivery) => (
        <NameCell
          name={subjectText(delivery.subject)}
          text={`${delivery.groupName}・${format.dateTime(delivery.startsAt)}`}
          to={hrefOf(delivery)}
        />
      ),
    },
    {
      key: 'state',
      header: t('home.recent.state'),
      width: '88px',
      cell: (delivery) => <DeliveryRunBadge state={delivery.state} />,
    },
    {
      key: 'success',
      header: t('home.recent.success'),
      width: '100px',
      align: 'end',
      wideOnly: true,
      cell: (delivery) => format.number(delivery.successCount),
    },
    {
      key: 'opened',
      header: t('home.recent.opened'),
      width: '140px',
      wideOnly: true,
      cell: (delivery) => (
        <ShareCell part={delivery.openedCount} whole={delivery.successCount} label={t('home.recent.opened')} />
      ),
    },
    {
      key: 'clicked',
      header: t('home.recent.clicked'),
      width: '140px',
      wideOnly: true,
      cell: (delivery) => (
        <ShareCell part={delivery.clickedCount} whole={delivery.successCount} label={t('home.recent.clicked')} />
      ),
    },
  ];
}
