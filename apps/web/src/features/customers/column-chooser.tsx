import { Button, Checkbox, Popover, ScrollArea, Stack } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ColumnChoice } from './customer-columns';

/** The columns somebody has chosen for their list, kept in this browser for each user. */
export function useShownColumns(userId: string, fallback: readonly string[]) {
  const [chosen, setChosen] = useLocalStorage<readonly string[] | null>({
    key: `kubari-customer-columns-${userId}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  return [chosen ?? fallback, setChosen] as const;
}

/** 表示項目: which columns the list shows. */
export function ColumnChooser(props: {
  choices: readonly ColumnChoice[];
  shown: readonly string[];
  onChange: (shown: readonly string[] | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" shadow="md" width={240}>
      <Popover.Target>
        <Button
          visibleFrom="sm"
          variant="subtle"
          color="gray"
          size="sm"
          ms="auto"
          px="sm"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
        >
          {t('customers.columns.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ScrollArea.Autosize mah={360} type="auto">
          <Checkbox.Group value={[...props.shown]} onChange={props.onChange} aria-label={t('customers.columns.title')}>
            <Stack gap={9}>
              {props.choices.map((choice) => (
                <Checkbox key={choice.key} size="xs" value={choice.key} label={choice.label} />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
        <Button variant="subtle" size="compact-xs" mt="sm" onClick={() => props.onChange(null)}>
          {t('customers.columns.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
