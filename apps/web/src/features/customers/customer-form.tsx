import { Button, Checkbox, Group, MultiSelect, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { DateField } from '../../ui/dates';
import { ProblemAlert } from '../../ui/problem-alert';
import { fieldChoices, type CustomerField, type FieldValue } from './customer-fields.api';

const MAX_VALUE = 900;

type InputValue = string | number | boolean | readonly string[] | null;

interface Values extends Record<string, unknown> {
  readonly email: string;
  readonly fields: Record<string, InputValue>;
}

/** What the form sends: every field it shows, blank ones as null. */
export interface CustomerInput {
  readonly email: string;
  readonly fields: Record<string, InputValue>;
}

/** Address and custom fields of one customer, new or existing. `onSubmit` rejects with the server's refusal, shown here. */
export function CustomerForm(props: {
  fields: readonly CustomerField[];
  initial?: { readonly email: string; readonly fields: Readonly<Record<string, FieldValue>> };
  submitLabel: string;
  onSubmit: (input: CustomerInput) => Promise<unknown>;
  onCancel: () => void;
  error: unknown;
  isPending: boolean;
}) {
  const { t } = useTranslation();
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: {
      email: props.initial?.email ?? '',
      fields: Object.fromEntries(
        props.fields.map((field) => [field.id, toInput(field, props.initial?.fields[field.id])]),
      ),
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit(async ({ email, fields }) => {
    const filled = Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, value === '' ? null : value]));
    await props.onSubmit({ email, fields: filled }).catch(showFields);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert error={props.error} fields={['email', ...props.fields.map((field) => `fields.${field.id}`)]} />
        <TextInput
          label={t('customers.form.email')}
          type="email"
          inputMode="email"
          autoComplete="off"
          required
          data-autofocus
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        {props.fields.map((field) => (
          <FieldInput key={field.id} field={field} form={form} />
        ))}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={props.onCancel}>
            {t('app.action.cancel')}
          </Button>
          <Button type="submit" loading={props.isPending}>
            {props.submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The input that fits the type of a custom field. */
function FieldInput({ field, form }: { field: CustomerField; form: UseFormReturnType<Values> }) {
  const { t } = useTranslation();
  const path = `fields.${field.id}`;
  const shared = { label: field.label, required: field.required, ...form.getInputProps(path) };
  const key = form.key(path);
  const clear = { 'aria-label': `${t('app.action.clear')}: ${field.label}` };
  const choices = fieldChoices(t, field)
    .filter((choice) => !choice.retired || isChosen(form.getInitialValues().fields[field.id], choice.id))
    .map((choice) => ({ value: choice.id, label: choice.label }));
  switch (field.type) {
    case 'long_text':
      return <Textarea key={key} autosize minRows={3} maxRows={10} maxLength={MAX_VALUE} {...shared} />;
    case 'number':
      return <NumberInput key={key} hideControls inputMode="decimal" {...shared} />;
    case 'date':
      return <DateField key={key} placeholder={t('customers.form.date')} clearButtonProps={clear} {...shared} />;
    case 'single_choice':
    case 'prefecture':
      return (
        <Select
          key={key}
          data={choices}
          clearable
          searchable={choices.length > 8}
          clearButtonProps={clear}
          {...shared}
        />
      );
    case 'multiple_choice':
      return (
        <MultiSelect
          key={key}
          data={choices}
          clearable
          searchable={choices.length > 8}
          clearButtonProps={clear}
          {...shared}
        />
      );
    case 'checkbox':
      return (
        <Checkbox
          key={key}
          label={field.label}
          required={field.required}
          {...form.getInputProps(path, { type: 'checkbox' })}
        />
      );
    case 'phone':
      return <TextInput key={key} type="tel" inputMode="tel" autoComplete="off" {...shared} />;
    case 'postal_code':
      return <TextInput key={key} inputMode="numeric" autoComplete="off" placeholder="100-0001" {...shared} />;
    case 'text':
      return <TextInput key={key} maxLength={MAX_VALUE} autoComplete="off" {...shared} />;
  }
}

const isChosen = (value: InputValue | undefined, id: string): boolean =>
  Array.isArray(value) ? value.includes(id) : value === id;

function toInput(field: CustomerField, value: FieldValue | undefined): InputValue {
  if (field.type === 'multiple_choice') return Array.isArray(value) ? value.map(String) : [];
  if (field.type === 'checkbox') return typeof value === 'boolean' ? value : field.required ? false : null;
  if (field.type === 'date' || field.type === 'single_choice' || field.type === 'prefecture')
    return value === undefined ? null : String(value);
  return value === undefined || Array.isArray(value) ? '' : (value as string | number);
}
