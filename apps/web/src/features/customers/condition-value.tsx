import { Group, MultiSelect, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeliveryPicker } from '../delivery/delivery-picker';
import { GroupPicker } from '../groups/group-picker';
import { DayEditor, DaysEditor, MonthDayEditor, MonthsEditor, OffsetsEditor } from './condition-days';
import { LinkEditor } from './condition-link';
import { FromTo, type EditorProps, type OneValue } from './condition-range';
import { editorOf, type Subject } from './condition-subjects';
import type { DraftCondition, Parts } from './conditions';

interface Props {
  readonly subject: Subject;
  readonly condition: DraftCondition;
  readonly onChange: (parts: Parts) => void;
}

/** What a condition compares with, as its subject and operator want it. */
export function ConditionValue({ subject, condition, onChange }: Props) {
  const { parts, op } = condition;
  const editor = { parts, onChange };
  switch (editorOf(subject, op)) {
    case 'none':
      return null;
    case 'number':
      return <NumberEditor {...editor} />;
    case 'numbers':
      return <NumbersEditor {...editor} />;
    case 'day':
      return <DayEditor {...editor} />;
    case 'days':
      return <DaysEditor {...editor} />;
    case 'offsets':
      return <OffsetsEditor {...editor} />;
    case 'months':
      return <MonthsEditor {...editor} />;
    case 'monthDay':
      return <MonthDayEditor {...editor} />;
    case 'choices':
      return <ChoicesEditor {...editor} choices={subject.choices} />;
    case 'status':
      return <StatusEditor {...editor} choices={subject.choices} />;
    case 'group':
      return <GroupEditor {...editor} />;
    case 'delivery':
      return <MailEditor {...editor} isCounted={op.includes('open') || op.includes('click')} />;
    case 'link':
      return <LinkEditor {...editor} />;
    default:
      return <TextEditor {...editor} />;
  }
}

function TextEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      aria-label={t('conditions.value')}
      size="sm"
      flex={1}
      miw={140}
      maxLength={200}
      value={parts.value ?? ''}
      onChange={(event) => onChange({ value: event.currentTarget.value })}
    />
  );
}

function NumberEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  return (
    <OneNumber label={t('conditions.value')} value={parts.value} onChange={(value) => onChange({ ...parts, value })} />
  );
}

function NumbersEditor(props: EditorProps) {
  return <FromTo<string | number> {...props} one={(number) => <OneNumber {...number} />} />;
}

function OneNumber(props: OneValue<string | number>) {
  return (
    <NumberInput
      aria-label={props.label}
      size="sm"
      flex={1}
      miw={90}
      maw={220}
      hideControls
      thousandSeparator=","
      value={props.value ?? ''}
      onChange={props.onChange}
    />
  );
}

type Choices = Subject['choices'];

function ChoicesEditor({ parts, onChange, choices }: EditorProps & { choices: Choices }) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      aria-label={t('conditions.value')}
      placeholder={(parts.values?.length ?? 0) === 0 ? t('conditions.choose') : undefined}
      size="sm"
      flex={1}
      miw={160}
      searchable
      hidePickedOptions
      data={choices.map(({ id, label }) => ({ value: id, label }))}
      value={[...(parts.values ?? [])]}
      onChange={(values) => onChange({ values })}
    />
  );
}

function StatusEditor({ parts, onChange, choices }: EditorProps & { choices: Choices }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('conditions.value')}
      placeholder={t('conditions.choose')}
      size="sm"
      flex={1}
      maw={200}
      allowDeselect={false}
      data={choices.map(({ id, label }) => ({ value: id, label }))}
      value={parts.value === undefined ? null : String(parts.value)}
      onChange={(value) => onChange({ value: value ?? undefined })}
    />
  );
}

const STATES = ['active', 'stopped', 'banned'] as const;

/** One group or whichever, and the delivery states in it; none chosen means any. */
function GroupEditor({ parts, onChange }: EditorProps) {
  const { t } = useTranslation();
  const states = parts.states ?? [];
  return (
    <Group gap={6} flex={1}>
      <GroupPicker
        aria-label={t('conditions.groupEditor.group')}
        size="sm"
        flex={1}
        miw={150}
        allowDeselect={false}
        anyLabel={t('conditions.groupEditor.any')}
        value={parts.groupId ?? null}
        onChange={(groupId) => onChange({ ...parts, groupId: groupId ?? undefined })}
      />
      <MultiSelect
        aria-label={t('conditions.groupEditor.states')}
        placeholder={states.length === 0 ? t('conditions.groupEditor.anyState') : undefined}
        size="sm"
        flex={1}
        miw={150}
        data={STATES.map((state) => ({ value: state, label: t(`groups.state.${state}`) }))}
        value={[...states]}
        onChange={(next) => onChange({ ...parts, states: next })}
      />
    </Group>
  );
}

/** Of opens and clicks it says who counts. */
function MailEditor({ parts, onChange, isCounted }: EditorProps & { isCounted: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} flex={1} miw={0}>
      <DeliveryPicker
        label={t('conditions.mail.delivery')}
        value={parts.deliveryId ?? null}
        onChange={(deliveryId) => onChange({ deliveryId: deliveryId ?? undefined })}
      />
      {isCounted ? (
        <Text size="xs" c="dimmed">
          {t('conditions.mail.note')}
        </Text>
      ) : null}
    </Stack>
  );
}
