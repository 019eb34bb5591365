import { Button, Loader, Popover, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../../ui/filter-chip';
import { conditionText, readConditions, subjectsOf, writeConditions, type Subject } from './conditions';
import { useCustomerFields } from './customer-fields.api';

/** Loaded when first opened: it brings the calendar. */
const ConditionDraft = lazy(async () => ({ default: (await import('./condition-draft')).ConditionDraft }));

interface Props {
  /** the API's condition tree as JSON; empty text: no condition */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function useSubjects(): readonly Subject[] {
  const { t } = useTranslation();
  const fields = useCustomerFields();
  return useMemo(() => subjectsOf(t, fields), [t, fields]);
}

/** 絞り込み: a button whose popover holds conditions on customers, applied together. Shows no chips itself. */
export function ConditionPicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [opened, popover] = useDisclosure(false);
  const subjects = useSubjects();
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? popover.open() : popover.close())}
      position="bottom-start"
      shadow="lg"
      width="min(640px, calc(100vw - 24px))"
      trapFocus
    >
      <Popover.Target>
        <Button variant="default" size="sm" leftSection={<IconFilter size={15} />} onClick={popover.toggle}>
          {t('customers.condition.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('customers.condition.open')}>
        {opened ? (
          <Suspense fallback={<Loader size="sm" />}>
            <ConditionDraft
              subjects={subjects}
              initial={readConditions(value)}
              onApply={(next) => {
                onChange(writeConditions(next));
                popover.close();
              }}
            />
          </Suspense>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The conditions in force, one chip each; × takes one away. */
export function ConditionChips({ value, onChange }: Props) {
  const { t } = useTranslation();
  const subjects = useSubjects();
  const { match, conditions } = readConditions(value);
  return (
    <>
      {conditions.map((condition, index) => {
        const subject = subjects.find((one) => one.key === condition.subject);
        if (!subject) return null;
        const text = conditionText(t, subject, condition);
        const rest = conditions.filter((_, at) => at !== index);
        return (
          <FilterChip
            key={`${index} ${text}`}
            text={text}
            onRemove={() => onChange(writeConditions({ match, conditions: rest }))}
          />
        );
      })}
      {conditions.length > 1 ? (
        <Text size="xs" c="dimmed">
          {t(`customers.condition.${match}`)}
        </Text>
      ) : null}
    </>
  );
}
