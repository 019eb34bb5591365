import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { FormDrawer, UnsavedGuard } from '../../ui/unsaved';
import {
  isChoice,
  isTextual,
  useCreateField,
  useUpdateField,
  type CustomerField,
  type FieldType,
} from './customer-fields.api';
import { FieldChoicesInput, type ChoiceDraft } from './field-choices-input';
import { BreakingValues, FieldRestrictionSelect } from './field-restriction-select';
import { restrictionFor, type InputRestriction } from './field-restrictions';
import { FieldTypeSelect } from './field-type-select';

interface Values extends Record<string, unknown> {
  label: string;
  mergeKey: string;
  type: FieldType;
  choices: ChoiceDraft[];
  required: boolean;
  inputRestriction: InputRestriction;
  mergeDefault: string;
  searchable: boolean;
}

/** A new custom field, or changes to one; `field` is null for a new one. */
export function CustomerFieldDrawer({ field, onClose }: { field: CustomerField | null; onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateField();
  const update = useUpdateField(field?.id ?? '');
  const form = useForm<Values>({
    initialValues: {
      label: field?.label ?? '',
      mergeKey: field?.mergeKey ?? '',
      type: field?.type ?? 'text',
      choices: field?.choices.map((choice) => ({ ...choice })) ?? [{ label: '' }],
      required: field?.required ?? false,
      inputRestriction: field?.inputRestriction ?? 'none',
      mergeDefault: field?.mergeDefault ?? '',
      searchable: field?.searchable ?? false,
    },
  });
  const showFields = useFieldProblems(form);
  const save = ({ type, choices, mergeKey, searchable, inputRestriction, ...rest }: Values) => {
    const body = {
      ...rest,
      inputRestriction: restrictionFor(type, inputRestriction),
      ...(mergeKey === '' ? {} : { mergeKey }),
      ...(isTextual(type) ? { searchable } : {}),
      ...(isChoice(type) ? { choices } : {}),
    };
    const after = {
      onError: showFields,
      onSuccess: () => {
        notify(t('app.state.saved'));
        onClose();
      },
    };
    if (field) update.mutate(body, after);
    else create.mutate({ ...body, type }, after);
  };
  const submit = form.onSubmit((values) => {
    // what the form shows is what is sent: the server names a refused choice by its place
    const choices = values.choices.filter((choice) => choice.label.trim() !== '');
    if (isChoice(values.type) && choices.length < values.choices.length)
      form.setFieldValue('choices', choices.length > 0 ? choices : [{ label: '' }]);
    save({ ...values, choices });
  });
  return (
    <FormDrawer opened onClose={onClose} title={t(field ? 'customerFields.editTitle' : 'customerFields.newTitle')}>
      {(close) => (
        <>
          <UnsavedGuard isUnsaved={() => form.isDirty()} />
          <form onSubmit={submit} noValidate>
            <Stack>
              <ProblemAlert error={create.error ?? update.error} fields={Object.keys(form.values)} />
              <FieldInputs form={form} field={field} />
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  {t('app.action.cancel')}
                </Button>
                <Button type="submit" loading={create.isPending || update.isPending}>
                  {t(field ? 'app.action.save' : 'app.action.create')}
                </Button>
              </Group>
            </Stack>
          </form>
        </>
      )}
    </FormDrawer>
  );
}

function FieldInputs({ form, field }: { form: UseFormReturnType<Values>; field: CustomerField | null }) {
  const { t } = useTranslation();
  const { type, inputRestriction } = form.values;
  const example = `{{${form.values.mergeKey || form.values.label || t('customerFields.label')}}}`;
  return (
    <>
      <TextInput
        label={t('customerFields.label')}
        required
        maxLength={50}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <FieldTypeSelect
        label={t('customerFields.type')}
        description={field === null ? undefined : t('customerFields.typeChangesApart')}
        disabled={field !== null}
        value={type}
        onChange={(next) => form.setFieldValue('type', next)}
        error={form.errors.type}
      />
      {isChoice(type) ? (
        <FieldChoicesInput
          choices={form.values.choices}
          onChange={(choices) => form.setFieldValue('choices', choices)}
          errorOf={(index) => form.errors[`choices.${index}.label`]}
        />
      ) : null}
      <FieldRestrictionSelect
        type={type}
        value={restrictionFor(type, inputRestriction)}
        onChange={(next) => form.setFieldValue('inputRestriction', next)}
        error={form.errors.inputRestriction}
      />
      {field !== null && inputRestriction !== 'none' && inputRestriction !== field.inputRestriction ? (
        <BreakingValues field={field} restriction={inputRestriction} />
      ) : null}
      <TextInput
        label={t('customerFields.mergeKey')}
        description={t('customerFields.mergeKeyHint', { example })}
        placeholder={form.values.label}
        maxLength={50}
        {...form.getInputProps('mergeKey')}
      />
      <TextInput
        label={t('customerFields.mergeDefault')}
        description={t('customerFields.mergeDefaultHint')}
        maxLength={200}
        {...form.getInputProps('mergeDefault')}
      />
      <Checkbox
        label={t('customerFields.required')}
        description={t('customerFields.requiredHint')}
        {...form.getInputProps('required', { type: 'checkbox' })}
      />
      {isTextual(type) ? (
        <Checkbox
          label={t('customerFields.searchable')}
          description={t('customerFields.searchableHint')}
          {...form.getInputProps('searchable', { type: 'checkbox' })}
        />
      ) : null}
    </>
  );
}
