import { Alert, Group, Paper, Switch, Text, Title } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { IconArrowsSplit, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../lib/api';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { ConfirmButton, ConfirmDialog } from '../../ui/confirm-button';
import { ErrorState } from '../../ui/error-state';
import { settingsQuery, stateSyncQuery, useAlignStates, useChangeSettings } from './settings.api';

/** 配信状態の同期 (C-13): the switch, what it would mean, and those whose states differ. */
export function StateSyncSection() {
  const { t } = useTranslation();
  const { data: settings } = useSuspenseQuery(settingsQuery);
  const { data: sync, error, refetch } = useQuery(stateSyncQuery);
  const change = useChangeSettings();
  const [asked, setAsked] = useState(false);
  const isOn = settings.syncDeliveryStates;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('settings.sync.title')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('settings.sync.text')}
      </Text>
      <Switch label={t('settings.sync.enabled')} checked={isOn} disabled={!sync} onChange={() => setAsked(true)} />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isOn && sync ? <Alignment sync={sync} /> : null}
      {asked ? (
        <ConfirmDialog
          opened
          onClose={() => setAsked(false)}
          title={t(isOn ? 'settings.sync.offTitle' : 'settings.sync.onTitle')}
          text={isOn ? t('settings.sync.offText') : t('settings.sync.onText', { count: sync?.mixedCount ?? 0 })}
          confirmLabel={t(isOn ? 'settings.sync.off' : 'settings.sync.on')}
          onConfirm={async () => {
            await change.mutateAsync({ syncDeliveryStates: !isOn });
            await refetch();
            notify(t('app.state.saved'));
          }}
        />
      ) : null}
    </Paper>
  );
}

/** How many differ, with the offer to align them, and how that goes. */
function Alignment({ sync }: { sync: Schemas['StateSyncResponse'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const align = useAlignStates();
  const { mixedCount: count, alignment } = sync;
  if (alignment && alignment.finishedAt === null)
    return (
      <Alert color="blue" mt="md" icon={<IconRefresh />} role="status">
        {t('settings.sync.aligning', { count: alignment.alignedCount })}
      </Alert>
    );
  if (count > 0)
    return (
      <Alert color="yellow" mt="md" icon={<IconArrowsSplit />} title={t('settings.sync.mixed', { count })}>
        <Group justify="space-between" gap="sm">
          <Text size="sm" flex={1} miw={220}>
            {t('settings.sync.mixedText')}
          </Text>
          <ConfirmButton
            label={t('settings.sync.align')}
            button={{ size: 'xs', variant: 'default' }}
            danger
            title={t('settings.sync.alignTitle')}
            text={t('settings.sync.alignText', { count })}
            confirmLabel={t('settings.sync.alignConfirm', { count })}
            onConfirm={() => align.mutateAsync()}
          />
        </Group>
      </Alert>
    );
  return (
    <Alert color="teal" mt="md" icon={<IconCircleCheck />}>
      {t('settings.sync.none')}{' '}
      {alignment
        ? t('settings.sync.aligned', { count: alignment.alignedCount, at: format.dateTime(alignment.finishedAt) })
        : null}
    </Alert>
  );
}
