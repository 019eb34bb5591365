import { ActionBar, Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
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
  all?: { label: string; isChosen: boolean; onChoose: () => void };
  countLabel?: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <ActionBar opened={props.count > 0} onClose={props.onClear} closeOnEscape aria-label={t('app.table.actions')}>
      <Text size="sm" fw={600} px={6} aria-live="polite">
        {props.countLabel ?? t('app.table.selected', { count: props.count })}
      </Text>
      {props.isFull ? (
        <Text size="xs" c="dimmed" role="status">
          {t('app.table.full', { count: MOST_CHOSEN })}
        </Text>
      ) : null}
      {props.all && !props.all.isChosen ? (
        <Button variant="subtle" size="compact-sm" onClick={props.all.onChoose}>
          {props.all.label}
        </Button>
      ) : null}
      <ActionBar.Divider />
      {props.children}
      <ActionBar.CloseButton aria-label={t('app.table.clearSelection')} />
    </ActionBar>
  );
}
