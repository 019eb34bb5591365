import { Paper, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useProgress, type Progress } from '../../lib/progress';
import { MeterBar } from '../../ui/meter-bar';
import { DeliveryRunBadge } from '../delivery/delivery-run-badge';
import { useSubjectText } from '../mailings/subject.api';
import type { HomeDelivery } from './home.api';
import classes from './current-deliveries.module.css';

/** 進行中の配信: scheduled, running and paused deliveries, moving as they move. */
export function CurrentDeliveries({ deliveries }: { deliveries: readonly HomeDelivery[] }) {
  const { t } = useTranslation();
  const { progress } = useProgress();
  if (deliveries.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb={4}>
        {t('home.current.title')}
      </Title>
      {deliveries.map((delivery) => (
        <CurrentDelivery
          key={delivery.id}
          delivery={delivery}
          live={progress?.deliveries.find((one) => one.id === delivery.id)}
        />
      ))}
    </Paper>
  );
}

function CurrentDelivery({
  delivery,
  live,
}: {
  delivery: HomeDelivery;
  live: Progress['deliveries'][number] | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const subject = useSubjectText()(delivery.subject);
  const state = live?.state ?? delivery.state;
  const total = live?.recipientCount ?? delivery.recipientCount;
  const done = live ? doneOf(live) : delivery.doneCount;
  const held = live?.counts.held ?? delivery.heldCount;
  const isWaiting = state === 'scheduled';
  return (
    <Link to={`/deliveries/${delivery.id}`} className={classes.delivery}>
      <span className={classes.head}>
        <span className={classes.subject}>{subject}</span>
        <DeliveryRunBadge state={state} />
      </span>
      {isWaiting ? null : (
        <MeterBar
          moving
          value={total > 0 ? done / total : 0}
          label={t('home.current.progress', { subject })}
          tone={state === 'paused' ? 'paused' : undefined}
        />
      )}
      <span className={classes.facts}>
        <span>{delivery.groupName}</span>
        {isWaiting ? (
          <span>{t('home.current.starts', { at: format.shortDateTime(delivery.startsAt) })}</span>
        ) : (
          <span>{t('home.current.done', { done: format.number(done), total: format.number(total) })}</span>
        )}
        {held > 0 ? <span>{t('home.current.held', { count: held })}</span> : null}
        {typeof live?.secondsLeft === 'number' && state === 'sending' ? (
          <span>{t('home.current.left', { time: format.duration(live.secondsLeft) })}</span>
        ) : null}
      </span>
    </Link>
  );
}

/** Recipients nothing more will be sent to. */
function doneOf({ recipientCount, counts }: Progress['deliveries'][number]): number {
  return recipientCount - counts.pending - counts.submitting - counts.unknown - counts.held;
}
