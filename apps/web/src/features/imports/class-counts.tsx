import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import classes from './class-counts.module.css';
import { OUTCOME_CLASSES, type Import, type OutcomeClass } from './imports.api';

/** 成功 / 失敗 / その他 / 配信停止 (C-34) side by side; `action` may add something below each. */
export function ClassCounts(props: {
  counts: Import['counts'];
  action?: (only: OutcomeClass, count: number) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.counts}>
      {OUTCOME_CLASSES.map((only) => {
        const count = props.counts[only];
        return (
          <div key={only} className={classes.card} data-class={only} data-some={count > 0 || undefined}>
            <span className={classes.name}>{t(`imports.class.${only}`)}</span>
            <span className={classes.value}>{format.number(count)}</span>
            <span className={classes.hint}>{t(`imports.classHint.${only}`)}</span>
            {props.action?.(only, count)}
          </div>
        );
      })}
    </div>
  );
}
