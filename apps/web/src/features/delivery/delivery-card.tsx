import { Group, Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { MeterBar } from '../../ui/meter-bar';
import { useSubjectText } from '../mailings/subject.api';
import type { Delivery } from './delivery.api';
import { DeliveryActions } from './delivery-actions';
import { doneCount, doneShare } from './delivery-numbers';
import { DeliveryRunBadge } from './delivery-run-badge';
import classes from './delivery-card.module.css';

/** A delivery in motion, in the list of those: how far it is, how fast, and what can be done. */
export function DeliveryCard({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { counts } = delivery;
  const subject = useSubjectText()(delivery.subject);
  return (
    <Paper withBorder p="lg" component="article">
      <div className={classes.head}>
        <div className={classes.text}>
          <div className={classes.title}>
            <Link to={`/deliveries/${delivery.id}`}>{subject}</Link>
            <DeliveryRunBadge state={delivery.state} />
          </div>
          <div className={classes.facts}>
            <span>{delivery.groupName}</span>
            <span>{format.shortDateTime(delivery.startedAt ?? delivery.startsAt)}</span>
          </div>
        </div>
        <Group gap={8}>
          <DeliveryActions delivery={delivery} size="xs" />
        </Group>
      </div>
      <MeterBar
        moving
        value={doneShare(delivery)}
        label={t('delivery.detail.progress', { subject })}
        tone={delivery.state === 'paused' ? 'paused' : undefined}
      />
      <div className={classes.facts}>
        <span>
          {delivery.state === 'planning'
            ? t('delivery.detail.planning')
            : t('delivery.detail.done', {
                done: format.number(doneCount(delivery)),
                total: format.number(delivery.recipientCount),
              })}
        </span>
        {delivery.ratePerSecond === null || delivery.state !== 'sending' ? null : (
          <span>{t('delivery.detail.rate', { rate: format.number(Math.round(delivery.ratePerSecond)) })}</span>
        )}
        {delivery.secondsLeft === null || delivery.state !== 'sending' ? null : (
          <span>{t('home.current.left', { time: format.duration(delivery.secondsLeft) })}</span>
        )}
        {counts.held > 0 ? (
          <span className={classes.warn}>{t('home.current.held', { count: counts.held })}</span>
        ) : null}
        {delivery.holdReason === null ? null : <span className={classes.warn}>{t('delivery.hold.title')}</span>}
      </div>
    </Paper>
  );
}
