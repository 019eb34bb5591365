import type { Tone } from './status-badge';
import { StatusBadge } from './status-badge';
import { useFormat } from '../lib/format';
import classes from './status-tabs.module.css';

export interface StatusTab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** undefined while it is being counted */
  readonly count?: number;
  readonly tone?: Tone;
}

/**
 * The tabs with numbers above a list: filters, not panels, so they are pressed buttons in a group.
 * `value` is the tab in force; give tabs without `count` where a number makes no sense.
 */
export function StatusTabs<Value extends string>(props: {
  label: string;
  tabs: readonly StatusTab<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const format = useFormat();
  return (
    <div role="group" aria-label={props.label} className={classes.list}>
      {props.tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          className={classes.tab}
          aria-pressed={tab.value === props.value}
          onClick={() => props.onChange(tab.value)}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <StatusBadge tone={tab.tone ?? 'gray'}>{format.number(tab.count)}</StatusBadge>
          )}
        </button>
      ))}
    </div>
  );
}
