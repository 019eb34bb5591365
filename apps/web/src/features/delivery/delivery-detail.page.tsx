import { Alert, Button, Paper, Stack, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { IconChartBar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useFormat } from '../../lib/format';
import { useDeliveryProgress, useProgress } from '../../lib/progress';
import { FactList } from '../../ui/fact-list';
import { PageHeader } from '../../ui/page-header';
import { recipientsPath } from '../history/history.api';
import { useSubjectText } from '../mailings/subject.api';
import { AudienceBreakdown } from './audience-breakdown';
import { deliveriesQuery, type Delivery } from './delivery.api';
import { DeliveryActions } from './delivery-actions';
import { DeliveryNotices } from './delivery-notices';
import { DeliveryProgress } from './delivery-progress';
import type { Exclusion } from './delivery-numbers';
import { DeliveryRunBadge } from './delivery-run-badge';
import { DeliveryStandings } from './delivery-standings';
import { HeldRecipients } from './held-recipients';
import classes from './delivery-detail.module.css';

/** The word of history for each reason that planning leaves somebody out. */
const SKIP_REASONS = {
  filteredOut: 'filtered_out',
  stopped: 'stopped',
  banned: 'banned',
  customerError: 'customer_error',
  invalidAddress: 'invalid_address',
} as const satisfies Record<Exclusion, string>;

/** One delivery, live: how far it is, who stands where, why it stopped, and what an operator has to decide. */
export function DeliveryDetailPage() {
  const { t } = useTranslation();
  const id = useParams().id ?? '';
  const { data } = useSuspenseQuery(deliveriesQuery.detail(id));
  const delivery = useDeliveryProgress(id) ?? data;
  const { isLive } = useProgress();
  const subjectText = useSubjectText();
  const { state, funnel } = delivery;
  const hasBegun = delivery.startedAt !== null || funnel !== null;
  return (
    <>
      <PageHeader
        title={subjectText(delivery.subject)}
        badge={<DeliveryRunBadge state={state} />}
        subtitle={t('delivery.detail.subtitle', {
          group: delivery.groupName,
          sender: `${delivery.senderName} <${delivery.senderEmail}>`,
        })}
        back={[{ to: state === 'sent' ? '/history' : '/deliveries', label: t('delivery.list.title') }]}
        actions={
          <>
            {hasBegun ? (
              <Button
                component={Link}
                to={`/history/${id}`}
                variant={state === 'sent' ? 'filled' : 'default'}
                leftSection={<IconChartBar size={16} />}
              >
                {t('delivery.detail.report')}
              </Button>
            ) : null}
            <DeliveryActions delivery={delivery} />
          </>
        }
      />
      <Stack gap="lg">
        {isLive || state === 'sent' ? null : <Alert color="yellow">{t('app.live.reconnecting')}</Alert>}
        <DeliveryNotices delivery={delivery} />
        {hasBegun || state === 'planning' ? <DeliveryProgress delivery={delivery} /> : null}
        {delivery.counts.held > 0 ? <HeldRecipients deliveryId={id} count={delivery.counts.held} /> : null}
        <div className={classes.columns}>
          {hasBegun ? <DeliveryStandings delivery={delivery} /> : null}
          {funnel ? (
            <Paper withBorder p="lg" component="section">
              <Title order={2} mb="xs">
                {t('delivery.funnel.title')}
              </Title>
              <AudienceBreakdown
                funnel={funnel}
                peopleOf={
                  delivery.recipientsPruned
                    ? undefined
                    : (reason) => recipientsPath(id, { result: 'skipped', reason: SKIP_REASONS[reason] })
                }
              />
            </Paper>
          ) : null}
          <Facts delivery={delivery} />
        </div>
      </Stack>
    </>
  );
}

function Facts({ delivery }: { delivery: Delivery }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const sentence = delivery.filterSentence?.[i18n.language === 'en' ? 'en' : 'ja'];
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="xs">
        {t('delivery.detail.facts')}
      </Title>
      <FactList
        facts={[
          { label: 'ID', value: delivery.id },
          { label: t('delivery.detail.startsAt'), value: format.dateTime(delivery.startsAt) },
          { label: t('delivery.detail.startedAt'), value: format.dateTime(delivery.startedAt) },
          { label: t('delivery.detail.finishedAt'), value: format.dateTime(delivery.finishedAt) },
          { label: t('delivery.new.format'), value: t(`delivery.new.${delivery.format}`) },
          { label: t('delivery.detail.by'), value: delivery.scheduledByName },
          ...(delivery.filter === null
            ? []
            : [{ label: t('delivery.new.audience'), value: sentence ?? t('delivery.detail.conditions') }]),
          ...(delivery.segmentName === null ? [] : [{ label: t('delivery.new.segment'), value: delivery.segmentName }]),
        ]}
      />
      <Button component={Link} to={`/history/${delivery.id}?tab=content`} variant="default" size="xs" mt="sm">
        {t('delivery.detail.content')}
      </Button>
    </Paper>
  );
}
