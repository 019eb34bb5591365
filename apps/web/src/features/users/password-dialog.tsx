import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { useChangePassword } from './session.api';

/** Changes the password of the signed-in user; their other sessions end. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const form = useForm({ mode: 'uncontrolled', initialValues: { currentPassword: '', newPassword: '' } });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit((values) =>
    change.mutate(values, {
      onError: showFields,
      onSuccess: () => {
        notify(t('users.password.done'));
        onClose();
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('users.password.title')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={change.error} fields={['currentPassword', 'newPassword']} />
          <PasswordInput
            label={t('users.password.current')}
            autoComplete="current-password"
            required
            data-autofocus
            key={form.key('currentPassword')}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={t('users.password.next')}
            description={t('users.setup.passwordHint')}
            autoComplete="new-password"
            required
            key={form.key('newPassword')}
            {...form.getInputProps('newPassword')}
          />
          <Text size="xs" c="dimmed">
            {t('users.password.text')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.action.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {t('app.action.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
