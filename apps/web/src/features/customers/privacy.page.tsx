import { Anchor, Button, Group, Menu, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconDownload, IconEraser, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { PageHeader } from '../../ui/page-header';
import { ProblemAlert } from '../../ui/problem-alert';
import { useRowList } from '../../ui/row-list';
import { StatusBadge } from '../../ui/status-badge';
import { useMay } from '../users/session.api';
import { ConsentList } from './consent-list';
import { consentsCsvUrl, useConsentLookUp } from './consents.api';
import { EraseDialog } from './erase-button';
import { erasuresQuery, useErasureLookUp, type Erasure } from './erasures.api';

/** 同意と消去: consents and erasures by address, also of people who are gone; all consents as a file. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const mayErase = useMay('customer.erase');
  return (
    <>
      <PageHeader title={t('app.nav.privacy')} subtitle={t('person.privacy.subtitle')} actions={<ExportMenu />} />
      <Stack gap="lg" maw={880}>
        <LookUp />
        {mayErase ? <ErasureList /> : null}
      </Stack>
    </>
  );
}

function ExportMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {t('person.privacy.exportTitle')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('person.privacy.exportText')}</Menu.Label>
        <Menu.Item component="a" href={consentsCsvUrl(null, 'utf-8')} download>
          {t('person.privacy.utf8')}
        </Menu.Item>
        <Menu.Item component="a" href={consentsCsvUrl(null, 'cp932')} download>
          {t('person.privacy.cp932')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What is known of an address: as a customer, its consents, its erasures. */
function LookUp() {
  const { t } = useTranslation();
  const mayErase = useMay('customer.erase');
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState('');
  const consents = useConsentLookUp();
  const erasures = useErasureLookUp();
  const lookUp = () => {
    setAsked(email.trim());
    consents.mutate(email.trim());
    if (mayErase) erasures.mutate(email.trim());
  };
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2}>{t('person.privacy.lookUpTitle')}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="md">
        {t('person.privacy.lookUpText')}
      </Text>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          lookUp();
        }}
      >
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('person.privacy.email')}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button
            type="submit"
            leftSection={<IconSearch size={16} />}
            disabled={email.trim() === ''}
            loading={consents.isPending || erasures.isPending}
          >
            {t('person.privacy.lookUp')}
          </Button>
        </Group>
      </form>
      <ProblemAlert error={consents.error} />
      {consents.data ? (
        <Stack mt="md" gap="md" role="status">
          <Registered customerId={consents.data.customerId} email={asked} mayErase={mayErase} />
          {consents.data.items.length === 0 ? (
            <Text size="sm">{t('person.privacy.noConsents')}</Text>
          ) : (
            <ConsentList consents={consents.data.items} />
          )}
          {erasures.data?.items.length === 0 ? <Text size="sm">{t('person.privacy.noErasures')}</Text> : null}
          {erasures.data && erasures.data.items.length > 0 ? <ErasureRows erasures={erasures.data.items} /> : null}
        </Stack>
      ) : null}
    </Paper>
  );
}

/** Somebody who is no customer any more is erased from here: old deliveries may still name them. */
function Registered(props: { customerId: string | null; email: string; mayErase: boolean }) {
  const { t } = useTranslation();
  const [erasing, setErasing] = useState(false);
  if (props.customerId !== null)
    return (
      <Text size="sm" fw={600}>
        {t('person.privacy.isCustomer')}{' '}
        <Anchor component={Link} to={`/customers/${props.customerId}`} size="sm">
          {t('person.privacy.openCustomer')}
        </Anchor>
      </Text>
    );
  return (
    <Group justify="space-between">
      <Text size="sm" fw={600}>
        {t('person.privacy.isNone')}
      </Text>
      {props.mayErase ? (
        <Button variant="default" size="xs" leftSection={<IconEraser size={15} />} onClick={() => setErasing(true)}>
          {t('person.privacy.eraseUnknown')}
        </Button>
      ) : null}
      {erasing ? <EraseDialog email={props.email} groupCount={0} onClose={() => setErasing(false)} /> : null}
    </Group>
  );
}

function ErasureList() {
  const { t } = useTranslation();
  const list = useRowList(useInfiniteQuery(erasuresQuery.list()));
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="sm">
        {t('person.erasure.list')}
      </Title>
      {list.error ? <ErrorState error={list.error} onRetry={list.retry} /> : null}
      {!list.isLoading && !list.error && list.rows.length === 0 ? (
        <EmptyState icon={<IconEraser />} title={t('person.erasure.empty')} text={t('person.erasure.emptyText')} />
      ) : null}
      <ErasureRows erasures={list.rows} />
      {list.hasMore ? (
        <Button variant="default" size="xs" mt="md" loading={list.isLoadingMore} onClick={list.loadMore}>
          {t('app.action.showMore')}
        </Button>
      ) : null}
    </Paper>
  );
}

function ErasureRows({ erasures }: { erasures: readonly Erasure[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap={0}>
      {erasures.map((erasure) => (
        <Group
          key={erasure.id}
          justify="space-between"
          wrap="nowrap"
          py={9}
          style={{ borderTop: '1px solid var(--kubari-row-line)' }}
        >
          <div style={{ minWidth: 0 }}>
            <Anchor component={Link} to={`/erasures/${erasure.id}`} size="sm" fw={600} display="block" truncate>
              {t('person.erasure.of', { hash: erasure.addressHash })}
            </Anchor>
            <Text size="xs" c="dimmed" mt={2}>
              {[format.dateTime(erasure.requestedAt), erasure.requestedByName ?? ''].filter(Boolean).join('・')}
            </Text>
          </div>
          <StatusBadge tone={erasure.finishedAt === null ? 'blue' : 'green'}>
            {t(erasure.finishedAt === null ? 'person.erasure.running' : 'person.erasure.finished')}
          </StatusBadge>
        </Group>
      ))}
    </Stack>
  );
}
