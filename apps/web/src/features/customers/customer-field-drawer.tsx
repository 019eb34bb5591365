import { ActionIcon, Button, Checkbox, Drawer, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { IconArrowBackUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { FIELD_TYPES, useCreateField, useUpdateField, type CustomerField, type FieldType } from './customer-fields.api';

interface Values extends Record<string, unknown> {
  label: string;
  mergeKey: string;
  type: FieldType;
  choices: { id?: string; label: string; retired?: boolean }[];
  required: boolean;
  mergeDefault: string;
  searchable: boolean;
}

const isChoice = (type: FieldType) => type === 'single_choice' || type === 'multiple_choice';
const isText = (type: FieldType) =>
  type === 'text' || type === 'long_text' || type === 'phone' || type === 'postal_code';

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
      mergeDefault: field?.mergeDefault ?? '',
      searchable: field?.searchable ?? false,
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit(({ type, choices, mergeKey, searchable, ...rest }) => {
    const body = {
      ...rest,
      ...(mergeKey === '' ? {} : { mergeKey }),
      ...(isText(type) ? { searchable } : {}),
      ...(isChoice(type) ? { choices: choices.filter((choice) => choice.label.trim() !== '') } : {}),
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
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={t(field ? 'customers.fields.editTitle' : 'customers.fields.newTitle')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={create.error ?? update.error} fields={Object.keys(form.values)} />
          <FieldInputs form={form} isNew={field === null} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending || update.isPending}>
              {t(field ? 'app.action.save' : 'app.action.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function FieldInputs({ form, isNew }: { form: UseFormReturnType<Values>; isNew: boolean }) {
  const { t } = useTranslation();
  const { type } = form.values;
  const example = `{{${form.values.mergeKey || form.values.label || t('customers.fields.label')}}}`;
  return (
    <>
      <TextInput
        label={t('customers.fields.label')}
        required
        maxLength={50}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <Select
        label={t('customers.fields.type')}
        description={isNew ? t('customers.fields.typeFixed') : undefined}
        disabled={!isNew}
        allowDeselect={false}
        data={FIELD_TYPES.map((value) => ({ value, label: t(`customers.fields.types.${value}`) }))}
        {...form.getInputProps('type')}
      />
      {isChoice(type) ? <ChoicesInput form={form} /> : null}
      <TextInput
        label={t('customers.fields.mergeKey')}
        description={t('customers.fields.mergeKeyHint', { example })}
        placeholder={form.values.label}
        maxLength={50}
        {...form.getInputProps('mergeKey')}
      />
      <TextInput
        label={t('customers.fields.mergeDefault')}
        description={t('customers.fields.mergeDefaultHint')}
        maxLength={200}
        {...form.getInputProps('mergeDefault')}
      />
      <Checkbox
        label={t('customers.fields.required')}
        description={t('customers.fields.requiredHint')}
        {...form.getInputProps('required', { type: 'checkbox' })}
      />
      {isText(type) ? (
        <Checkbox
          label={t('customers.fields.searchable')}
          description={t('customers.fields.searchableHint')}
          {...form.getInputProps('searchable', { type: 'checkbox' })}
        />
      ) : null}
    </>
  );
}

/** The choices in their order. One that is saved already is not removed but retired: customers may have it. */
function ChoicesInput({ form }: { form: UseFormReturnType<Values> }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} role="group" aria-label={t('customers.fields.choices')}>
      <Text size="sm" fw={600}>
        {t('customers.fields.choices')}
      </Text>
      {form.values.choices.map((choice, index) => (
        // new choices have no id yet; their place tells them apart
        // oxlint-disable-next-line react/no-array-index-key
        <ChoiceInput key={choice.id ?? `new-${index}`} form={form} index={index} />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => form.insertListItem('choices', { label: '' })}
      >
        {t('customers.fields.addChoice')}
      </Button>
    </Stack>
  );
}

function ChoiceInput({ form, index }: { form: UseFormReturnType<Values>; index: number }) {
  const { t } = useTranslation();
  const { id, label, retired = false } = form.values.choices[index] ?? { label: '' };
  const path = `choices.${index}`;
  const name = label || String(index + 1);
  return (
    <Group gap={6} wrap="nowrap">
      <TextInput
        flex={1}
        aria-label={t('customers.fields.choice', { no: index + 1 })}
        disabled={retired}
        rightSection={retired ? <Text fz={11}>{t('customers.fields.retired')}</Text> : null}
        rightSectionWidth={retired ? 96 : undefined}
        maxLength={100}
        {...form.getInputProps(`${path}.label`)}
      />
      {retired ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('customers.fields.offerAgain', { label: name })}
          onClick={() => form.setFieldValue(`${path}.retired`, false)}
        >
          <IconArrowBackUp size={15} />
        </ActionIcon>
      ) : (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('customers.fields.removeChoice', { label: name })}
          onClick={() =>
            id === undefined ? form.removeListItem('choices', index) : form.setFieldValue(`${path}.retired`, true)
          }
        >
          <IconTrash size={15} />
        </ActionIcon>
      )}
    </Group>
  );
}
