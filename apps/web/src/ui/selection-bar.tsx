import { ActionBar, Button, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/format';
import { MOST_CHOSEN, type Selection } from './selection';

/**
 * The floating bar over a list while rows are chosen: the number, the actions (buttons as children), and × to clear.
 * Where the filter finds more than what is chosen (`total`), it offers to take all of that.
 */
export function SelectionBar<Row>(props: {
  selection: Selection<Row>;
  /** how many rows the filter finds; undefined while that is not known */
  total: number | undefined;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection, total = 0 } = props;
  const narrow = useMediaQuery('(max-width: 36em)') ?? false;
  const isOpen = selection.count > 0;
  const mayTakeAll = !selection.isEverything && total > selection.count;
  const clear = useEffectEvent(selection.clear);
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
    <ActionBar opened={isOpen} onClose={selection.clear} closeOnEscape={false} aria-label={t('app.table.actions')}>
      <Text size="sm" fw={600} px={6} aria-live="polite" style={{ whiteSpace: 'nowrap' }}>
        {t('app.table.selected', { count: selection.isEverything ? total : selection.count })}
      </Text>
      {selection.isFull && !selection.isEverything ? (
        <Text size="xs" c="dimmed" role="status">
          {t('app.table.full', { count: MOST_CHOSEN })}
        </Text>
      ) : null}
      {mayTakeAll ? (
        <Button variant="subtle" size="compact-sm" onClick={selection.chooseEverything}>
          {t(narrow ? 'app.table.takeAllShort' : 'app.table.takeAll', { total: format.number(total) })}
        </Button>
      ) : null}
      <ActionBar.Divider />
      {props.children}
      <ActionBar.CloseButton aria-label={t('app.table.clearSelection')} />
    </ActionBar>
  );
}
