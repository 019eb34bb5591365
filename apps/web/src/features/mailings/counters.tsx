import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import classes from './composer.module.css';
import { countText } from './text-counts';

const LONGEST_ALLOWED = 998;

/** Characters, bytes and the longest line of a body. */
export function Counters({ text }: { text: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useMemo(() => countText(text), [text]);
  return (
    <div className={classes.counters}>
      <span className={classes.count}>
        {t('mailings.count.characters', { value: format.number(counts.characters) })}
      </span>
      <span>{t('mailings.count.bytes', { value: format.number(counts.bytes) })}</span>
      <span data-over={counts.longestLine > LONGEST_ALLOWED || undefined}>
        {t('mailings.count.line', { value: format.number(counts.longestLine) })}
      </span>
    </div>
  );
}
