import { ActionIcon, Button, Group, Popover, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../../ui/filter-chip';
import { ConditionValue } from './condition-value';
import {
  conditionText,
  isComplete,
  readConditions,
  subjectsOf,
  writeConditions,
  type Condition,
  type Conditions,
  type Operator,
  type Subject,
} from './conditions';
import { useCustomerFields } from './customer-fields.api';

const MAX_CONDITIONS = 20;

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
          <Draft
            subjects={subjects}
            initial={readConditions(value)}
            onApply={(next) => {
              onChange(writeConditions(next));
              popover.close();
            }}
          />
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

interface DraftProps {
  readonly subjects: readonly Subject[];
  readonly initial: Conditions;
  readonly onApply: (conditions: Conditions) => void;
}

/** The conditions being written; they count only once applied. */
function Draft({ subjects, initial, onApply }: DraftProps) {
  const { t } = useTranslation();
  const [match, setMatch] = useState(initial.match);
  const [drafts, setDrafts] = useState<readonly Condition[]>(
    initial.conditions.length > 0 ? initial.conditions : newConditions(subjects),
  );
  const replace = (index: number, condition: Condition) =>
    setDrafts(drafts.map((draft, at) => (at === index ? condition : draft)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ match, conditions: drafts.filter(isComplete) });
      }}
    >
      <Stack gap="sm">
        {drafts.length > 1 ? (
          <SegmentedControl
            size="xs"
            w="fit-content"
            aria-label={t('customers.condition.match')}
            value={match}
            onChange={(value) => setMatch(value)}
            data={[
              { value: 'all', label: t('customers.condition.all') },
              { value: 'any', label: t('customers.condition.any') },
            ]}
          />
        ) : null}
        {drafts.map((draft, index) => (
          <ConditionRow
            // rows have no identity of their own; their order is what tells them apart
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            subjects={subjects}
            condition={draft}
            onChange={(condition) => replace(index, condition)}
            onRemove={() => setDrafts(drafts.filter((_, at) => at !== index))}
          />
        ))}
        <Group justify="space-between">
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            disabled={drafts.length >= MAX_CONDITIONS}
            onClick={() => setDrafts([...drafts, ...newConditions(subjects)])}
          >
            {t('customers.condition.add')}
          </Button>
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => onApply({ match: 'all', conditions: [] })}>
              {t('app.action.clear')}
            </Button>
            <Button type="submit" size="xs">
              {t('customers.condition.apply')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function ConditionRow(props: {
  subjects: readonly Subject[];
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { condition, subjects, onChange } = props;
  const subject = subjects.find((one) => one.key === condition.subject);
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Group gap="xs" style={{ flex: 1 }} align="flex-start">
        <Select
          aria-label={t('customers.condition.field')}
          w={160}
          size="xs"
          searchable
          openOnFocus={false}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={subjects.map((one) => ({ value: one.key, label: one.label }))}
          value={condition.subject}
          onChange={(key) => {
            const [fresh] = newConditions(subjects.filter((one) => one.key === key));
            if (fresh) onChange(fresh);
          }}
        />
        <Select
          aria-label={t('customers.condition.operator')}
          w={140}
          size="xs"
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={subject?.operators.map((op) => ({ value: op, label: t(`customers.condition.op.${op}`) })) ?? []}
          value={condition.op}
          onChange={(op) => onChange({ ...condition, op: op as Operator })}
        />
        {subject ? <ConditionValue subject={subject} condition={condition} onChange={onChange} /> : null}
      </Group>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={t('customers.condition.remove')}
        onClick={props.onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

/** One empty condition on the first subject. */
function newConditions(subjects: readonly Subject[]): Condition[] {
  const [subject] = subjects;
  const [op] = subject?.operators ?? [];
  return subject && op ? [{ subject: subject.key, op }] : [];
}
