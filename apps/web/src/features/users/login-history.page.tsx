import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFingerprint } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListBar, ListPage } from '../../ui/list-page';
import { NameCell } from '../../ui/name-cell';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { StatusBadge } from '../../ui/status-badge';
import { StatusTabs } from '../../ui/status-tabs';
import { browserName } from './browser-name';
import { loginHistoryQuery, type LoginAttempt } from './users.api';

const RESULTS = ['', 'succeeded', 'failed'] as const;
const idOf = (attempt: LoginAttempt) => attempt.id;

/** ログイン履歴: every sign-in of the past month, successful or not. */
export function LoginHistoryPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState({ result: '' });
  const result = RESULTS.find((one) => one === url.result) ?? '';
  const list = useRowList(useInfiniteQuery(loginHistoryQuery(result === '' ? undefined : result)), result);
  const columns = useMemo<readonly Column<LoginAttempt>[]>(
    () => [
      {
        key: 'at',
        header: t('users.history.at'),
        width: '150px',
        cell: (attempt) => format.dateTime(attempt.attemptedAt),
      },
      {
        key: 'who',
        header: t('users.history.who'),
        width: 'minmax(170px, 1.4fr)',
        cell: (attempt) => (
          <NameCell name={attempt.userName ?? attempt.email} text={attempt.userName ? attempt.email : null} />
        ),
      },
      {
        key: 'result',
        header: t('users.history.result'),
        width: 'minmax(90px, 1fr)',
        cell: (attempt) => (
          <StatusBadge tone={attempt.succeeded ? 'green' : 'red'}>
            {attempt.succeeded || attempt.reason === null
              ? t('users.history.succeeded')
              : t(`users.history.reason.${attempt.reason}`)}
          </StatusBadge>
        ),
      },
      {
        key: 'ip',
        header: t('users.history.ip'),
        width: '140px',
        wideOnly: true,
        cell: (attempt) => attempt.ip ?? '—',
      },
      {
        key: 'agent',
        header: t('users.history.agent'),
        width: 'minmax(160px, 2fr)',
        wideOnly: true,
        cell: (attempt) =>
          attempt.userAgent === null ? '—' : <span title={attempt.userAgent}>{browserName(attempt.userAgent)}</span>,
      },
    ],
    [t, format],
  );
  return (
    <ListPage>
      <PageHeader title={t('app.nav.loginHistory')} subtitle={t('users.history.subtitle')} />
      <StatusTabs
        label={t('users.history.result')}
        value={result}
        onChange={(next) => setUrl({ result: next }, { push: true })}
        tabs={RESULTS.map((value) => ({ value, label: t(`users.history.tab.${value === '' ? 'all' : value}`) }))}
      />
      <ListBar>{null}</ListBar>
      <DataTable
        label={t('app.nav.loginHistory')}
        columns={columns}
        list={list}
        rowKey={idOf}
        empty={<EmptyState icon={<IconFingerprint />} title={t('users.history.empty')} />}
      />
    </ListPage>
  );
}
