import { Alert, Box, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconCalendarTime, IconSend } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Schemas } from '../../lib/api';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { tokyoInstant } from '../../lib/tokyo-time';
import { ConfirmButton } from '../../ui/confirm-button';
import { FactList } from '../../ui/fact-list';
import { ProblemAlert } from '../../ui/problem-alert';
import { useGroups } from '../groups/groups.api';
import { useSubjectText } from '../mailings/subject.api';
import { AudienceBreakdown } from './audience-breakdown';
import { AudienceInWords } from './audience-in-words';
import { deliveriesQuery, useCreateDelivery, type Audience, type Estimate, type MailingCheck } from './delivery.api';
import { blockingChecks } from './mailing-check-list';
import { newRequestKey } from './request-key';
import classes from './delivery-new.module.css';

/** From here on a slip of the hand reaches so many people that the number must be typed. */
const TYPED_FROM = 1000;

interface Props {
  readonly mailing: Schemas['MailingResponse'];
  readonly audience: Audience;
  /** wall time of Japan; null: at once */
  readonly start: string | null;
  readonly checks: readonly MailingCheck[];
  readonly mayDeliver: boolean;
}

/** 配信の見込み: how many, who not and why, how long, and the button. */
export function DeliverySummary(props: Props) {
  const { t } = useTranslation();
  const query = useQuery({ ...deliveriesQuery.estimate(props.audience), placeholderData: keepPreviousData });
  const chosen = props.audience.groupId !== '';
  return (
    <Paper withBorder p="lg" component="section" className={classes.summary} aria-live="polite">
      <Title order={2} mb="xs">
        {t('delivery.new.summary')}
      </Title>
      {!chosen ? (
        <Text size="sm" c="dimmed">
          {t('delivery.new.groupRequired')}
        </Text>
      ) : query.data ? (
        <Stack gap="md">
          <div>
            <Text size="sm" c="dimmed">
              {t('delivery.new.recipients')}
            </Text>
            <div className={classes.big}>{t('delivery.new.count', { count: query.data.funnel.recipients })}</div>
          </div>
          <AudienceBreakdown funnel={query.data.funnel} />
          <Speed estimate={query.data} />
          <DeliverButton {...props} estimate={query.data} isCounting={query.isPlaceholderData} />
          <Text size="xs" c="dimmed">
            {t('delivery.new.estimateNote')}
          </Text>
        </Stack>
      ) : query.error ? (
        <ProblemAlert error={query.error} />
      ) : (
        <Stack gap="sm" aria-busy>
          <Skeleton h={38} w={140} />
          <Skeleton h={130} />
          <Skeleton h={36} />
        </Stack>
      )}
    </Paper>
  );
}

function Speed({ estimate }: { estimate: Estimate }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { estimatedSeconds, dailyQuotaLeft, maxSendRate, funnel } = estimate;
  return (
    <>
      <FactList
        facts={[
          {
            label: t('delivery.new.takes'),
            value:
              estimatedSeconds === null
                ? null
                : t('delivery.new.takesValue', { time: format.duration(Math.max(1, estimatedSeconds)) }),
          },
          {
            label: t('delivery.new.speed'),
            value:
              maxSendRate === null
                ? t('delivery.new.takesUnknown')
                : t('delivery.new.rate', { rate: format.number(maxSendRate) }),
          },
          ...(dailyQuotaLeft === null
            ? []
            : [{ label: t('delivery.new.quota'), value: t('delivery.new.mails', { count: dailyQuotaLeft }) }]),
        ]}
      />
      {dailyQuotaLeft !== null && dailyQuotaLeft < funnel.recipients ? (
        <Alert color="yellow">{t('delivery.new.quotaShort', { count: dailyQuotaLeft })}</Alert>
      ) : null}
    </>
  );
}

function DeliverButton({ estimate, isCounting, ...props }: Props & { estimate: Estimate; isCounting: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const create = useCreateDelivery();
  const group = useGroups().find((one) => one.id === props.audience.groupId)?.name ?? '';
  const { audience, start, mailing } = props;
  const subjectText = useSubjectText();
  const startsAt = start === null ? null : tokyoInstant(start);
  const request = JSON.stringify([mailing.id, mailing.version, audience, startsAt]);
  // another choice is another request; pressing the button twice is not
  // oxlint-disable-next-line react/exhaustive-deps
  const idempotencyKey = useMemo(newRequestKey, [request]);
  const count = estimate.funnel.recipients;
  if (count === 0) return <Alert color="yellow">{t('delivery.new.nobody')}</Alert>;
  const isLater = startsAt !== null;
  const words = { count, subject: subjectText(mailing.subject), group, at: format.shortDateTime(startsAt) };
  return (
    <ConfirmButton
      label={t(isLater ? 'delivery.new.schedule' : 'delivery.new.deliver', { count })}
      button={{
        fullWidth: true,
        size: 'md',
        leftSection: isLater ? <IconCalendarTime size={18} /> : <IconSend size={18} />,
        disabled: !props.mayDeliver || isCounting || blockingChecks(props.checks).length > 0,
      }}
      title={t(isLater ? 'delivery.new.confirmLater' : 'delivery.new.confirmNow', { count })}
      text={
        <>
          <p style={{ margin: 0 }}>
            {t(isLater ? 'delivery.new.confirmLaterText' : 'delivery.new.confirmNowText', words)}
          </p>
          {audience.conditions === '' && audience.segmentId === '' ? null : (
            <Box mt={8} p="xs" bg="var(--kubari-row-selected)" bdrs="md">
              <AudienceInWords chosen={audience} />
            </Box>
          )}
          <p style={{ margin: '8px 0 0' }}>
            {t(isLater ? 'delivery.new.confirmLaterNote' : 'delivery.new.confirmNowNote')}
          </p>
        </>
      }
      typeToConfirm={count >= TYPED_FROM ? String(count) : undefined}
      confirmLabel={t(isLater ? 'delivery.new.schedule' : 'delivery.new.deliver', { count })}
      onConfirm={async () => {
        const { id } = await create.mutateAsync({ mailingId: mailing.id, audience, startsAt, idempotencyKey });
        notify(t(isLater ? 'delivery.new.scheduled' : 'delivery.new.created'));
        await navigate(`/deliveries/${id}`);
      }}
    />
  );
}
