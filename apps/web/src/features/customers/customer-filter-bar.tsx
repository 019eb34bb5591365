import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ListBar } from '../../ui/list-page';
import { SearchInput } from '../../ui/search-input';
import { StatusTabs } from '../../ui/status-tabs';
import type { Schemas } from '../../lib/api';
import { GroupPicker } from '../groups/group-picker';
import { ColumnChooser } from './column-chooser';
import { ConditionChips, ConditionPicker } from './condition-picker';
import { parseTree, writeTree } from './conditions';
import type { ColumnChoice } from './customer-columns';
import type { CustomerFilter, CustomerTab } from './customers.api';
import type { Chosen } from './conditions.api';
import { SegmentPicker } from './segment-picker';
import { useSegments } from './segments.api';

/** The list's part of the address. */
export const FILTER_DEFAULTS = { q: '', status: '', group: '', segment: '', conditions: '' };
type FilterUrl = { [K in keyof typeof FILTER_DEFAULTS]: string };

const isId = (text: string): boolean => /^[1-9]\d{0,17}$/.test(text);

const TABS: readonly string[] = ['ok', 'stopped', 'error'] satisfies readonly CustomerTab[];
const isTab = (text: string): text is CustomerTab => TABS.includes(text);

/** The filter an address means; what is empty or unknown restricts nothing. */
export function filterOf(url: FilterUrl): CustomerFilter {
  const conditions = writeTree(parseTree(url.conditions));
  return {
    ...(url.q === '' ? {} : { q: url.q }),
    ...(isTab(url.status) ? { status: url.status } : {}),
    ...(isId(url.group) ? { groupId: url.group } : {}),
    ...(isId(url.segment) ? { segmentId: url.segment } : {}),
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

/** Search, group, segment, conditions with their chips, and the choice of columns. */
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
  const { conditions, segment } = props.url;
  const chosen = { conditions, segmentId: segment };
  const choose = (next: Chosen) => props.onChange({ conditions: next.conditions, segment: next.segmentId });
  const segments = useSegments();
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
      {segments.length > 0 ? (
        <SegmentPicker
          aria-label={t('conditions.segment.label')}
          placeholder={t('conditions.segment.label')}
          clearable
          w={180}
          value={segment === '' ? null : segment}
          onChange={(id) => choose({ conditions: '', segmentId: id ?? '' })}
        />
      ) : null}
      <ConditionPicker value={chosen} onChange={choose} />
      <ConditionChips value={chosen} onChange={choose} />
      {props.found === undefined ? null : (
        <Text size="sm" c="dimmed" role="status">
          {t('customers.list.found', { count: props.found })}
        </Text>
      )}
      <ColumnChooser {...props.columns} />
    </ListBar>
  );
}
