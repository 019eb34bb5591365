import { ActionIcon, Button, Menu } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconDots, IconDownload, IconSearchOff, IconUsers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { useUrlState } from '../../lib/url-state';
import { notify } from '../../lib/notify';
import { ConfirmDialog } from '../../ui/confirm-button';
import { DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ListBar } from '../../ui/list-page';
import { ListShortcuts } from '../../ui/list-shortcuts';
import { PersonCell } from '../../ui/person-cell';
import { useRowList } from '../../ui/row-list';
import { SearchInput } from '../../ui/search-input';
import { useSelection } from '../../ui/selection';
import { SelectionBar } from '../../ui/selection-bar';
import { StatusTabs } from '../../ui/status-tabs';
import { chosenOf, type Asked } from '../bulk/bulk.api';
import { SelectionActions, SelectionDialog } from '../bulk/selection-actions';
import { customerName, useCustomerFields } from '../customers/customer-fields.api';
import { CustomerStatusBadge } from '../customers/customer-status-badge';
import { customersQuery } from '../customers/customers.api';
import { useSyncsStates } from '../settings/settings.api';
import { useMay } from '../users/session.api';
import { CarriedOverBadge } from './carried-over-badge';
import { DeliveryStateBadge } from './delivery-state-badge';
import {
  DELIVERY_STATES,
  groupsQuery,
  useRemoveMember,
  useSetMemberState,
  type DeliveryState,
  type Group,
  type GroupMember,
} from './groups.api';

const idOf = (member: GroupMember) => member.customerId;
const hrefOf = (member: GroupMember) => `/customers/${member.customerId}`;
const emailOf = (member: GroupMember) => member.email;
const toneOf = (member: GroupMember) => (member.customerStatus === 'error' ? 'error' : undefined);

type AskedOfOne = { readonly member: GroupMember; readonly act: DeliveryState | 'remove' };

/** Who is in the group, by delivery state (C-21); the state of each can be changed, and of many at once. */
export function GroupMembers({ group }: { group: Group }) {
  const { t } = useTranslation();
  const [url, setUrl] = useUrlState({ state: '', q: '' });
  const [asked, setAsked] = useState<AskedOfOne | null>(null);
  const [bulk, setBulk] = useState<Asked | null>(null);
  const state = DELIVERY_STATES.find((one) => one === url.state);
  const filter = useMemo(
    () => ({ ...(state ? { state } : {}), ...(url.q === '' ? {} : { q: url.q }) }),
    [state, url.q],
  );
  const query = useInfiniteQuery({ ...groupsQuery.members(group.id, filter), placeholderData: keepPreviousData });
  const list = useRowList(query, JSON.stringify(filter));
  const mayWrite = useMay('group.write');
  const mayExport = useMay('customer.export');
  const columns = useMemberColumns(mayWrite, setAsked);
  const total = useTotal(group, state, url.q);
  const target = {
    all: { groupId: group.id, ...(state ? { groupState: state } : {}), ...(url.q === '' ? {} : { q: url.q }) },
  };
  return (
    <>
      <StatusTabs<DeliveryState | ''>
        label={t('groups.members.state')}
        value={state ?? ''}
        onChange={(next) => setUrl({ state: next }, { push: true })}
        tabs={[
          { value: '', label: t('groups.members.all'), count: group.members.total },
          ...DELIVERY_STATES.map((value) => ({
            value,
            label: t(`groups.state.${value}`),
            count: group.members[value],
          })),
        ]}
      />
      <ListBar>
        <SearchInput label={t('groups.members.search')} value={url.q} onChange={(q) => setUrl({ q })} />
        <span style={{ flex: 1 }} />
        <ListShortcuts />
        {mayExport && total ? (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => setBulk({ act: 'export', target, count: total, group })}
          >
            {t('bulk.act.export')}
          </Button>
        ) : null}
      </ListBar>
      <SelectableMembers
        key={JSON.stringify(filter)}
        group={group}
        columns={columns}
        list={list}
        total={total}
        all={target.all}
        canSelect={mayWrite || mayExport}
        empty={
          group.members.total === 0 ? (
            <EmptyState
              icon={<IconUsers />}
              title={t('groups.members.emptyTitle')}
              text={t('groups.members.emptyText')}
            />
          ) : (
            <EmptyState
              icon={<IconSearchOff />}
              title={t('customers.list.nothingTitle')}
              action={
                <Button variant="default" onClick={() => setUrl({ state: '', q: '' })}>
                  {t('customers.list.clearFilter')}
                </Button>
              }
            />
          )
        }
      />
      {asked ? <AskedAct group={group} asked={asked} onClose={() => setAsked(null)} /> : null}
      <SelectionDialog asked={bulk} onClose={() => setBulk(null)} onOrdered={() => {}} />
    </>
  );
}

