import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { OUTCOME_CLASSES, type Import } from './imports.api';
import classes from './outcome-list.module.css';

/** The counts in detail: what happened how often, by class. */
export function OutcomeList({ outcomes }: { outcomes: Import['outcomes'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (outcomes.length === 0) return null;
  return (
    <dl className={classes.list} aria-label={t('imports.detail.outcomes')}>
      {OUTCOME_CLASSES.flatMap((of) => outcomes.filter((one) => one.class === of)).map(({ outcome, rows, ...one }) => (
        <div key={outcome} className={classes.item} data-class={one.class}>
          <dt>{t(`imports.outcome.${outcome}`)}</dt>
          <dd>{format.number(rows)}</dd>
        </div>
      ))}
    </dl>
  );
}
