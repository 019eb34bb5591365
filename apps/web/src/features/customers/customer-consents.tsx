import { ActionIcon, Button, Group, Menu, Paper, Text, Title, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconDownload, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { ConfirmDialog } from '../../ui/confirm-button';
import { ErrorState } from '../../ui/error-state';
import { useMay } from '../users/session.api';
import { ConsentDialog } from './consent-dialog';
import { ConsentList } from './consent-list';
import { consentsCsvUrl, consentsQuery, useWithdrawConsent, type Consent } from './consents.api';

/** The consents of a customer (J-33), which may be recorded, marked as withdrawn and exported here. */
export function CustomerConsents({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(consentsQuery(customerId));
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('customer.write');
  const mayExport = useMay('customer.export');
  return (
    <Paper withBorder p="lg" mt="lg" component="section" aria-label={t('person.consents.title')}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{t('person.consents.title')}</Title>
        {mayExport && data && data.length > 0 ? (
          <Button
            component="a"
            href={consentsCsvUrl(customerId, 'utf-8')}
            download
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={15} />}
          >
            {t('person.consents.csv')}
          </Button>
        ) : null}
      </Group>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('person.consents.empty')}
        </Text>
      ) : null}
      <ConsentList
        consents={data ?? []}
        action={(consent) =>
          mayWrite && consent.withdrawnAt === null ? <WithdrawMenu customerId={customerId} consent={consent} /> : null
        }
      />
      {mayWrite ? (
        <Button variant="default" mt="sm" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
          {t('person.consents.add')}
        </Button>
      ) : null}
      {adding ? <ConsentDialog customerId={customerId} onClose={() => setAdding(false)} /> : null}
    </Paper>
  );
}

function WithdrawMenu({ customerId, consent }: { customerId: string; consent: Consent }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const withdraw = useWithdrawConsent(customerId);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Tooltip label={t('app.action.moreActions')}>
            <ActionIcon variant="subtle" color="gray" aria-label={`${consent.purpose}: ${t('app.action.moreActions')}`}>
              <IconDots size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsked(true)}>{t('person.consents.withdraw')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('person.consents.withdrawTitle')}
        text={t('person.consents.withdrawText', { purpose: consent.purpose })}
        confirmLabel={t('person.consents.withdraw')}
        onConfirm={async () => {
          await withdraw.mutateAsync(consent.id);
          notify(t('person.consents.withdrawDone'));
        }}
      />
    </>
  );
}
