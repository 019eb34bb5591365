import { Button, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { PageHeader } from '../../ui/page-header';
import { ProblemAlert } from '../../ui/problem-alert';
import { useMay } from '../users/session.api';
import { ErrorLimits } from './error-limits';
import { FieldLimitForm } from './field-limit-form';
import { NoticeSettings } from './notice-settings';
import { RecordsForm } from './records-form';
import { SenderList } from './sender-list';
import { settingsQuery, useChangeSettings } from './settings.api';
import { StateSyncSection } from './state-sync-section';

/** 差出人・設定: the From addresses, and what the law asks to be said in every mail. */
export function SettingsPage() {
  const { t } = useTranslation();
  const maySenders = useMay('sender.manage');
  const maySettings = useMay('setting.manage');
  return (
    <>
      <PageHeader title={t('app.nav.settings')} subtitle={t('settings.subtitle')} />
      <Stack gap="lg" maw={880}>
        {maySenders ? <SenderList /> : null}
        <OrganisationForm />
        {maySettings ? (
          <>
            <RecordsForm />
            <FieldLimitForm />
            <ErrorLimits />
            <StateSyncSection />
            <NoticeSettings />
          </>
        ) : null}
      </Stack>
    </>
  );
}

/** 特定電子メール法: name and address of the sender must stand in every advertising mail. */
function OrganisationForm() {
  const { t } = useTranslation();
  const { data: settings } = useSuspenseQuery(settingsQuery);
  const change = useChangeSettings();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      organisationName: settings.organisationName,
      postalAddress: settings.postalAddress,
      contact: settings.contact,
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit((values) =>
    change.mutate(values, {
      onError: showFields,
      onSuccess: () => notify(t('app.state.saved')),
    }),
  );
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('settings.organisation.title')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('settings.organisation.text')}
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert error={change.error} fields={Object.keys(form.getInitialValues())} />
          <TextInput
            label={t('settings.organisation.name')}
            placeholder={t('settings.organisation.namePlaceholder')}
            key={form.key('organisationName')}
            {...form.getInputProps('organisationName')}
          />
          <Textarea
            label={t('settings.organisation.address')}
            autosize
            minRows={2}
            key={form.key('postalAddress')}
            {...form.getInputProps('postalAddress')}
          />
          <TextInput
            label={t('settings.organisation.contact')}
            description={t('settings.organisation.contactHint')}
            key={form.key('contact')}
            {...form.getInputProps('contact')}
          />
          <TextInput label={t('settings.organisation.timeZone')} value={settings.timeZone} readOnly />
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
