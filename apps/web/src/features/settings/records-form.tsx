import { Button, Group, NumberInput, Paper, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { useFieldProblems } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { settingsQuery, useChangeSettings } from './settings.api';

/** How many customers there may be, and for how long consents of deleted ones are kept (J-33). */
export function RecordsForm() {
  const { t } = useTranslation();
  const { data: settings } = useSuspenseQuery(settingsQuery);
  const change = useChangeSettings();
  const form = useForm<{ customerLimit: number | string; consentRetentionYears: number | string }>({
    mode: 'uncontrolled',
    initialValues: {
      customerLimit: settings.customerLimit ?? '',
      consentRetentionYears: settings.consentRetentionYears,
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit(({ customerLimit, consentRetentionYears }) =>
    change.mutate(
      {
        customerLimit: customerLimit === '' ? null : Number(customerLimit),
        consentRetentionYears: Number(consentRetentionYears),
      },
      { onError: showFields, onSuccess: () => notify(t('app.state.saved')) },
    ),
  );
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('settings.records.title')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('settings.records.text')}
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={change.error} fields={Object.keys(form.getInitialValues())} />
          <NumberInput
            label={t('settings.records.limit')}
            description={t('settings.records.limitHint')}
            min={0}
            max={100_000_000}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            hideControls
            key={form.key('customerLimit')}
            {...form.getInputProps('customerLimit')}
          />
          <NumberInput
            label={t('settings.records.retention')}
            description={t('settings.records.retentionHint')}
            min={1}
            max={30}
            allowDecimal={false}
            suffix={` ${t('settings.records.years')}`}
            hideControls
            key={form.key('consentRetentionYears')}
            {...form.getInputProps('consentRetentionYears')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t('app.action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
