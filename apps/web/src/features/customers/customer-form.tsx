import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { UnsavedGuard } from '../../ui/unsaved';
import { CustomerFieldInput, toInput, type FieldInputValues, type InputValue } from './customer-field-input';
import type { CustomerField, FieldValue } from './customer-fields.api';

interface Values extends FieldInputValues {
  readonly email: string;
}

/** What the form sends: blank values as null; of an existing customer only what was changed, the address too. */
export interface CustomerInput {
  readonly email?: string;
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
  /** more fields, above the buttons, and whether something was entered there */
  children?: ReactNode;
  isMoreChanged?: boolean;
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
    const initial = props.initial ? form.getInitialValues() : null;
    const filled = Object.fromEntries(
      Object.entries(fields)
        .filter(([id, value]) => !isSame(value, initial?.fields[id]))
        .map(([id, value]) => [id, value === '' ? null : value]),
    );
    await props.onSubmit({ ...(email === initial?.email ? {} : { email }), fields: filled }).catch(showFields);
  });
  return (
    <>
      <UnsavedGuard isUnsaved={() => !form.submitting && (form.isDirty() || props.isMoreChanged === true)} />
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
            <CustomerFieldInput key={field.id} field={field} form={form} />
          ))}
          {props.children}
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
    </>
  );
}

/** Lists are the same when they hold the same in the same order. */
const isSame = (a: InputValue | undefined, b: InputValue | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
