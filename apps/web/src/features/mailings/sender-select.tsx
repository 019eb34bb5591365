import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGroups } from '../groups/groups.api';
import { sendersQuery } from '../settings/senders.api';

/** 差出人; null takes the sender of the group. Without any sender address it says where to make one. */
export function SenderSelect({
  ref,
  value,
  groupId,
  onChange,
}: {
  ref?: Ref<HTMLInputElement>;
  value: string | null;
  groupId: string | null;
  onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const { data: senders } = useQuery(sendersQuery);
  const ofGroup = useGroups().find((group) => group.id === groupId)?.sender ?? null;
  return (
    <Select
      ref={ref}
      label={t('mailings.edit.sender')}
      placeholder={
        ofGroup ? t('mailings.edit.senderOfGroup', { sender: ofGroup.email }) : t('mailings.edit.senderNone')
      }
      clearable
      clearButtonProps={{ 'aria-label': t('app.action.clear') }}
      data={(senders ?? []).map((sender) => ({ value: sender.id, label: `${sender.displayName} <${sender.email}>` }))}
      value={value}
      onChange={onChange}
      description={
        senders?.length === 0 ? (
          <Text component="span" size="xs">
            {t('mailings.edit.noSenders')}{' '}
            <Link to="/settings" style={{ color: 'var(--mantine-color-anchor)' }}>
              {t('mailings.edit.addSender')}
            </Link>
          </Text>
        ) : undefined
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}
