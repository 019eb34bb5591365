import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { IconDownload, IconHistory, IconMailPlus, IconSearchOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { notify } from '../../lib/notify';
import { useUrlState } from '../../lib/url-state';
import { DataTable } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { LinkTabs } from '../../ui/link-tabs';
import { ListBar, ListPage } from '../../ui/list-page';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { SearchInput } from '../../ui/search-input';
import { GroupPicker } from '../groups/group-picker';
import { useSubjectText } from '../mailings/subject.api';
import { useMay } from '../users/session.api';
import { historyQuery, type HistoryFilter, type HistoryItem } from './history.api';
import { historyColumns } from './history-columns';
import { downloadHistoryCsv, HISTORY_CSV_ROWS } from './history-csv';

const idOf = (item: HistoryItem) => item.deliveryId;
const hrefOf = (item: HistoryItem) => `/history/${item.deliveryId}`;

/** 配信履歴: every delivery that has begun, newest first, with what came of it; each number leads to its people. */
export function HistoryListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState({ q: '', group: '' });
  const filter = useMemo<HistoryFilter>(
    () => ({ ...(url.q === '' ? {} : { q: url.q }), ...(url.group === '' ? {} : { groupId: url.group }) }),
    [url.q, url.group],
  );
  const query = useInfiniteQuery({ ...historyQuery.list(filter), placeholderData: keepPreviousData });
  const list = useRowList(query, JSON.stringify(filter));
  const subjectText = useSubjectText();
  const columns = useMemo(() => historyColumns(t, format, subjectText), [t, format, subjectText]);
  const isFiltered = url.q !== '' || url.group !== '';
  return (
    <ListPage>
      <PageHeader
        title={t('history.list.title')}
        subtitle={t('history.list.subtitle')}
        actions={list.rows.length > 0 ? <CsvButton filter={filter} /> : undefined}
      />
      <LinkTabs
        label={t('delivery.tabs.label')}
        value="history"
        tabs={[
          { value: 'running', label: t('delivery.tabs.running'), to: '/deliveries' },
          { value: 'scheduled', label: t('delivery.tabs.scheduled'), to: '/deliveries?view=scheduled' },
          { value: 'history', label: t('delivery.tabs.history'), to: '/history' },
        ]}
      />
      <ListBar>
        <SearchInput label={t('history.list.search')} value={url.q} onChange={(q) => setUrl({ q })} />
        <GroupPicker
          aria-label={t('history.list.group')}
          placeholder={t('history.list.group')}
          size="sm"
          w={{ base: '100%', xs: 240 }}
          clearable
          value={url.group === '' ? null : url.group}
          onChange={(group) => setUrl({ group: group ?? '' })}
        />
      </ListBar>
      <DataTable
        label={t('delivery.tabs.history')}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowHref={hrefOf}
        rowHeight={56}
        empty={isFiltered ? <NothingFound onClear={() => setUrl({ q: '', group: '' })} /> : <NoHistory />}
      />
    </ListPage>
  );
}

function CsvButton({ filter }: { filter: HistoryFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!useMay('history.export')) return null;
  const save = async () => {
    const { isWhole } = await downloadHistoryCsv(filter, t, format);
    if (!isWhole) notify(t('history.list.csvTooMany', { count: HISTORY_CSV_ROWS }));
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => void save()}>
      {t('history.list.csv')}
    </Button>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconSearchOff />}
      title={t('history.list.nothing')}
      text={t('history.list.nothingText')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('history.list.clear')}
        </Button>
      }
    />
  );
}

function NoHistory() {
  const { t } = useTranslation();
  const mayCompose = useMay('mailing.write');
  return (
    <EmptyState
      icon={<IconHistory />}
      title={t('history.list.empty')}
      text={t('history.list.emptyText')}
      action={
        mayCompose ? (
          <Button component={Link} to="/mailings/new" leftSection={<IconMailPlus size={16} />}>
            {t('history.list.compose')}
          </Button>
        ) : undefined
      }
    />
  );
}
