import { Box, Button, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAt, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../ui/confirm-button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { SenderDialog } from './sender-dialog';
import { sendersQuery, useDeleteSender, type Sender } from './senders.api';

/** 差出人: the addresses mailings are sent from. */
export function SenderList() {
  const { t } = useTranslation();
  const { data: senders, error, refetch } = useQuery(sendersQuery);
  const [edited, setEdited] = useState<Sender | 'new' | null>(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setEdited('new')}>
      {t('settings.senders.add')}
    </Button>
  );
  return (
    <Paper withBorder component="section">
      <Group justify="space-between" p="lg" pb="sm">
        <div>
          <Title order={2}>{t('settings.senders.title')}</Title>
          <Text size="sm" c="dimmed" mt={2}>
            {t('settings.senders.text')}
          </Text>
        </div>
        {senders && senders.length > 0 ? add : null}
      </Group>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!senders && !error ? (
        <Box p="lg">
          <Skeleton h={60} />
        </Box>
      ) : null}
      {senders?.length === 0 ? (
        <EmptyState
          icon={<IconAt />}
          title={t('settings.senders.emptyTitle')}
          text={t('settings.senders.emptyText')}
          action={add}
        />
      ) : null}
      {senders?.map((sender) => (
        <SenderRow key={sender.id} sender={sender} onEdit={() => setEdited(sender)} />
      ))}
      {edited === null ? null : (
        <SenderDialog sender={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Paper>
  );
}

function SenderRow({ sender, onEdit }: { sender: Sender; onEdit: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteSender();
  return (
    <Group px="lg" py={12} wrap="nowrap" style={{ borderTop: '1px solid var(--kubari-row-line)' }}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {sender.displayName}
        </Text>
        <Text size="xs" c="dimmed">
          {sender.email}
          {sender.replyTo === null ? '' : t('settings.senders.repliesTo', { email: sender.replyTo })}
        </Text>
      </div>
      <Button variant="subtle" size="compact-sm" onClick={onEdit}>
        {t('app.action.edit')}
      </Button>
      <ConfirmButton
        label={t('app.action.delete')}
        button={{ variant: 'subtle', color: 'red', size: 'compact-sm' }}
        danger
        title={t('settings.senders.deleteTitle')}
        text={t('settings.senders.deleteText', { email: sender.email })}
        confirmLabel={t('app.action.delete')}
        onConfirm={() => remove.mutateAsync(sender.id)}
      />
    </Group>
  );
}
