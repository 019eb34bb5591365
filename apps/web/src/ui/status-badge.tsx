import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

export type Tone = 'green' | 'red' | 'yellow' | 'blue' | 'gray';

/**
 * A small coloured word for a state: `<StatusBadge tone="green">配信可</StatusBadge>`; `live` adds a pulsing dot.
 * Plain spans, so it may be used in virtual rows.
 */
export function StatusBadge({ tone, live, children }: { tone: Tone; live?: boolean; children: ReactNode }) {
  return (
    <span className={`${classes.badge} ${classes[tone]}`}>
      {live ? <span className={classes.pulse} aria-hidden /> : null}
      {children}
    </span>
  );
}
