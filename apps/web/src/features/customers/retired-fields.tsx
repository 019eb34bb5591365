import { Button, Group, Modal, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { IconArchive, IconArrowBackUp } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { useFieldProblems } from '../../lib/problems';
import { EmptyState } from '../../ui/empty-state';
import { ProblemAlert } from '../../ui/problem-alert';
import { FieldFacts } from './customer-field-row';
import { fieldUsageQuery, retiredFieldsQuery, useRestoreField, type RetiredField } from './customer-field-types.api';

/** Fields out of use, with all their values; each can be brought back. */
export function RetiredFields() {
  const { t } = useTranslation();
  const { data: fields } = useSuspenseQuery(retiredFieldsQuery);
  const [restored, setRestored] = useState<RetiredField | null>(null);
  if (fields.length === 0)
    return (
      <EmptyState
        icon={<IconArchive />}
        title={t('customerFields.retiredList.empty')}
        text={t('customerFields.retiredList.emptyText')}
      />
    );
  return (
    <>
      <Paper withBorder maw={880} component="ul" mx={0} my="md" p={0} style={{ listStyle: 'none' }}>
        {fields.map((field) => (
          <RetiredRow key={field.id} field={field} onRestore={() => setRestored(field)} />
        ))}
      </Paper>
      {restored ? <RestoreDialog field={restored} onClose={() => setRestored(null)} /> : null}
    </>
  );
}

function RetiredRow({ field, onRestore }: { field: RetiredField; onRestore: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { replacement } = field;
  return (
    <Group
      component="li"
      px="md"
      py={10}
      gap="sm"
      wrap="nowrap"
      style={{ borderTop: '1px solid var(--kubari-row-line)' }}
    >
      <Stack gap={2} flex={1} miw={0}>
        <FieldFacts field={field} />
        <Text size="xs" c="dimmed">
          {t('customerFields.retiredList.at', { at: format.dateTime(field.retiredAt) })}
        </Text>
        {replacement ? (
          <Text size="xs" c="dimmed">
            {replacementText(t, replacement)}
          </Text>
        ) : null}
      </Stack>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={15} />}
        aria-label={`${field.label}: ${t('customerFields.restore.open')}`}
        disabled={replacement?.isFinished === false}
        onClick={onRestore}
      >
        {t('customerFields.restore.open')}
      </Button>
    </Group>
  );
}

function replacementText(t: TFunction, replacement: NonNullable<RetiredField['replacement']>): string {
  const { convertedCount: converted, keptCount: kept } = replacement;
  if (!replacement.isFinished) return t('customerFields.retiredList.replacing');
  if (kept === 0) return t('customerFields.retiredList.replacedAll', { converted });
  return t('customerFields.retiredList.replaced', { converted, kept });
}

/** Names can be changed on the way: another field may have taken them. */
function RestoreDialog({ field, onClose }: { field: RetiredField; onClose: () => void }) {
  const { t } = useTranslation();
  const restore = useRestoreField(field.id);
  const { data: usage } = useQuery(fieldUsageQuery(field.id));
  const form = useForm({ initialValues: { label: field.label, mergeKey: field.mergeKey } });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit((names) =>
    restore.mutate(names, {
      onError: showFields,
      onSuccess: () => {
        notify(t('customerFields.restore.done', { label: names.label }));
        onClose();
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('customerFields.restore.title', { label: field.label })}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">
            {usage
              ? t('customerFields.restore.text', { count: usage.customerCount })
              : t('customerFields.retire.counting')}{' '}
            {t('customerFields.restore.namesTaken')}
          </Text>
          <ProblemAlert error={restore.error} fields={['label', 'mergeKey']} />
          <TextInput label={t('customerFields.label')} required maxLength={50} {...form.getInputProps('label')} />
          <TextInput label={t('customerFields.mergeKey')} required maxLength={50} {...form.getInputProps('mergeKey')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.action.cancel')}
            </Button>
            <Button type="submit" loading={restore.isPending}>
              {t('customerFields.restore.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
