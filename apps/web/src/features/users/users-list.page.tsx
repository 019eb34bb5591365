import { Button, Group } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ConfirmDialog } from '../../ui/confirm-button';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { InitialAvatar } from '../../ui/initial-avatar';
import { ListPage } from '../../ui/list-page';
import { NameCell } from '../../ui/name-cell';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { StatusBadge } from '../../ui/status-badge';
import { roleName } from './role-badge';
import { useUser } from './session.api';
import { UserDrawer } from './user-drawer';
import { useChangeUser, usersQuery, type User } from './users.api';

const idOf = (user: User) => user.id;

/** ユーザー: who may sign in, with which role. */
export function UsersListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useUser()?.id;
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const list = useRowList(useInfiniteQuery(usersQuery.list()));
  const columns = useMemo<readonly Column<User>[]>(
    () => [
      {
        key: 'name',
        header: t('users.field.name'),
        width: 'minmax(220px, 2fr)',
        cell: (user) => (
          <NameCell
            icon={<InitialAvatar name={user.name} />}
            name={user.name}
            text={user.email}
            onClick={() => setEdited(user)}
          />
        ),
      },
      {
        key: 'role',
        header: t('users.field.role'),
        width: 'minmax(100px, 1fr)',
        cell: (user) => roleName(t, user.role),
      },
      {
        key: 'state',
        header: t('users.field.state'),
        width: '110px',
        cell: (user) => (
          <StatusBadge tone={user.disabledAt === null ? 'green' : 'gray'}>
            {t(user.disabledAt === null ? 'users.state.active' : 'users.state.disabled')}
          </StatusBadge>
        ),
      },
      {
        key: 'lastSignInAt',
        header: t('users.field.lastSignIn'),
        width: '150px',
        wideOnly: true,
        cell: (user) => format.dateTime(user.lastSignInAt),
      },
      {
        key: 'act',
        header: '',
        width: '96px',
        align: 'end',
        cell: (user) => (user.id === own ? null : <DisableSwitch user={user} />),
      },
    ],
    [t, format, own],
  );
  return (
    <ListPage>
      <PageHeader
        title={t('users.list.title')}
        subtitle={t('users.list.subtitle')}
        actions={
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setEdited('new')}>
            {t('users.list.add')}
          </Button>
        }
      />
      <DataTable
        label={t('users.list.title')}
        columns={columns}
        list={list}
        rowKey={idOf}
        onRowClick={setEdited}
        empty={<EmptyState icon={<IconUsers />} title={t('users.list.title')} />}
      />
      {edited === null ? null : (
        <Suspense>
          <UserDrawer user={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </ListPage>
  );
}

/** 無効にする / 有効にする, asked first: a disabled user is signed out at once. */
function DisableSwitch({ user }: { user: User }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const change = useChangeUser();
  const disable = user.disabledAt === null;
  return (
    <Group component="span" justify="flex-end">
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setAsked(true)}>
        {t(disable ? 'users.disable.action' : 'users.enable.action')}
      </Button>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        danger={disable}
        title={t(disable ? 'users.disable.title' : 'users.enable.title')}
        text={t(disable ? 'users.disable.text' : 'users.enable.text', { name: user.name })}
        confirmLabel={t(disable ? 'users.disable.action' : 'users.enable.action')}
        onConfirm={() => change.mutateAsync({ id: user.id, disabled: disable })}
      />
    </Group>
  );
}
