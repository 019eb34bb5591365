import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FIELD_TYPES, type FieldType } from './customer-fields.api';

interface Props {
  readonly label: string;
  readonly value: FieldType | null;
  readonly onChange: (type: FieldType) => void;
  /** the type that cannot be chosen, since the field has it */
  readonly without?: FieldType;
  readonly disabled?: boolean;
  readonly description?: string | undefined;
  readonly error?: React.ReactNode;
}

/** The types of field, each with a sentence that says what it is for. */
export function FieldTypeSelect({ without, value, onChange, ...input }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      {...input}
      allowDeselect={false}
      maxDropdownHeight={420}
      data={FIELD_TYPES.filter((type) => type !== without).map((type) => ({
        value: type,
        label: t(`customerFields.types.${type}`),
      }))}
      renderOption={({ option }) => (
        <div>
          <Text size="sm" fw={600}>
            {option.label}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`customerFields.typeHints.${option.value as FieldType}`)}
          </Text>
        </div>
      )}
      value={value}
      onChange={(type) => (type === null ? undefined : onChange(type as FieldType))}
      description={input.description ?? (value === null ? undefined : t(`customerFields.typeHints.${value}`))}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}
