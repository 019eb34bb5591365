import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { StatusBadge } from '../../ui/status-badge';
import type { Consent } from './consents.api';

/** Consents, newest first, each with whether it still holds; `action` adds what can be done about one. */
export function ConsentList(props: { consents: readonly Consent[]; action?: (consent: Consent) => ReactNode }) {
  return (
    <Stack gap={0}>
      {props.consents.map((consent) => (
        <ConsentRow key={consent.id} consent={consent} action={props.action?.(consent)} />
      ))}
    </Stack>
  );
}

function ConsentRow({ consent, action }: { consent: Consent; action: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const group =
    consent.groupId === null ? t('person.consents.general') : (consent.groupName ?? t('person.consents.deletedGroup'));
  const facts = [
    t(`person.consents.basis.${consent.basis}`),
    t('person.consents.obtained', { at: format.dateTime(consent.obtainedAt) }),
    consent.sourceLabel,
    consent.ip === null ? '' : t('person.consents.from', { ip: consent.ip }),
    consent.userName === null ? '' : t('person.consents.recordedBy', { name: consent.userName }),
    consent.keptUntil === null ? '' : t('person.consents.keptUntil', { at: format.date(consent.keptUntil) }),
  ].filter((fact) => fact !== '');
  return (
    <Group justify="space-between" wrap="nowrap" py={9} style={{ borderTop: '1px solid var(--kubari-row-line)' }}>
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text size="sm" fw={600}>
          {t('person.consents.withGroup', { purpose: consent.purpose, group })}
        </Text>
        <Text size="xs" c="dimmed" mt={2}>
          {facts.join('・')}
        </Text>
        {consent.note === '' ? null : (
          <Text size="xs" mt={2}>
            {consent.note}
          </Text>
        )}
        {consent.withdrawnAt === null ? null : (
          <Text size="xs" mt={2}>
            {t('person.consents.withdrawnAt', { at: format.dateTime(consent.withdrawnAt) })}
          </Text>
        )}
      </div>
      <Group gap={6} wrap="nowrap" style={{ flex: 'none' }}>
        {consent.withdrawnAt === null ? (
          <StatusBadge tone={consent.keptUntil === null ? 'green' : 'gray'}>
            {t(consent.keptUntil === null ? 'person.consents.valid' : 'person.consents.kept')}
          </StatusBadge>
        ) : (
          <StatusBadge tone="yellow">{t('person.consents.withdrawn')}</StatusBadge>
        )}
        {action}
      </Group>
    </Group>
  );
}
