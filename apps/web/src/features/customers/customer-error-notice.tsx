import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmButton } from '../../ui/confirm-button';
import { useMay } from '../users/session.api';
import { useResetStatus, type Customer } from './customers.api';

/** Above the page of a customer in error: what that means, and the way back (C-15). Nothing for the others. */
export function CustomerErrorNotice({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMay('customer.write');
  const reset = useResetStatus(customer.id);
  if (customer.status !== 'error') return null;
  const count = customer.errorCount;
  return (
    <Alert color="red" mb="md" icon={<IconAlertTriangle />} title={t('customerErrors.statusTitle')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex={1} miw={220}>
          {t('customerErrors.statusText', { at: format.dateTime(customer.statusChangedAt), count })}
        </Text>
        {mayWrite ? (
          <ConfirmButton
            label={t('customerErrors.reset')}
            button={{ size: 'xs', variant: 'default' }}
            title={t('customerErrors.resetTitle')}
            text={
              <>
                {t('customerErrors.resetText', { count })}
                <br />
                {t('customerErrors.resetWhy')}
              </>
            }
            confirmLabel={t('customerErrors.reset')}
            onConfirm={async () => {
              await reset.mutateAsync();
              notify(t('customerErrors.resetDone'));
            }}
          />
        ) : null}
      </Group>
    </Alert>
  );
}
