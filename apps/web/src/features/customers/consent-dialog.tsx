import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { FormDialog, UnsavedGuard } from '../../ui/unsaved';
import { ConsentFields, toConsentInput, useEmptyConsent } from './consent-fields';
import { useAddConsent } from './consents.api';

/** Records a consent of a customer by hand. */
export function ConsentDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [empty] = useState(useEmptyConsent());
  const [draft, setDraft] = useState(empty);
  const add = useAddConsent(customerId);
  const input = toConsentInput(draft);
  return (
    <FormDialog opened onClose={onClose} title={t('person.consents.addTitle')}>
      {(close) => (
        <>
          <UnsavedGuard isUnsaved={() => draft !== empty} />
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              if (!input) return;
              add.mutate(input, {
                onSuccess: () => {
                  notify(t('person.consents.added'));
                  onClose();
                },
              });
            }}
          >
            <Stack>
              <Text size="sm">{t('person.consents.addText')}</Text>
              <ProblemAlert error={add.error} />
              <ConsentFields value={draft} onChange={setDraft} />
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  {t('app.action.cancel')}
                </Button>
                <Button type="submit" loading={add.isPending} disabled={!input || draft.purpose.trim() === ''}>
                  {t('person.consents.submit')}
                </Button>
              </Group>
            </Stack>
          </form>
        </>
      )}
    </FormDialog>
  );
}
