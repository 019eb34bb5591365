import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListPage } from '../../ui/list-page';
import { NameCell } from '../../ui/name-cell';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { useMay } from '../users/session.api';
import { GroupDot } from './group-badge';
import { groupsQuery, type Group } from './groups.api';

const idOf = (group: Group) => group.id;
const hrefOf = (group: Group) => `/groups/${group.id}`;

/** グループ: the delivery groups and how many people each can reach. */
export function GroupsListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useRowList(useInfiniteQuery(groupsQuery.list()));
  const mayWrite = useMay('group.write');
  const columns = useMemo<readonly Column<Group>[]>(
    () => [
      {
        key: 'name',
        header: t('groups.column.name'),
        width: 'minmax(200px, 2.4fr)',
        cell: (group) => (
          <NameCell
            icon={<GroupDot colour={group.colour} />}
            name={group.name}
            text={group.description}
            to={hrefOf(group)}
          />
        ),
      },
      {
        key: 'active',
        header: t('groups.state.active'),
        width: '96px',
        align: 'end',
        cell: (group) => format.number(group.members.active),
      },
      {
        key: 'stopped',
        header: t('groups.state.stopped'),
        width: '96px',
        align: 'end',
        wideOnly: true,
        cell: (group) => format.number(group.members.stopped),
      },
      {
        key: 'banned',
        header: t('groups.state.banned'),
        width: '96px',
        align: 'end',
        wideOnly: true,
        cell: (group) => format.number(group.members.banned),
      },
      {
        key: 'sender',
        header: t('groups.column.sender'),
        width: 'minmax(160px, 1.5fr)',
        wideOnly: true,
        cell: (group) => group.sender?.email ?? '—',
      },
      {
        key: 'createdAt',
        header: t('groups.column.createdAt'),
        width: '104px',
        wideOnly: true,
        cell: (group) => format.date(group.createdAt),
      },
    ],
    [t, format],
  );
  const add = mayWrite ? (
    <Button component={Link} to="/groups/new" leftSection={<IconPlus size={16} />}>
      {t('groups.list.add')}
    </Button>
  ) : undefined;
  return (
    <ListPage>
      <PageHeader title={t('groups.list.title')} subtitle={t('groups.list.subtitle')} actions={add} />
      <DataTable
        label={t('groups.list.title')}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowHref={hrefOf}
        rowHeight={54}
        empty={
          <EmptyState
            icon={<IconUsersGroup />}
            title={t('groups.list.emptyTitle')}
            text={t('groups.list.emptyText')}
            action={add}
          />
        }
      />
    </ListPage>
  );
}
