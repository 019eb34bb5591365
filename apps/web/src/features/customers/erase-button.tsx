import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { FormDialog, UnsavedGuard } from '../../ui/unsaved';
import { useErase, type ErasureInput } from './erasures.api';

/** Erases a person (right to be forgotten): the address is typed, and the proof's page opens. */
export function EraseButton(props: { customerId: string; email: string; groupCount: number }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconEraser size={16} />} onClick={() => setOpened(true)}>
        {t('person.erasure.action')}
      </Button>
      {opened ? (
        <EraseDialog
          email={props.email}
          customerId={props.customerId}
          groupCount={props.groupCount}
          onClose={() => setOpened(false)}
        />
      ) : null}
    </>
  );
}

const NO_OPTIONS = { note: '', refuseMail: true, removeImportFiles: false };

/** The order to erase: what it means with numbers, what goes along, and the address as a confirmation. */
export function EraseDialog(props: { email: string; customerId?: string; groupCount: number; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const erase = useErase();
  const [typed, setTyped] = useState('');
  const [options, setOptions] = useState(NO_OPTIONS);
  const [isOrdered, setOrdered] = useState(false);
  const submit = () => {
    const input: ErasureInput = {
      email: typed.trim(),
      ...options,
      ...(props.customerId === undefined ? {} : { customerId: props.customerId }),
    };
    setOrdered(true);
    erase.mutate(input, {
      onError: () => setOrdered(false),
      onSuccess: (erasure) => {
        notify(t('person.erasure.started'));
        void navigate(`/erasures/${erasure.id}`);
      },
    });
  };
  return (
    <FormDialog opened onClose={props.onClose} size="lg" title={t('person.erasure.title', { email: props.email })}>
      {(close) => (
        <>
          <UnsavedGuard isUnsaved={() => !isOrdered && (typed !== '' || options !== NO_OPTIONS)} />
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            <Stack>
              <Text size="sm">{t('person.erasure.text', { count: props.groupCount })}</Text>
              <ProblemAlert error={erase.error} />
              <Textarea
                label={t('person.erasure.note')}
                description={t('person.erasure.noteHint')}
                autosize
                minRows={2}
                maxLength={500}
                value={options.note}
                onChange={(event) => setOptions({ ...options, note: event.currentTarget.value })}
              />
              <Checkbox
                label={t('person.erasure.refuseMail')}
                description={t('person.erasure.refuseMailHint')}
                checked={options.refuseMail}
                onChange={(event) => setOptions({ ...options, refuseMail: event.currentTarget.checked })}
              />
              <Checkbox
                label={t('person.erasure.removeImportFiles')}
                description={t('person.erasure.removeImportFilesHint')}
                checked={options.removeImportFiles}
                onChange={(event) => setOptions({ ...options, removeImportFiles: event.currentTarget.checked })}
              />
              <TextInput
                label={t('person.erasure.confirm')}
                placeholder={props.email}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                autoComplete="off"
                required
              />
              <Group justify="flex-end">
                <Button variant="default" onClick={close} data-autofocus>
                  {t('app.action.cancel')}
                </Button>
                <Button
                  type="submit"
                  color="red.9"
                  loading={erase.isPending}
                  disabled={typed.trim().toLowerCase() !== props.email.toLowerCase()}
                >
                  {t('person.erasure.submit')}
                </Button>
              </Group>
            </Stack>
          </form>
        </>
      )}
    </FormDialog>
  );
}
