import { Link } from 'react-router';
import { useFormat } from '../lib/format';
import classes from './funnel-rows.module.css';

export interface FunnelRow {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** the page that lists these people */
  readonly to?: string;
}

/**
 * Stages that each hold part of the one before, as bars of the first: every number leads to its people.
 * Shares are of `whole` (by default the first row's count).
 */
export function FunnelRows({ rows, whole }: { rows: readonly FunnelRow[]; whole?: number }) {
  const format = useFormat();
  const all = whole ?? rows[0]?.count ?? 0;
  return (
    <ol className={classes.rows}>
      {rows.map((row, index) => (
        <li key={row.key} data-depth={Math.min(index, 4)}>
          <span className={classes.head}>
            <span>{row.label}</span>
            <span className={classes.numbers}>
              {row.to === undefined || row.count === 0 ? (
                <strong>{format.number(row.count)}</strong>
              ) : (
                <Link to={row.to} className={classes.count}>
                  {format.number(row.count)}
                  <span className={classes.hidden}> {row.label}</span>
                </Link>
              )}
              <span className={classes.share}>{format.percent(row.count, all)}</span>
            </span>
          </span>
          <span className={classes.track} aria-hidden>
            <span style={{ width: `${all > 0 ? Math.min(100, (row.count / all) * 100) : 0}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
