import { Link } from 'react-router';
import { useFormat } from '../lib/format';
import classes from './people-link.module.css';

/**
 * A number that leads to the list of people behind it; zero is only a number. `label` says who they are.
 * Plain spans: fit for virtual rows.
 */
export function PeopleLink({ count, to, label }: { count: number; to: string; label: string }) {
  const format = useFormat();
  if (count === 0) return <>{format.number(0)}</>;
  return (
    <Link to={to} className={classes.link} aria-label={`${label}: ${format.number(count)}`}>
      {format.number(count)}
    </Link>
  );
}
