import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './filter-chip.module.css';

/**
 * One filter in force, with × to take it away: `<FilterChip text="都道府県 が 東京都" onRemove={…} />`.
 */
export function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={classes.chip}>
      <span className={classes.text}>{text}</span>
      <CloseButton size="xs" radius="xl" aria-label={`${t('app.action.remove')}: ${text}`} onClick={onRemove} />
    </span>
  );
}
