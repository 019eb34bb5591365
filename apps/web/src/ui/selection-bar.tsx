import { ActionBar, Button, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_CHOSEN } from './selection';

/**
 * The floating bar over a list while rows are chosen: the number, the actions (buttons as children), and × to clear.
 * `all` offers to act on everything the filter finds instead of the chosen rows.
 */
export function SelectionBar(props: {
  count: number;
  /** no more rows can be chosen: the bar says so */
  isFull?: boolean;
  onClear: () => void;
  all?: { label: string; shortLabel: string; isChosen: boolean; onChoose: () => void };
  countLabel?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 36em)') ?? false;
  const isOpen = props.count > 0;
  const clear = useEffectEvent(props.onClear);
  useEffect(() => {
    if (!isOpen) return;
    // in the capturing phase: what is open at this moment closes by the same key, and the selection stays
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]'))
        clear();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [isOpen]);
  return (
    <ActionBar opened={isOpen} onClose={props.onClear} closeOnEscape={false} aria-label={t('app.table.actions')}>
      <Text size="sm" fw={600} px={6} aria-live="polite" style={{ whiteSpace: 'nowrap' }}>
        {props.countLabel ?? t('app.table.selected', { count: props.count })}
      </Text>
      {props.isFull ? (
        <Text size="xs" c="dimmed" role="status">
          {t('app.table.full', { count: MOST_CHOSEN })}
        </Text>
      ) : null}
      {props.all && !props.all.isChosen ? (
        <Button variant="subtle" size="compact-sm" onClick={props.all.onChoose}>
          {narrow ? props.all.shortLabel : props.all.label}
        </Button>
      ) : null}
      <ActionBar.Divider />
      {props.children}
      <ActionBar.CloseButton aria-label={t('app.table.clearSelection')} />
    </ActionBar>
  );
}
