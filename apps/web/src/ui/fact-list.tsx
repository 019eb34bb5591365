import type { ReactNode } from 'react';
import classes from './fact-list.module.css';

/**
 * Names and values of one thing, as a definition list: `facts={[{ label: '差出人', value: 'news@example.jp' }]}`.
 * Empty values show a dash.
 */
export function FactList({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className={classes.list}>
      {facts.map((fact) => (
        <FactPair key={fact.label} label={fact.label} value={fact.value} />
      ))}
    </dl>
  );
}

function FactPair({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value === '' || value === null || value === undefined ? '—' : value}</dd>
    </>
  );
}
