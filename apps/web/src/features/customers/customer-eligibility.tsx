import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { ErrorState } from '../../ui/error-state';
import { StatusBadge } from '../../ui/status-badge';
import { GroupDot } from '../groups/group-badge';
import { eligibilityQuery, type Eligibility, type EligibilityReason } from './eligibility.api';

/** 次のメールは届きますか?: the answer for each group of the customer, with every reason why not and what could be done. */
export function CustomerEligibility({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(eligibilityQuery(customerId));
  const own = data?.filter(({ isMember }) => isMember);
  const otherCount = (data?.length ?? 0) - (own?.length ?? 0);
  return (
    <Paper withBorder p="lg" mb="lg" component="section" aria-label={t('person.eligibility.title')}>
      <Title order={2} mb={2}>
        {t('person.eligibility.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="sm">
        {t('person.eligibility.text')}
      </Text>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {own?.length === 0 ? <Text size="sm">{t('person.eligibility.none')}</Text> : null}
      <Stack gap={0}>
        {own?.map((answer) => (
          <Answer key={answer.group.id} answer={answer} />
        ))}
      </Stack>
      {own && own.length > 0 && otherCount > 0 ? (
        <Text size="xs" c="dimmed" mt="xs">
          {t('person.eligibility.others', { count: otherCount })}
        </Text>
      ) : null}
    </Paper>
  );
}

function Answer({ answer }: { answer: Eligibility }) {
  const { t } = useTranslation();
  const { group, delivery, receives, reasons } = answer;
  return (
    <div style={{ padding: '9px 0', borderTop: '1px solid var(--kubari-row-line)' }}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap={8} wrap="nowrap" style={{ minWidth: 0 }}>
          <GroupDot colour={group.colour} />
          <Text size="sm" fw={600} truncate>
            {group.name}
          </Text>
        </Group>
        <StatusBadge tone={receives ? 'green' : 'red'}>
          {t(receives ? 'person.eligibility.yes' : 'person.eligibility.no')}
        </StatusBadge>
      </Group>
      <NextDelivery delivery={delivery} />
      {reasons.map((reason) => (
        <Reason key={reason.reason} reason={reason} deliveryId={delivery?.id} />
      ))}
    </div>
  );
}

function NextDelivery({ delivery }: { delivery: Eligibility['delivery'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!delivery)
    return (
      <Text size="xs" c="dimmed" mt={2}>
        {t('person.eligibility.noNext')}
      </Text>
    );
  return (
    <Text size="xs" mt={2}>
      <Anchor component={Link} to={`/deliveries/${delivery.id}`} size="xs">
        {t('person.eligibility.next', { subject: delivery.subject, at: format.shortDateTime(delivery.startsAt) })}
      </Anchor>
      {delivery.isFiltered ? ` ${t('person.eligibility.filtered')}` : null}
    </Text>
  );
}

/** Reasons whose remedy is in the delivery itself. */
const IN_THE_DELIVERY: readonly EligibilityReason['remedy'][] = ['repair-conditions', 'change-conditions'];

function Reason({ reason, deliveryId }: { reason: EligibilityReason; deliveryId: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    reason.since === null ? '' : t('person.eligibility.since', { at: format.dateTime(reason.since) }),
    reason.via === null ? '' : viaText(t, reason.via),
    reason.userName === null ? '' : t('person.eligibility.by', { name: reason.userName }),
    reason.deliverySubject === null ? '' : t('person.eligibility.fromMail', { subject: reason.deliverySubject }),
    reason.answer === null ? '' : t('person.eligibility.answer', { answer: reason.answer }),
  ].filter((fact) => fact !== '');
  return (
    <div style={{ marginTop: 6, overflowWrap: 'anywhere' }}>
      <Text size="sm">{t(`person.eligibility.reason.${reason.reason}`)}</Text>
      {facts.length > 0 ? (
        <Text size="xs" c="dimmed">
          {facts.join('・')}
        </Text>
      ) : null}
      <Text size="xs" mt={2}>
        {t(`person.eligibility.remedy.${reason.remedy}`)}
        {deliveryId !== undefined && IN_THE_DELIVERY.includes(reason.remedy) ? (
          <>
            {' '}
            <Anchor component={Link} to={`/deliveries/${deliveryId}`} size="xs">
              {t('person.eligibility.openDelivery')}
            </Anchor>
          </>
        ) : null}
      </Text>
    </div>
  );
}

/** The way of a change of state; one that this version does not know is shown as it is. */
const viaText = (t: TFunction, via: string): string =>
  (t as (key: string, options: { defaultValue: string }) => string)(`groups.via.${via}`, { defaultValue: via });
