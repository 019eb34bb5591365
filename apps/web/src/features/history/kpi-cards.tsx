import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { StatCard } from '../../ui/stat-card';
import type { DeliveryReport } from '../reports/reports.api';
import { pointsOf, toneOf } from './figures';
import { recipientsPath, type HistoryResult } from './history.api';
import classes from './history-detail.module.css';

/** The five headline numbers, each against the delivery before and leading to its people. */
export function KpiCards({ report, isText }: { report: DeliveryReport; isText: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures } = report;
  const before = report.previous?.figures;
  const handedOver = figures.acceptedCount + figures.failedCount;
  const successRate = handedOver > 0 ? figures.successCount / handedOver : null;
  const successBefore =
    before && before.acceptedCount + before.failedCount > 0
      ? before.successCount / (before.acceptedCount + before.failedCount)
      : null;
  const to = (result: HistoryResult) =>
    report.recipientsPruned ? undefined : recipientsPath(report.deliveryId, { result });
  return (
    <div className={classes.kpis}>
      <Kpi
        label={t('history.kpi.successRate')}
        rate={successRate}
        points={pointsOf(successRate, successBefore)}
        wanted="up"
        to={to('success')}
        text={t('history.kpi.of', {
          part: format.number(figures.successCount),
          whole: format.number(figures.recipientCount),
        })}
      />
      <Kpi
        label={t('history.kpi.opened')}
        rate={report.trackOpens && !isText ? figures.openRate : null}
        points={report.trackOpens && !isText ? pointsOf(figures.openRate, before?.openRate) : null}
        wanted="up"
        to={to('opened')}
        text={
          isText
            ? t('history.kpi.textMail')
            : report.trackOpens
              ? t('history.kpi.people', { count: figures.openedCount })
              : t('history.kpi.notTracked')
        }
      />
      <Kpi
        label={t('history.kpi.clicked')}
        rate={report.trackLinks ? figures.clickRate : null}
        points={report.trackLinks ? pointsOf(figures.clickRate, before?.clickRate) : null}
        wanted="up"
        to={to('clicked')}
        text={
          report.trackLinks ? t('history.kpi.people', { count: figures.clickedCount }) : t('history.kpi.notTracked')
        }
      />
      <Kpi
        label={t('history.kpi.errors')}
        rate={figures.errorRate}
        points={pointsOf(figures.errorRate, before?.errorRate)}
        wanted="down"
        to={to('error')}
        text={t('history.kpi.people', { count: figures.errorCount })}
      />
      <Kpi
        label={t('history.kpi.unsubscribed')}
        rate={figures.unsubscribeRate}
        points={pointsOf(figures.unsubscribeRate, before?.unsubscribeRate)}
        wanted="down"
        to={to('unsubscribed')}
        text={t('history.kpi.people', { count: figures.unsubscribedCount })}
      />
    </div>
  );
}

function Kpi(props: {
  label: string;
  rate: number | null;
  points: number | null;
  wanted: 'up' | 'down';
  to: string | undefined;
  text: ReactNode;
}) {
  const format = useFormat();
  return (
    <StatCard
      label={props.label}
      value={props.rate === null ? '—' : format.percent(props.rate, 1)}
      to={props.to}
      text={
        <>
          <span className={classes.line}>{props.text}</span>
          {props.points === null ? null : <Delta points={props.points} wanted={props.wanted} />}
        </>
      }
    />
  );
}

/** A change in points: an arrow and a colour for the eye, words for the ear. */
export function Delta({ points, wanted, bare }: { points: number; wanted: 'up' | 'down'; bare?: boolean }) {
  const { t } = useTranslation();
  const value = Math.abs(points).toFixed(1);
  const words = points === 0 ? t('history.kpi.same') : t(points > 0 ? 'history.kpi.up' : 'history.kpi.down', { value });
  return (
    <span className={classes.line}>
      <span className={classes.delta} data-tone={toneOf(points, wanted)} role="img" aria-label={words}>
        {points === 0 ? null : points > 0 ? <IconArrowUpRight size={14} /> : <IconArrowDownRight size={14} />}
        {t('history.kpi.points', { value })}
      </span>
      {bare ? null : ` ${t('history.kpi.previous')}`}
    </span>
  );
}
