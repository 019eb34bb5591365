import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { notify } from '../../lib/notify';
import { PageHeader } from '../../ui/page-header';
import { GroupForm } from './group-form';
import { useCreateGroup } from './groups.api';

/** A new delivery group. */
export function GroupNewPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateGroup();
  return (
    <>
      <PageHeader title={t('groups.new.title')} back={[{ to: '/groups', label: t('app.nav.groups') }]} />
      <Paper withBorder p="lg" maw={640}>
        <GroupForm
          submitLabel={t('app.action.create')}
          error={create.error}
          isPending={create.isPending}
          onCancel={() => void navigate('/groups')}
          onSubmit={async (input) => {
            const group = await create.mutateAsync(input);
            notify(t('groups.new.done'));
            await navigate(`/groups/${group.id}`);
          }}
        />
      </Paper>
    </>
  );
}
