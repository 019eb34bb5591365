import { Button, Group as Row, Modal, Paper, Radio, Stack, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { GroupPicker } from '../groups/group-picker';
import { useCreateGroup } from '../groups/groups.api';
import { useMay } from '../users/session.api';
import type { StartImport } from './imports.api';

/** Group, overwriting and empty cells. */
export function ImportOptions({
  setup,
  onChange,
}: {
  setup: StartImport;
  onChange: (changes: Partial<StartImport>) => void;
}) {
  const { t } = useTranslation();
  const mayCreateGroups = useMay('group.write');
  return (
    <Paper withBorder p="md">
      <Title order={2} mb="sm">
        {t('imports.options.title')}
      </Title>
      <Stack gap="md">
        <Row align="flex-end" gap="sm">
          <GroupPicker
            label={t('imports.options.group')}
            description={t('imports.options.groupHint')}
            clearable
            w={{ base: '100%', xs: 340 }}
            value={setup.groupId ?? null}
            onChange={(groupId) => onChange({ groupId })}
          />
          {mayCreateGroups ? <NewGroup onCreated={(groupId) => onChange({ groupId })} /> : null}
        </Row>
        <Radio.Group
          label={t('imports.options.overwrite')}
          value={setup.overwrite ? 'yes' : 'no'}
          onChange={(value) => onChange({ overwrite: value === 'yes' })}
        >
          <Stack gap={8} mt={4}>
            <Radio
              value="no"
              label={t('imports.options.overwriteNo')}
              description={t('imports.options.overwriteNoHint')}
            />
            <Radio
              value="yes"
              label={t('imports.options.overwriteYes')}
              description={t('imports.options.overwriteYesHint')}
            />
          </Stack>
        </Radio.Group>
        {setup.overwrite ? (
          <Radio.Group
            label={t('imports.options.emptyCells')}
            value={setup.emptyCells}
            onChange={(value) => onChange({ emptyCells: value as StartImport['emptyCells'] })}
          >
            <Row gap="lg" mt={4}>
              <Radio value="keep" label={t('imports.options.keep')} />
              <Radio value="blank" label={t('imports.options.blank')} />
            </Row>
          </Radio.Group>
        ) : null}
      </Stack>
    </Paper>
  );
}

function NewGroup({ onCreated }: { onCreated: (id: string) => void }) {
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
