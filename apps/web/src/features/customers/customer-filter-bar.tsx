import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ListBar } from '../../ui/list-page';
import { SearchInput } from '../../ui/search-input';
import { StatusTabs } from '../../ui/status-tabs';
import type { Schemas } from '../../lib/api';
import { GroupPicker } from '../groups/group-picker';
import { ColumnChooser } from './column-chooser';
import { ConditionChips, ConditionPicker } from './condition-picker';
import { readConditions, writeConditions } from './conditions';
import type { ColumnChoice } from './customer-columns';
import type { CustomerFilter, CustomerTab } from './customers.api';

/** The list's part of the address. */
export const FILTER_DEFAULTS = { q: '', status: '', group: '', conditions: '' };
type FilterUrl = { [K in keyof typeof FILTER_DEFAULTS]: string };

const TABS: readonly string[] = ['ok', 'stopped', 'error'] satisfies readonly CustomerTab[];
const isTab = (text: string): text is CustomerTab => TABS.includes(text);

/** The filter an address means; what is empty or unknown restricts nothing. */
export function filterOf(url: FilterUrl): CustomerFilter {
  const conditions = writeConditions(readConditions(url.conditions));
  return {
    ...(url.q === '' ? {} : { q: url.q }),
    ...(isTab(url.status) ? { status: url.status } : {}),
    ...(/^[1-9]\d*$/.test(url.group) ? { groupId: url.group } : {}),
    ...(conditions === '' ? {} : { conditions }),
  };
}

/** すべて / OK / 配信停止 / エラー, each with its number. */
export function CustomerTabs(props: {
  counts: Schemas['StatusCountsResponse'] | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { counts } = props;
  return (
    <StatusTabs
      label={t('customers.tab.label')}
      value={isTab(props.value) ? props.value : ''}
      onChange={props.onChange}
      tabs={[
        { value: '', label: t('customers.tab.all') },
        { value: 'ok', label: t('customers.tab.ok'), count: counts?.ok },
        { value: 'stopped', label: t('customers.tab.stopped'), count: counts?.stopped },
        { value: 'error', label: t('customers.tab.error'), count: counts?.error, tone: 'red' },
      ]}
    />
  );
}

/** Search, group, conditions with their chips, and the choice of columns. */
export function CustomerFilterBar(props: {
  url: FilterUrl;
  onChange: (changes: Partial<FilterUrl>) => void;
  found: number | undefined;
  columns: {
    choices: readonly ColumnChoice[];
    shown: readonly string[];
    onChange: (shown: readonly string[] | null) => void;
  };
}) {
  const { t } = useTranslation();
  const { conditions } = props.url;
  const setConditions = (value: string) => props.onChange({ conditions: value });
  return (
    <ListBar>
      <SearchInput label={t('customers.list.search')} value={props.url.q} onChange={(q) => props.onChange({ q })} />
      <GroupPicker
        aria-label={t('customers.list.group')}
        placeholder={t('customers.list.anyGroup')}
        clearable
        w={180}
        value={props.url.group === '' ? null : props.url.group}
        onChange={(group) => props.onChange({ group: group ?? '' })}
      />
      <ConditionPicker value={conditions} onChange={setConditions} />
      <ConditionChips value={conditions} onChange={setConditions} />
      {props.found === undefined ? null : (
        <Text size="sm" c="dimmed" role="status">
          {t('customers.list.found', { count: props.found })}
        </Text>
      )}
      <ColumnChooser {...props.columns} />
    </ListBar>
  );
}
