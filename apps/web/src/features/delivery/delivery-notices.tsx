import { Alert, Anchor } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCalendarTime,
  IconCircleCheck,
  IconHelpCircle,
  IconPlayerPause,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useInboxUrl } from '../home/home.api';
import type { Delivery } from './delivery.api';
import { handedOverCount } from './delivery-numbers';

/** What somebody has to know about this delivery now, in words: why it stopped and what to do, or what is in doubt. */
export function DeliveryNotices({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, counts } = delivery;
  const inboxUrl = useInboxUrl();
  return (
    <>
      {delivery.holdReason === null ? null : <HoldNotice delivery={delivery} reason={delivery.holdReason} />}
      {state === 'scheduled' ? (
        <Alert color="blue" icon={<IconCalendarTime />}>
          {t('delivery.detail.waits', {
            at: format.shortDateTime(delivery.startsAt),
            relative: format.relative(delivery.startsAt),
          })}
        </Alert>
      ) : null}
      {state === 'sent' ? (
        <Alert
          color="teal"
          icon={<IconCircleCheck />}
          title={t('delivery.detail.sentTitle', { count: handedOverCount(counts) })}
        >
          {t('delivery.detail.sentText')}
          {inboxUrl === null ? null : (
            <Anchor href={inboxUrl} target="_blank" fz="inherit" display="block" mt={4}>
              {t('home.ses.inbox')}
            </Anchor>
          )}
        </Alert>
      ) : null}
      {state === 'canceled' ? (
        <Alert color="gray" icon={<IconX />} title={t('delivery.detail.canceledTitle')}>
          {t('delivery.detail.canceledText', { done: format.number(handedOverCount(counts)) })}
        </Alert>
      ) : null}
      {counts.unknown > 0 ? (
        <Alert color="yellow" icon={<IconHelpCircle />} title={t('delivery.doubt.title', { count: counts.unknown })}>
          {t('delivery.doubt.text')}
        </Alert>
      ) : null}
    </>
  );
}

/** Why the system stopped it. Unknown reasons of a newer server show their detail. */
function HoldNotice({ delivery, reason }: { delivery: Delivery; reason: string }) {
  const { t, i18n } = useTranslation();
  const key = `delivery.hold.${reason}`;
  const hasFailed = delivery.state === 'failed';
  return (
    <Alert
      color={hasFailed ? 'red' : 'yellow'}
      icon={hasFailed ? <IconAlertTriangle /> : <IconPlayerPause />}
      title={t(hasFailed ? 'delivery.detail.failedTitle' : 'delivery.hold.title')}
      role="status"
    >
      {t(i18n.exists(key) ? (key as 'delivery.hold.other') : 'delivery.hold.other')}
      {delivery.holdDetail ? (
        <div style={{ marginTop: 6, fontSize: 12.5 }}>{t('delivery.hold.detail', { detail: delivery.holdDetail })}</div>
      ) : null}
    </Alert>
  );
}
