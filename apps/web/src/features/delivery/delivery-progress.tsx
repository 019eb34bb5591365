import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { MeterBar } from '../../ui/meter-bar';
import { useSubjectText } from '../mailings/subject.api';
import type { Delivery } from './delivery.api';
import { doneCount, doneShare, handedOverCount } from './delivery-numbers';
import classes from './delivery-detail.module.css';

/** The bar, and how fast it moves. */
export function DeliveryProgress({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const subjectText = useSubjectText();
  const done = doneCount(delivery);
  const isSending = delivery.state === 'sending';
  const figures = [
    { label: t('delivery.detail.handedOver'), value: format.number(handedOverCount(delivery.counts)) },
    { label: t('delivery.detail.remaining'), value: format.number(Math.max(0, delivery.recipientCount - done)) },
    ...(isSending
      ? [
          {
            label: t('delivery.detail.speed'),
            value:
              delivery.ratePerSecond === null
                ? '—'
                : t('delivery.detail.rate', { rate: format.number(Math.round(delivery.ratePerSecond * 10) / 10) }),
          },
          {
            label: t('delivery.detail.left'),
            value:
              delivery.secondsLeft === null
                ? '—'
                : t('delivery.detail.leftValue', { time: format.duration(delivery.secondsLeft) }),
          },
        ]
      : []),
  ];
  return (
    <Paper withBorder p="lg" component="section">
      <div className={classes.progress}>
        <span className={classes.share}>{format.percent(done, delivery.recipientCount)}</span>
        <span className={classes.done}>
          {delivery.state === 'planning'
            ? t('delivery.detail.planning')
            : t('delivery.detail.done', { done: format.number(done), total: format.number(delivery.recipientCount) })}
        </span>
      </div>
      <div className={classes.bar}>
        <MeterBar
          moving
          value={doneShare(delivery)}
          label={t('delivery.detail.progress', { subject: subjectText(delivery.subject) })}
          tone={delivery.state === 'paused' ? 'paused' : undefined}
        />
      </div>
      <dl className={classes.figures}>
        {figures.map((figure) => (
          <div key={figure.label}>
            <dt>{figure.label}</dt>
            <dd>{figure.value}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}