/** How many members the filter finds: known for a state, counted for a search. */
function useTotal(group: Group, state: DeliveryState | undefined, q: string): number | undefined {
  const states = state ? { states: [state] } : {};
  const inState = JSON.stringify({ all: [{ kind: 'group', op: 'in', groupId: group.id, ...states }] });
  const { data } = useQuery({ ...customersQuery.count({ q, conditions: inState }), enabled: q !== '' });
  return q === '' ? group.members[state ?? 'total'] : data;
}

/** The table with its selection; a new filter starts with nothing selected (its key). */
function SelectableMembers(props: {
  group: Group;
  columns: readonly Column<GroupMember>[];
  list: ReturnType<typeof useRowList<GroupMember>>;
  total: number | undefined;
  all: NonNullable<Asked['target']['all']>;
  canSelect: boolean;
  empty: React.ReactNode;
}) {
  const { t } = useTranslation();
  const { group, total } = props;
  const selection = useSelection(idOf, emailOf);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <DataTable
        label={t('groups.members.title')}
        columns={props.columns}
        list={props.list}
        rowKey={idOf}
        rowHref={hrefOf}
        rowTone={toneOf}
        rowName={emailOf}
        keyboard
        selection={props.canSelect ? selection : undefined}
        empty={props.empty}
      />
      <SelectionBar selection={selection} total={total}>
        <SelectionActions isGroup onAsk={(act) => setAsked({ act, ...chosenOf(selection, props.all, total), group })} />
      </SelectionBar>
      <SelectionDialog asked={asked} onClose={() => setAsked(null)} onOrdered={selection.clear} />
    </>
  );
}

function useMemberColumns(mayWrite: boolean, ask: (asked: AskedOfOne) => void): readonly Column<GroupMember>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const fields = useCustomerFields();
  return useMemo<readonly Column<GroupMember>[]>(
    () => [
      {
        key: 'customer',
        header: t('customers.column.customer'),
        width: 'minmax(200px, 1.6fr)',
        cell: (member) => <PersonCell name={customerName(member, fields)} email={member.email} to={hrefOf(member)} />,
      },
      {
        key: 'state',
        header: t('groups.members.state'),
        width: '96px',
        cell: (member) => <DeliveryStateBadge state={member.deliveryState} />,
      },
      {
        key: 'status',
        header: t('customers.column.status'),
        width: '90px',
        wideOnly: true,
        cell: (member) => <CustomerStatusBadge status={member.customerStatus} />,
      },
      {
        key: 'changedAt',
        header: t('groups.members.changedAt'),
        width: '140px',
        wideOnly: true,
        cell: (member) => format.dateTime(member.stateChangedAt),
      },
      {
        key: 'via',
        header: t('groups.members.via'),
        width: 'minmax(222px, 1fr)',
        wideOnly: true,
        cell: (member) =>
          member.stateChangedVia === null ? (
            '—'
          ) : member.stateChangedVia === 'ledger' ? (
            <CarriedOverBadge />
          ) : (
            [t(`groups.via.${member.stateChangedVia}`), member.stateChangedByName].filter(Boolean).join('・')
          ),
      },
      {
        key: 'joinedAt',
        header: t('groups.members.joinedAt'),
        width: '104px',
        wideOnly: true,
        cell: (member) => format.date(member.joinedAt),
      },
      ...(mayWrite
        ? [
            {
              key: 'act',
              header: '',
              width: '40px',
              cell: (member: GroupMember) => <MemberMenu member={member} ask={ask} />,
            },
          ]
        : []),
    ],
    [t, format, fields, mayWrite, ask],
  );
}

function MemberMenu({ member, ask }: { member: GroupMember; ask: (asked: AskedOfOne) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`${member.email}: ${t('app.action.moreActions')}`}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {DELIVERY_STATES.filter((state) => state !== member.deliveryState).map((state) => (
          <Menu.Item key={state} onClick={() => ask({ member, act: state })}>
            {t(`customers.memberships.to.${state}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => ask({ member, act: 'remove' })}>{t('customers.memberships.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The question before a state changes or a member leaves. */
function AskedAct({ group, asked, onClose }: { group: Group; asked: AskedOfOne; onClose: () => void }) {
  const { t } = useTranslation();
  const setState = useSetMemberState();
  const remove = useRemoveMember();
  const isSynced = useSyncsStates();
  const who = { groupId: group.id, customerId: asked.member.customerId };
  const { act } = asked;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      danger={act !== 'active'}
      title={t(`customers.memberships.ask.${act}.title`)}
      text={
        <>
          <strong>{asked.member.email}</strong>
          <br />
          {t(`customers.memberships.ask.${act}.${isSynced ? 'textSynced' : 'text'}`, { group: group.name })}
        </>
      }
      confirmLabel={act === 'remove' ? t('customers.memberships.remove') : t(`customers.memberships.to.${act}`)}
      onConfirm={async () => {
        await (act === 'remove' ? remove.mutateAsync(who) : setState.mutateAsync({ ...who, deliveryState: act }));
        notify(t('app.state.saved'));
      }}
    />
  );
}
