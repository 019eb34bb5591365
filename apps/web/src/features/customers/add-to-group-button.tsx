import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTags } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import type { Schemas } from '../../lib/api';
import { useAddMembers, useGroups } from '../groups/groups.api';
import { GroupPicker } from '../groups/group-picker';

/** グループに追加: puts the chosen customers, or all that the filter finds, into a group, and says how many were new. */
export function AddToGroupButton(props: {
  who: Pick<Schemas['AddMembersRequest'], 'customerIds' | 'all'>;
  count: number | undefined;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  const [groupId, setGroupId] = useState<string | null>(null);
  const groups = useGroups();
  const add = useAddMembers();
  const submit = () => {
    if (groupId === null) return;
    add.mutate(
      { groupId, ...props.who },
      {
        onSuccess: ({ addedCount, heldBackCount, alreadyCount }) => {
          const group = groups.find((one) => one.id === groupId)?.name ?? '';
          notify(t('customers.addToGroup.done', { group, added: addedCount, already: alreadyCount }));
          if (heldBackCount > 0) notify(t('customers.addToGroup.heldBack', { count: heldBackCount }));
          dialog.close();
          props.onDone();
        },
      },
    );
  };
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconTags size={16} />}
        onClick={dialog.open}
      >
        {t('customers.addToGroup.open')}
      </Button>
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={t('customers.addToGroup.open')}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        <Stack>
          <Text size="sm">{t('customers.addToGroup.text', { count: props.count ?? 0 })}</Text>
          <GroupPicker label={t('customers.addToGroup.group')} value={groupId} onChange={setGroupId} data-autofocus />
          <ProblemAlert error={add.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t('app.action.cancel')}
            </Button>
            <Button disabled={groupId === null} loading={add.isPending} onClick={submit}>
              {t('customers.addToGroup.submit', { count: props.count ?? 0 })}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
