import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { FormDialog, UnsavedGuard } from '../../ui/unsaved';
import { useChangeSender, useCreateSender, type Sender } from './senders.api';

/** A new From address, or changes to one; `sender` is null for a new one. */
export function SenderDialog({ sender, onClose }: { sender: Sender | null; onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateSender();
  const change = useChangeSender();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      displayName: sender?.displayName ?? '',
      email: sender?.email ?? '',
      replyTo: sender?.replyTo ?? '',
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit(({ replyTo, ...rest }) => {
    const body = { ...rest, replyTo: replyTo.trim() === '' ? null : replyTo };
    const after = {
      onError: showFields,
      onSuccess: () => {
        notify(t('app.state.saved'));
        onClose();
      },
    };
    if (sender) change.mutate({ id: sender.id, ...body }, after);
    else create.mutate(body, after);
  });
  return (
    <FormDialog opened onClose={onClose} title={t(sender ? 'settings.senders.edit' : 'settings.senders.add')}>
      {(close) => (
        <>
          <UnsavedGuard isUnsaved={() => form.isDirty()} />
          <form onSubmit={submit} noValidate>
            <Stack>
              <ProblemAlert error={create.error ?? change.error} fields={Object.keys(form.getInitialValues())} />
              <TextInput
                label={t('settings.senders.displayName')}
                description={t('settings.senders.displayNameHint')}
                required
                data-autofocus
                key={form.key('displayName')}
                {...form.getInputProps('displayName')}
              />
              <TextInput
                label={t('settings.senders.email')}
                description={t('settings.senders.emailHint')}
                type="email"
                required
                key={form.key('email')}
                {...form.getInputProps('email')}
              />
              <TextInput
                label={t('settings.senders.replyTo')}
                description={t('settings.senders.replyToHint')}
                type="email"
                key={form.key('replyTo')}
                {...form.getInputProps('replyTo')}
              />
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  {t('app.action.cancel')}
                </Button>
                <Button type="submit" loading={create.isPending || change.isPending}>
                  {t('app.action.save')}
                </Button>
              </Group>
            </Stack>
          </form>
        </>
      )}
    </FormDialog>
  );
}
