import { Button, Group, NumberInput, Paper, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { useFieldProblems } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { settingsQuery, useChangeSettings } from './settings.api';

const FEWEST = 30;
const MOST = 100;

/** How many customer fields there may be. */
export function FieldLimitForm() {
  const { t } = useTranslation();
  const { data: settings } = useSuspenseQuery(settingsQuery);
  const change = useChangeSettings();
  const form = useForm({ initialValues: { maxCustomerFields: settings.maxCustomerFields } });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit((values) =>
    change.mutate(values, { onError: showFields, onSuccess: () => notify(t('app.state.saved')) }),
  );
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('settings.fields.title')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('settings.fields.text')}
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={change.error} fields={['maxCustomerFields']} />
          <NumberInput
            label={t('settings.fields.limit')}
            description={t('settings.fields.limitHint', { fewest: FEWEST, most: MOST })}
            min={FEWEST}
            max={MOST}
            allowDecimal={false}
            maw={360}
            {...form.getInputProps('maxCustomerFields')}
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
