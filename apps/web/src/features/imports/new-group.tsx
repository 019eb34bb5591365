import { Button, Group as Row, Modal, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { useCreateGroup } from '../groups/groups.api';

/** Makes a group without leaving the import. */
export function NewGroup({ onCreated }: { onCreated: (id: string) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const create = useCreateGroup();
  const close = () => {
    setOpened(false);
    setName('');
    create.reset();
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => setOpened(true)}>
        {t('imports.options.newGroup')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('imports.options.newGroup')}
        closeButtonProps={{ 'aria-label': t('app.action.close') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate(
              { name: name.trim() },
              {
                onSuccess: (group) => {
                  onCreated(group.id);
                  close();
                },
              },
            );
          }}
        >
          <Stack>
            <ProblemAlert error={create.error} />
            <TextInput
              label={t('imports.options.newGroupName')}
              required
              maxLength={100}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Row justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('app.action.cancel')}
              </Button>
              <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
                {t('app.action.create')}
              </Button>
            </Row>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
