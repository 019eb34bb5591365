import { Alert, Button, Group, Paper, Select, Skeleton, Stack, Text, Textarea, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { notify } from '../../lib/notify';
import { ErrorState } from '../../ui/error-state';
import { ProblemAlert } from '../../ui/problem-alert';
import { LatestNotices } from './latest-notices';
import {
  noticeSettingsQuery,
  useChangeNoticeSettings,
  useSendTestNotice,
  type NoticeSettings as Settings,
} from './notices.api';
import { sendersQuery } from './senders.api';

/** 通知メール送信先アドレス: who is told by mail of deliveries with many errors (C-55), and what has been sent. */
export function NoticeSettings() {
  const { t } = useTranslation();
  const { data: settings, error, refetch } = useQuery(noticeSettingsQuery);
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('settings.notices.title')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('settings.notices.text')}
      </Text>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!settings && !error ? <Skeleton h={180} /> : null}
      {settings ? <NoticeForm settings={settings} /> : null}
      <LatestNotices />
    </Paper>
  );
}

const FIRST_SENDER = '';

function NoticeForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const { data: senders } = useQuery(sendersQuery);
  const change = useChangeNoticeSettings();
  const test = useSendTestNotice();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      recipients: settings.recipients.join('\n'),
      senderAddressId: settings.senderAddressId ?? FIRST_SENDER,
      locale: settings.locale,
    },
  });
  const showFields = useFieldProblems(form);
  const submit = form.onSubmit(({ recipients, senderAddressId, locale }) =>
    change.mutate(
      {
        recipients: readAddresses(recipients),
        senderAddressId: senderAddressId === FIRST_SENDER ? null : senderAddressId,
        locale,
      },
      {
        onError: showFields,
        onSuccess: (saved) => {
          form.setFieldValue('recipients', saved.recipients.join('\n'));
          form.resetDirty();
          notify(t('app.state.saved'));
        },
      },
    ),
  );
  const count = settings.recipients.length;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert error={change.error} fields={Object.keys(form.getInitialValues())} />
        {senders?.length === 0 ? <Alert color="yellow">{t('settings.notices.noSender')}</Alert> : null}
        <Textarea
          label={t('settings.notices.recipients')}
          description={t('settings.notices.recipientsHint')}
          autosize
          minRows={2}
          key={form.key('recipients')}
          {...form.getInputProps('recipients')}
        />
        <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
          <Select
            label={t('settings.notices.sender')}
            allowDeselect={false}
            data={[
              { value: FIRST_SENDER, label: t('settings.notices.senderFirst') },
              ...(senders ?? []).map(({ id, displayName, email }) => ({
                value: id,
                label: `${displayName} <${email}>`,
              })),
            ]}
            key={form.key('senderAddressId')}
            {...form.getInputProps('senderAddressId')}
          />
          <Select
            label={t('settings.notices.locale')}
            allowDeselect={false}
            data={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
            key={form.key('locale')}
            {...form.getInputProps('locale')}
          />
        </Group>
        <ProblemAlert error={test.error} />
        <Group justify="flex-end">
          <Button
            variant="default"
            leftSection={<IconSend size={16} />}
            disabled={count === 0}
            loading={test.isPending}
            onClick={() =>
              test.mutate(undefined, { onSuccess: () => notify(t('settings.notices.testDone', { count })) })
            }
          >
            {t('settings.notices.test')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('app.action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Addresses separated by commas, semicolons, spaces or line breaks, also the Japanese ones. */
const readAddresses = (text: string): string[] => text.split(/[\s,、，;；]+/).filter((part) => part !== '');
