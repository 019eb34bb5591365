import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { MeterBar } from './meter-bar';
import classes from './stat-card.module.css';

/**
 * One number with its name; `to` leads to the list behind it, `meter` (0–1, with `meterLabel`) draws how much is used.
 */
export function StatCard(props: {
  label: string;
  value: ReactNode;
  text?: ReactNode;
  badge?: ReactNode;
  to?: string;
  meter?: number;
  meterLabel?: string;
}) {
  const content = (
    <>
      <span className={classes.head}>
        {props.label}
        {props.badge}
      </span>
      <span className={classes.value} style={{ display: 'block' }}>
        {props.value}
      </span>
      {props.text ? (
        <span className={classes.text} style={{ display: 'block' }}>
          {props.text}
        </span>
      ) : null}
      {props.meter === undefined ? null : <MeterBar value={props.meter} label={props.meterLabel ?? props.label} />}
    </>
  );
  return props.to ? (
    <Link to={props.to} className={classes.card}>
      {content}
    </Link>
  ) : (
    <div className={classes.card}>{content}</div>
  );
}
