import { ActionIcon, Button, Group, SegmentedControl, Select, Stack } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConditionValue } from './condition-value';
import { isComplete, type Condition, type Conditions, type Operator, type Subject } from './conditions';

const MAX_CONDITIONS = 20;

interface DraftProps {
  readonly subjects: readonly Subject[];
  readonly initial: Conditions;
  readonly onApply: (conditions: Conditions) => void;
}

/** The conditions being written; they count only once applied. */
export function ConditionDraft({ subjects, initial, onApply }: DraftProps) {
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
