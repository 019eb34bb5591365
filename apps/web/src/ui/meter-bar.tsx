import classes from './meter-bar.module.css';

/**
 * A thin bar for a share from 0 to 1, named by `label` for screen readers; `moving` makes it a progress bar.
 * Plain spans, so it may be used in virtual rows (`inline`).
 */
export function MeterBar(props: { value: number; label: string; moving?: boolean; tone?: 'paused'; inline?: boolean }) {
  const percent = Math.round(Math.min(1, Math.max(0, props.value)) * 1000) / 10;
  return (
    <span
      className={props.inline ? `${classes.meter} ${classes.inline}` : classes.meter}
      role={props.moving ? 'progressbar' : 'meter'}
      aria-label={props.label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span className={classes.fill} data-tone={props.tone} style={{ width: `${percent}%` }} />
    </span>
  );
}
