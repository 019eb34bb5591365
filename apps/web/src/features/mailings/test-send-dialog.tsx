import { Button, Group as Row, Modal, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { StatusBadge, type Tone } from '../../ui/status-badge';
import { CustomerPicker } from '../customers/customer-picker';
import type { Customer } from '../customers/customers.api';
import { useUser } from '../users/session.api';
import { useTestSend, type TestSendResult } from './mailings.api';

const MAX_ADDRESSES = 5;
const TONES: Record<TestSendResult['outcome'], Tone> = {
  accepted: 'green',
  'not-sent': 'yellow',
  rejected: 'red',
  unknown: 'yellow',
};

/** テスト送信: the mailing as it is saved, to a few addresses (M-80). `onBeforeSend` saves it; false keeps it from going. */
export function TestSendDialog(props: {
  mailingId: string;
  customer: Customer | null;
  opened: boolean;
  onBeforeSend: () => Promise<boolean>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('mailings.test.title')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <TestSend {...props} />
    </Modal>
  );
}

function TestSend(props: Parameters<typeof TestSendDialog>[0]) {
  const { t } = useTranslation();
  const user = useUser();
  const send = useTestSend(props.mailingId);
  const [to, setTo] = useState<string[]>(user ? [user.email] : []);
  const [customer, setCustomer] = useState(props.customer);
  const [isSaving, setSaving] = useState(false);
  const wrong = to.find((address) => !/^\S+@\S+$/.test(address));
  const submit = async () => {
    setSaving(true);
    const isSaved = await props.onBeforeSend();
    setSaving(false);
    if (isSaved) send.mutate({ to, customerId: customer?.id ?? null });
    else props.onClose();
  };
  if (send.data) return <Results results={send.data.results} onAgain={() => send.reset()} onClose={props.onClose} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack>
        <Text size="sm">{t('mailings.test.text')}</Text>
        <ProblemAlert error={send.error} />
        <TagsInput
          label={t('mailings.test.to')}
          description={t('mailings.test.toHint')}
          error={wrong === undefined ? undefined : t('mailings.test.invalid', { address: wrong })}
          maxTags={MAX_ADDRESSES}
          splitChars={[',', '、', ';', ' ']}
          acceptValueOnBlur
          value={to}
          onChange={setTo}
          inputMode="email"
          autoComplete="off"
        />
        <CustomerPicker label={t('mailings.test.as')} value={customer} onChange={setCustomer} />
        <Text size="xs" c="dimmed" mt={-10}>
          {t('mailings.test.asHint')}
        </Text>
        <Row justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t('app.action.cancel')}
          </Button>
          <Button type="submit" loading={isSaving || send.isPending} disabled={to.length === 0 || wrong !== undefined}>
            {t('mailings.test.send')}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}

function Results(props: { results: readonly TestSendResult[]; onAgain: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t('mailings.test.results')}>
      {props.results.map((result) => (
        <div key={result.to}>
          <Row justify="space-between" wrap="nowrap">
            <Text size="sm" fw={600}>
              {result.to}
            </Text>
            <StatusBadge tone={TONES[result.outcome]}>{t(`mailings.test.outcome.${result.outcome}`)}</StatusBadge>
          </Row>
          {result.outcome === 'accepted' ? null : (
            <Text size="xs" c="dimmed">
              {t(`mailings.test.outcomeHint.${result.outcome}`)} {result.reason ? `(${result.reason})` : ''}{' '}
              {result.detail}
            </Text>
          )}
        </div>
      ))}
      <Row justify="flex-end">
        <Button variant="default" onClick={props.onAgain}>
          {t('mailings.test.again')}
        </Button>
        <Button onClick={props.onClose}>{t('app.action.close')}</Button>
      </Row>
    </Stack>
  );
}
