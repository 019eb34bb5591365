import { Anchor, SimpleGrid } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useFormat, type Format } from '../../lib/format';
import { StatusBadge } from '../../ui/status-badge';
import { StatCard } from '../../ui/stat-card';
import type { Home } from './home.api';

/** How many customers and groups there are, and what Amazon SES lets us send. */
export function HomeNumbers({ home }: { home: Home }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
      <StatCard label={t('app.nav.customers')} value={format.number(home.customerCount)} to="/customers" />
      <StatCard label={t('app.nav.groups')} value={format.number(home.groupCount)} to="/groups" />
      <SesAccountCard account={home.sesAccount} />
    </SimpleGrid>
  );
}

function SesAccountCard({ account }: { account: Home['sesAccount'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSilent = account.maxSendRate === null;
  return (
    <StatCard
      label="Amazon SES"
      badge={
        account.mode === 'sandbox' ? (
          <StatusBadge tone="yellow">{t('home.ses.sandbox')}</StatusBadge>
        ) : account.sendingEnabled === false ? (
          <StatusBadge tone="red">{t('home.ses.disabled')}</StatusBadge>
        ) : (
          <StatusBadge tone={isSilent ? 'gray' : 'green'}>
            {t(isSilent ? 'home.ses.silent' : 'home.ses.ok')}
          </StatusBadge>
        )
      }
      value={isSilent ? '—' : t('home.ses.rate', { rate: format.number(account.maxSendRate) })}
      text={
        <>
          {isSilent ? t('home.ses.silentText') : quotaText(t, format, account)}
          {account.inboxUrl === null ? null : (
            <Anchor href={account.inboxUrl} target="_blank" fz="inherit" display="block">
              {t('home.ses.inbox')}
            </Anchor>
          )}
        </>
      }
      meter={
        account.max24HourSend !== null && account.max24HourSend > 0
          ? (account.sentLast24Hours ?? 0) / account.max24HourSend
          : undefined
      }
      meterLabel={t('home.ses.quota')}
    />
  );
}

function quotaText(t: TFunction, format: Format, account: Home['sesAccount']): string {
  const sent = format.number(account.sentLast24Hours);
  return account.max24HourSend === -1
    ? t('home.ses.unlimited', { sent })
    : t('home.ses.used', { sent, max: format.number(account.max24HourSend) });
}
