import { useTranslation } from 'react-i18next';
import type { DeliveryState } from './groups.api';
import classes from './group-badge.module.css';

/** The coloured dot of a group. */
export function GroupDot({ colour }: { colour: string }) {
  return <span className={classes.dot} style={{ background: `var(--mantine-color-${colour}-6)` }} aria-hidden />;
}

/** A group's name with its colour; struck through where the customer is stopped or banned. Plain spans: fit for virtual rows. */
export function GroupBadge(props: { name: string; colour: string; state?: DeliveryState }) {
  const { t } = useTranslation();
  const state = props.state ?? 'active';
  return (
    <span
      className={classes.badge}
      data-state={state}
      title={state === 'active' ? props.name : `${props.name}: ${t(`groups.state.${state}`)}`}
    >
      <GroupDot colour={props.colour} />
      <span className={classes.name}>{props.name}</span>
    </span>
  );
}

/** The groups of a customer in one line: the first ones, and how many more. */
export function GroupBadges(props: {
  groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly colour: string;
    readonly deliveryState: DeliveryState;
  }[];
  max?: number;
}) {
  const max = props.max ?? 2;
  return (
    <span className={classes.row}>
      {props.groups.slice(0, max).map((group) => (
        <GroupBadge key={group.id} name={group.name} colour={group.colour} state={group.deliveryState} />
      ))}
      {props.groups.length > max ? <span className={classes.more}>+{props.groups.length - max}</span> : null}
    </span>
  );
}
