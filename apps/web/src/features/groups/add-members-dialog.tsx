import { Button, Checkbox, Group as Row, ScrollArea, Stack, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { ProblemAlert } from '../../ui/problem-alert';
import { useRowList } from '../../ui/row-list';
import { SearchInput } from '../../ui/search-input';
import { FormDialog, UnsavedGuard } from '../../ui/unsaved';
import { customerName, useCustomerFields } from '../customers/customer-fields.api';
import { customersQuery, type Customer } from '../customers/customers.api';
import { useOrderOperation } from '../bulk/bulk.api';
import { OperationProgress } from '../bulk/operation-progress';
import { useAddMembers, useTellAdded, type Group } from './groups.api';

const MAX_CHOSEN = 1000;

/** Puts customers into the group: some of those a search finds, or all of them. */
export function AddMembersDialog(props: { group: Group; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDialog
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={t('groups.add.title', { name: props.group.name })}
    >
      {() => <Search {...props} />}
    </FormDialog>
  );
}

function Search({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const filter = q === '' ? {} : { q };
  const list = useRowList(useInfiniteQuery({ ...customersQuery.list(filter), placeholderData: keepPreviousData }));
  const { data: count } = useQuery(customersQuery.count(filter));
  const add = useAddMembers();
  const addAll = useOrderOperation();
  const tellAdded = useTellAdded();
  const submit = () =>
    add.mutate(
      { groupId: group.id, customerIds: [...chosen] },
      {
        onSuccess: (added) => {
          tellAdded(group.name, added);
          onClose();
        },
      },
    );
  if (addAll.data) return <OperationProgress id={addAll.data.id} onClose={onClose} />;
  return (
    <Stack>
      <UnsavedGuard isUnsaved={() => chosen.length > 0 && !add.isPending && !add.isSuccess} />
      <SearchInput label={t('customers.list.search')} value={q} onChange={setQ} width={420} />
      <ScrollArea.Autosize mah={320} type="auto" offsetScrollbars>
        <Checkbox.Group
          value={[...chosen]}
          onChange={(ids) => setChosen(ids.slice(0, MAX_CHOSEN))}
          aria-label={t('groups.add.found')}
        >
          <Stack gap={10} py={4}>
            {list.rows.map((customer) => (
              <CustomerChoice key={customer.id} customer={customer} groupId={group.id} />
            ))}
          </Stack>
        </Checkbox.Group>
        {list.hasMore ? (
          <Button variant="subtle" size="compact-sm" mt="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
            {t('app.action.showMore')}
          </Button>
        ) : null}
      </ScrollArea.Autosize>
      {!list.isLoading && list.rows.length === 0 ? <Text size="sm">{t('customers.list.nothingTitle')}</Text> : null}
      <ProblemAlert error={add.error ?? addAll.error} />
      <Text size="xs" c="dimmed">
        {t('groups.add.hint')} <Link to={`/imports/new?group=${group.id}`}>{t('groups.add.byCsv')}</Link>
      </Text>
      <Row justify="space-between">
        <Button
          variant="subtle"
          disabled={!count}
          loading={addAll.isPending}
          onClick={() =>
            addAll.mutate({ kind: 'add_to_group', params: { groupId: group.id }, target: { all: filter } })
          }
        >
          {t('groups.add.all', { count: count ?? 0 })}
        </Button>
        <Button disabled={chosen.length === 0} loading={add.isPending} onClick={submit}>
          {t('groups.add.some', { count: chosen.length, number: format.number(chosen.length) })}
        </Button>
      </Row>
    </Stack>
  );
}

function CustomerChoice({ customer, groupId }: { customer: Customer; groupId: string }) {
  const { t } = useTranslation();
  const fields = useCustomerFields();
  const name = customerName(customer, fields);
  const isMember = customer.groups.some((group) => group.id === groupId);
  const facts = [name === customer.email ? null : customer.email, isMember ? t('groups.add.isMember') : null];
  return (
    <Checkbox
      value={customer.id}
      disabled={isMember}
      label={name}
      description={facts.filter((fact) => fact !== null).join('・') || undefined}
    />
  );
}
