import { MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../ui/dates';
import { valueKind, type Condition, type Subject } from './conditions';

interface Props {
  readonly subject: Subject;
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}

/** The value, the two bounds or the choices of one condition, as its field and operator want them. */
export function ConditionValue({ subject, condition, onChange }: Props) {
  const { t } = useTranslation();
  const kind = valueKind(condition.op);
  if (kind === 'none') return null;
  if (kind === 'many')
    return (
      <MultiSelect
        aria-label={t('customers.condition.value')}
        flex={1}
        miw={160}
        size="xs"
        searchable
        comboboxProps={{ withinPortal: false }}
        data={subject.choices.map((choice) => ({ value: choice.id, label: choice.label }))}
        value={[...(condition.values ?? [])]}
        onChange={(values) => onChange({ subject: condition.subject, op: condition.op, values })}
      />
    );
  return (
    <>
      <OneValue
        subject={subject}
        label={t('customers.condition.value')}
        value={condition.value}
        onChange={(value) => onChange({ ...condition, value })}
      />
      {kind === 'two' ? (
        <OneValue
          subject={subject}
          label={t('customers.condition.to')}
          value={condition.to}
          onChange={(to) => onChange({ ...condition, to })}
        />
      ) : null}
    </>
  );
}

function OneValue(props: {
  subject: Subject;
  label: string;
  value: string | number | undefined;
  onChange: (value: string | number) => void;
}) {
  const shared = { 'aria-label': props.label, size: 'xs', flex: 1, miw: 110 } as const;
  if (props.subject.type === 'number')
    return (
      <NumberInput {...shared} hideControls thousandSeparator="," value={props.value ?? ''} onChange={props.onChange} />
    );
  if (props.subject.type === 'date')
    return (
      <DateField
        {...shared}
        popoverProps={{ withinPortal: false }}
        value={props.value === undefined || props.value === '' ? null : String(props.value)}
        onChange={(day) => props.onChange(day ?? '')}
      />
    );
  return (
    <TextInput {...shared} value={props.value ?? ''} onChange={(event) => props.onChange(event.currentTarget.value)} />
  );
}
