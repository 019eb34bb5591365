import { Link } from 'react-router';
import { useFormat } from '../lib/format';
import { StatusBadge, type Tone } from './status-badge';
import classes from './status-tabs.module.css';

export interface LinkTab {
  readonly value: string;
  readonly label: string;
  readonly to: string;
  /** undefined: without a number, or still being counted */
  readonly count?: number;
  readonly tone?: Tone;
}

/**
 * Tabs that are places: each has an address of its own, and the one at `value` is where the reader is.
 * For tabs that filter a list use StatusTabs.
 */
export function LinkTabs(props: { label: string; tabs: readonly LinkTab[]; value: string }) {
  const format = useFormat();
  return (
    <nav aria-label={props.label} className={classes.list}>
      {props.tabs.map((tab) => (
        <Link
          key={tab.value}
          to={tab.to}
          className={classes.tab}
          aria-current={tab.value === props.value ? 'page' : undefined}
          preventScrollReset
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <StatusBadge tone={tab.tone ?? 'gray'}>{format.number(tab.count)}</StatusBadge>
          )}
        </Link>
      ))}
    </nav>
  );
}
