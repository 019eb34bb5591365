import { Button, Group, NumberInput, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { settingsQuery, useChangeSettings } from './settings.api';

const MOST = 10;

/** After how many delivery errors a customer is left out (C-50, C-58). */
export function ErrorLimits() {
  const { t } = useTranslation();
  const { data: settings } = useSuspenseQuery(settingsQuery);
  const change = useChangeSettings();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { hardErrorLimit: settings.hardErrorLimit, softErrorLimit: settings.softErrorLimit },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit((values) =>
    change.mutate(values, { onError: showFields, onSuccess: () => notify(t('app.state.saved')) }),
  );
  const number = { min: 1, max: MOST, allowDecimal: false, clampBehavior: 'strict' } as const;
  const suffix = ` ${t('settings.errors.unit')}`;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('settings.errors.title')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('settings.errors.text')}
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={change.error} fields={Object.keys(form.getInitialValues())} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
            <NumberInput
              {...number}
              suffix={suffix}
              label={t('settings.errors.hard')}
              description={t('settings.errors.hardHint')}
              key={form.key('hardErrorLimit')}
              {...form.getInputProps('hardErrorLimit')}
            />
            <NumberInput
              {...number}
              suffix={suffix}
              label={t('settings.errors.soft')}
              description={t('settings.errors.softHint')}
              key={form.key('softErrorLimit')}
              {...form.getInputProps('softErrorLimit')}
            />
          </SimpleGrid>
          <Text size="xs" c="dimmed">
            {t('settings.errors.any')} {t('settings.errors.note')}
          </Text>
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
