import type { ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './name-cell.module.css';

/**
 * The main cell of a DataTable row: icon, bold name (a link with `to`, a button with `onClick`) and a dimmed line below.
 * It is what the keyboard opens the row with.
 */
export function NameCell(props: {
  name: string;
  text?: ReactNode;
  icon?: ReactNode;
  to?: string;
  onClick?: () => void;
}) {
  return (
    <span className={classes.cell}>
      {props.icon}
      <span className={classes.text}>
        <Name {...props} />
        {props.text === null || props.text === undefined || props.text === '' ? null : (
          <span className={classes.sub}>{props.text}</span>
        )}
      </span>
    </span>
  );
}

function Name({ name, to, onClick }: { name: string; to?: string; onClick?: () => void }) {
  if (to !== undefined)
    return (
      <Link to={to} className={classes.name}>
        {name}
      </Link>
    );
  if (onClick)
    return (
      <button type="button" className={classes.name} onClick={onClick}>
        {name}
      </button>
    );
  return <span className={classes.name}>{name}</span>;
}
