import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useSuspenseQuery } from '@tanstack/react-query';
import { IconMailPlus, IconPencil, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmButton } from '../../ui/confirm-button';
import { ListPage } from '../../ui/list-page';
import { PageHeader } from '../../ui/page-header';
import { FormDrawer } from '../../ui/unsaved';
import { useMay } from '../users/session.api';
import { AddMembersDialog } from './add-members-dialog';
import { GroupDot } from './group-badge';
import { GroupForm } from './group-form';
import { GroupMembers } from './group-members';
import { groupsQuery, useDeleteGroup, useUpdateGroup, type Group } from './groups.api';

/** One group: who is in it, in which delivery state, and what it is for. */
export function GroupDetailPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useParams().id ?? '';
  const { data: group } = useSuspenseQuery(groupsQuery.detail(id));
  const facts = [
    t('groups.detail.members', { count: group.members.total, active: format.number(group.members.active) }),
    group.sender ? t('groups.detail.sender', { email: group.sender.email }) : null,
    group.description === '' ? null : group.description,
  ].filter((fact) => fact !== null);
  return (
    <ListPage>
      <PageHeader
        title={group.name}
        badge={<GroupDot colour={group.colour} />}
        subtitle={facts.join('・')}
        back={[{ to: '/groups', label: t('app.nav.groups') }]}
        actions={<Actions group={group} />}
      />
      <GroupMembers group={group} />
    </ListPage>
  );
}

function Actions({ group }: { group: Group }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [editing, drawer] = useDisclosure(false);
  const [adding, dialog] = useDisclosure(false);
  const update = useUpdateGroup(group.id);
  const remove = useDeleteGroup(group.id);
  const mayWrite = useMay('group.write');
  const mayCompose = useMay('mailing.write');
  const mayAdd = useMay('customer.read') && mayWrite;
  return (
    <>
      {mayWrite ? (
        <>
          <ConfirmButton
            label={t('app.action.delete')}
            button={{ variant: 'default', leftSection: <IconTrash size={16} /> }}
            danger
            title={t('groups.delete.title')}
            text={t('groups.delete.text', { name: group.name, count: group.members.total })}
            typeToConfirm={group.members.total > 0 ? group.name : undefined}
            confirmLabel={t('groups.delete.confirm')}
            onConfirm={async () => {
              await remove.mutateAsync(async () => navigate('/groups', { replace: true }));
              notify(t('app.state.deleted'));
            }}
          />
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={drawer.open}>
            {t('app.action.edit')}
          </Button>
        </>
      ) : null}
      {mayAdd ? (
        <Button variant="default" leftSection={<IconUserPlus size={16} />} onClick={dialog.open}>
          {t('groups.add.open')}
        </Button>
      ) : null}
      {mayCompose ? (
        <Button component={Link} to={`/mailings/new?group=${group.id}`} leftSection={<IconMailPlus size={16} />}>
          {t('app.header.compose')}
        </Button>
      ) : null}
      <AddMembersDialog group={group} opened={adding} onClose={dialog.close} />
      <FormDrawer opened={editing} onClose={drawer.close} title={t('groups.edit.title')}>
        {(close) => (
          <GroupForm
            initial={group}
            submitLabel={t('app.action.save')}
            error={update.error}
            isPending={update.isPending}
            onCancel={close}
            onSubmit={async (input) => {
              await update.mutateAsync(input);
              notify(t('app.state.saved'));
              drawer.close();
            }}
          />
        )}
      </FormDrawer>
    </>
  );
}
