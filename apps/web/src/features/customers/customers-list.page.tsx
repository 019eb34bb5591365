import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconDownload, IconPlus, IconSearchOff, IconUpload, IconUsers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { DataTable } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListShortcuts } from '../../ui/list-shortcuts';
import { ListPage } from '../../ui/list-page';
import { PageHeader } from '../../ui/page-header';
import { useRowList } from '../../ui/row-list';
import { useSelection } from '../../ui/selection';
import { SelectionBar } from '../../ui/selection-bar';
import { chosenOf, type Asked } from '../bulk/bulk.api';
import { SelectionActions, SelectionDialog, useMayAct } from '../bulk/selection-actions';
import { useMay, useUser } from '../users/session.api';
import { useShownColumns } from './column-chooser';
import { columnChoices, customerColumns, defaultColumns } from './customer-columns';
import { CustomerFilterBar, CustomerTabs, filterOf, FILTER_DEFAULTS } from './customer-filter-bar';
import { useCustomerFields } from './customer-fields.api';
import { customersQuery, type Customer, type CustomerFilter } from './customers.api';
import { RecordLimitNotice } from './record-limit-notice';

const idOf = (customer: Customer) => customer.id;
const emailOf = (customer: Customer) => customer.email;
const hrefOf = (customer: Customer) => `/customers/${customer.id}`;
const toneOf = (customer: Customer) => (customer.status === 'error' ? 'error' : undefined);

/** 顧客一覧: the whole database, searched and filtered; with a selection, or all that is found, something is done. */
export function CustomersListPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [url, setUrl] = useUrlState(FILTER_DEFAULTS);
  const filter = useMemo(() => filterOf(url), [url]);
  const all = useMemo(() => allOf(filter), [filter]);
  const isFiltered = Object.keys(filter).length > 0;
  const fields = useCustomerFields();
  const [shown, setShown] = useShownColumns(useUser()?.id ?? '', defaultColumns(fields));
  const columns = useMemo(() => customerColumns({ t, format }, fields, shown), [t, format, fields, shown]);
  const query = useInfiniteQuery({ ...customersQuery.list(filter), placeholderData: keepPreviousData });
  const list = useRowList(query, JSON.stringify(filter));
  const { data: counts } = useQuery(customersQuery.countsByStatus());
  const { data: found } = useQuery({ ...customersQuery.count(filter), enabled: isFiltered });
  const total = isFiltered ? found : counts?.all;
  const mayWrite = useMay('customer.write');
  const mayAct = useMayAct();
  const [asked, setAsked] = useState<Asked | null>(null);

  return (
    <ListPage>
      <PageHeader
        title={t('customers.list.title')}
        subtitle={
          counts?.all
            ? t('customers.list.summary', { count: counts.all, ok: format.percent(counts.ok, counts.all) })
            : ' '
        }
        actions={
          <>
            <ListShortcuts />
            <ExportButton total={total} onExport={(count) => setAsked({ act: 'export', target: { all }, count })} />
            {mayWrite ? <ListActions /> : null}
          </>
        }
      />
      <RecordLimitNotice />
      <CustomerTabs counts={counts} value={url.status} onChange={(status) => setUrl({ status }, { push: true })} />
      <CustomerFilterBar
        url={url}
        onChange={setUrl}
        found={isFiltered ? found : undefined}
        columns={{ choices: columnChoices(t, fields), shown, onChange: setShown }}
      />
      <SelectableTable
        key={JSON.stringify(filter)}
        list={list}
        columns={columns}
        total={total}
        all={all}
        canSelect={mayAct}
        empty={isFiltered ? <NothingFound onClear={() => setUrl(FILTER_DEFAULTS)} /> : <NoCustomers />}
      />
      <SelectionDialog asked={asked} onClose={() => setAsked(null)} onOrdered={() => {}} />
    </ListPage>
  );
}

type AllCustomers = NonNullable<Asked['target']['all']>;

/** The filter as bulk operations and exports take it. */
function allOf({ conditions, ...rest }: CustomerFilter): AllCustomers {
  return { ...rest, ...(conditions ? { conditions: JSON.parse(conditions) as Record<string, unknown> } : {}) };
}

/** CSV 出力 of everything the filter finds. */
function ExportButton({ total, onExport }: { total: number | undefined; onExport: (count: number) => void }) {
  const { t } = useTranslation();
  if (!useMay('customer.export') || !total) return null;
  return (
    <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => onExport(total)}>
      {t('bulk.act.export')}
    </Button>
  );
}

function ListActions() {
  const { t } = useTranslation();
  const mayImport = useMay('customer.import');
  return (
    <>
      <Button component={Link} to="/customers/new" variant="default" leftSection={<IconPlus size={16} />}>
        {t('customers.list.add')}
      </Button>
      {mayImport ? (
        <Button component={Link} to="/imports/new" leftSection={<IconUpload size={16} />}>
          {t('customers.list.import')}
        </Button>
      ) : null}
    </>
  );
}

/** The table with its selection; a new filter starts with nothing selected (its key). */
function SelectableTable(props: {
  list: ReturnType<typeof useRowList<Customer>>;
  columns: ReturnType<typeof customerColumns>;
  total: number | undefined;
  all: AllCustomers;
  canSelect: boolean;
  empty: React.ReactNode;
}) {
  const { t } = useTranslation();
  const selection = useSelection(idOf, emailOf);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <DataTable
        label={t('customers.list.title')}
        list={props.list}
        columns={props.columns}
        rowKey={idOf}
        rowHref={hrefOf}
        rowTone={toneOf}
        rowName={emailOf}
        keyboard
        selection={props.canSelect ? selection : undefined}
        empty={props.empty}
      />
      <SelectionBar selection={selection} total={props.total}>
        <SelectionActions onAsk={(act) => setAsked({ act, ...chosenOf(selection, props.all, props.total) })} />
      </SelectionBar>
      <SelectionDialog asked={asked} onClose={() => setAsked(null)} onOrdered={selection.clear} />
    </>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconSearchOff />}
      title={t('customers.list.nothingTitle')}
      text={t('customers.list.nothingText')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('customers.list.clearFilter')}
        </Button>
      }
    />
  );
}

function NoCustomers() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconUsers />}
      title={t('customers.list.emptyTitle')}
      text={t('customers.list.emptyText')}
      action={<ListActions />}
    />
  );
}
