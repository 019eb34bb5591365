import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { ConsentFields, toConsentInput, useEmptyConsent } from './consent-fields';
import { useAddConsent } from './consents.api';

/** Records a consent of a customer by hand. */
export function ConsentDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(useEmptyConsent());
  const add = useAddConsent(customerId);
  const input = toConsentInput(draft);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('person.consents.addTitle')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
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
            <Button variant="default" onClick={onClose}>
              {t('app.action.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={!input || draft.purpose.trim() === ''}>
              {t('person.consents.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
