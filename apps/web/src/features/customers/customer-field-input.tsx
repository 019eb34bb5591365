import { Group, MultiSelect, NumberInput, Radio, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../ui/dates';
import { fieldChoices, type CustomerField, type FieldValue } from './customer-fields.api';

const MAX_VALUE = 900;
/** Longer numbers hold words; the server says so. */
const MAX_NUMBER = 40;

/** What an input of a field holds: text as typed, `true` or `false` for a checkbox, ids of choices. */
export type InputValue = string | number | readonly string[] | null;

/** Values of the form around the inputs; they are called `fields.<id>`. */
export interface FieldInputValues extends Record<string, unknown> {
  readonly fields: Record<string, InputValue>;
}

interface Props<Values extends FieldInputValues> {
  readonly field: CustomerField;
  readonly form: UseFormReturnType<Values>;
}

/** The input that fits the type of a custom field, in an uncontrolled form. */
export function CustomerFieldInput<Values extends FieldInputValues>({ field, form }: Props<Values>) {
  const { t } = useTranslation();
  const path = `fields.${field.id}`;
  const key = form.key(path);
  const { inputRestriction: restriction } = field;
  const shared = {
    label: field.label,
    required: field.required,
    description: restriction === 'none' ? undefined : t(`customerFields.restrictionExamples.${restriction}`),
    ...form.getInputProps(path),
  };
  const clear = { 'aria-label': `${t('app.action.clear')}: ${field.label}` };
  const initial = form.getInitialValues().fields[field.id];
  const choices = fieldChoices(t, field)
    .filter((choice) => !choice.retired || isChosen(initial, choice.id))
    .map((choice) => ({ value: choice.id, label: choice.label }));
  const choose = { data: choices, clearable: true, searchable: choices.length > 8, clearButtonProps: clear };
  const tidy = (tidied: (text: string) => string) => (event: React.FocusEvent<HTMLInputElement>) => {
    const text = event.currentTarget.value;
    if (tidied(text) !== text) form.setFieldValue(path, tidied(text) as never);
  };
  switch (field.type) {
    case 'long_text':
      return <Textarea key={key} autosize minRows={3} maxRows={10} maxLength={MAX_VALUE} {...shared} />;
    case 'number':
      return <NumberInput key={key} hideControls inputMode="decimal" {...shared} />;
    case 'date':
      return <DateField key={key} placeholder={t('customers.form.date')} clearButtonProps={clear} {...shared} />;
    case 'single_choice':
    case 'prefecture':
      return <Select key={key} {...choose} {...shared} />;
    case 'multiple_choice':
      return <MultiSelect key={key} {...choose} {...shared} />;
    case 'checkbox':
      return (
        <Radio.Group key={key} {...shared}>
          <Group gap="lg" mt={4}>
            <Radio value="true" label={t('customers.checkbox.yes')} />
            <Radio value="false" label={t('customers.checkbox.no')} />
            {field.required ? null : <Radio value="" label={t('customers.checkbox.never')} />}
          </Group>
        </Radio.Group>
      );
    case 'phone':
      return (
        <TextInput
          key={key}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          placeholder="03-1234-5678"
          maxLength={MAX_NUMBER}
          {...shared}
          onBlur={tidy(halfWidth)}
        />
      );
    case 'postal_code':
      return (
        <TextInput
          key={key}
          inputMode="numeric"
          autoComplete="off"
          placeholder="100-0001"
          maxLength={MAX_NUMBER}
          {...shared}
          onBlur={tidy(tidiedPostalCode)}
        />
      );
    case 'text':
      return <TextInput key={key} maxLength={MAX_VALUE} autoComplete="off" {...shared} />;
  }
}

const isChosen = (value: InputValue | undefined, id: string): boolean =>
  Array.isArray(value) ? value.includes(id) : value === id;

/** What an input begins with. */
export function toInput(field: CustomerField, value: FieldValue | undefined): InputValue {
  switch (field.type) {
    case 'multiple_choice':
      return Array.isArray(value) ? value.map(String) : [];
    case 'date':
    case 'single_choice':
    case 'prefecture':
      return value === undefined ? null : String(value);
    case 'number':
      return typeof value === 'number' ? value : '';
    default:
      return value === undefined ? '' : String(value);
  }
}

/** Full-width letters, digits and signs as half-width ones. */
const halfWidth = (text: string): string =>
  text.replaceAll(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** 1000001 and 〒１００−０００１ as 100-0001; anything else as it is. */
export function tidiedPostalCode(text: string): string {
  const [, first, last] = /^〒?\s*(\d{3})[-‐-―−ーｰ]?(\d{4})\s*$/.exec(halfWidth(text.trim())) ?? [];
  return first && last ? `${first}-${last}` : text;
}
