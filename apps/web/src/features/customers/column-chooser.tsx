import { Button, Checkbox, Divider, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SortableList } from '../../ui/sortable-list';
import type { ColumnChoice } from './customer-columns';

/** The columns somebody has chosen for their list, in their order, kept in this browser for each user. */
export function useShownColumns(userId: string, fallback: readonly string[]) {
  const [chosen, setChosen] = useLocalStorage<readonly string[] | null>({
    key: `kubari-customer-columns-${userId}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  return [chosen ?? fallback, setChosen] as const;
}

/** 表示項目: which columns the list shows, and in which order. */
export function ColumnChooser(props: {
  choices: readonly ColumnChoice[];
  shown: readonly string[];
  onChange: (shown: readonly string[] | null) => void;
}) {
  const { t } = useTranslation();
  const { choices, onChange } = props;
  const shown = props.shown.flatMap((key) => choices.find((choice) => choice.key === key) ?? []);
  const hidden = choices.filter((choice) => !props.shown.includes(choice.key));
  const keys = shown.map((choice) => choice.key);
  return (
    <Popover position="bottom-end" shadow="md" width={280} trapFocus>
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
      <Popover.Dropdown p="sm">
        <ScrollArea.Autosize mah={420} type="auto" offsetScrollbars>
          <Text size="xs" c="dimmed" mb={4}>
            {t('customers.columns.order')}
          </Text>
          <SortableList
            label={t('customers.columns.title')}
            items={shown}
            onChange={onChange}
            end={({ key, label }) => (
              <Checkbox
                size="xs"
                checked
                aria-label={label}
                onChange={() => onChange(keys.filter((one) => one !== key))}
              />
            )}
          />
          {hidden.length > 0 ? (
            <>
              <Divider my={8} />
              <Stack gap={9} ps={30} pe={4}>
                {hidden.map((choice) => (
                  <Checkbox
                    key={choice.key}
                    size="xs"
                    labelPosition="left"
                    styles={{ body: { justifyContent: 'space-between' }, label: { fontSize: 13 } }}
                    checked={false}
                    label={choice.label}
                    onChange={() => onChange([...keys, choice.key])}
                  />
                ))}
              </Stack>
            </>
          ) : null}
        </ScrollArea.Autosize>
        <Button variant="subtle" size="compact-xs" mt="sm" onClick={() => onChange(null)}>
          {t('customers.columns.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
