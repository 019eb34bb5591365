import { Anchor, Button, Group, Paper, Select, Text, Timeline, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import {
  IconAlertTriangle,
  IconBan,
  IconClick,
  IconEye,
  IconFileImport,
  IconFlag,
  IconHeartbeat,
  IconMailCheck,
  IconMailForward,
  IconMailOff,
  IconSignature,
  IconTags,
  IconUserPlus,
  type TablerIcon,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { ErrorState } from '../../ui/error-state';
import { PageSkeleton } from '../../ui/page-skeleton';
import { useRowList } from '../../ui/row-list';
import { customersQuery, type TimelineEntry, type TimelineSection } from './customers.api';

const ICONS: Record<TimelineEntry['kind'], readonly [TablerIcon, string]> = {
  registered: [IconUserPlus, 'brand'],
  imported: [IconFileImport, 'brand'],
  joined: [IconTags, 'brand'],
  'membership-changed': [IconTags, 'yellow'],
  'status-error': [IconAlertTriangle, 'red'],
  'status-reset': [IconHeartbeat, 'teal'],
  mailed: [IconMailForward, 'brand'],
  'left-out': [IconMailOff, 'gray'],
  delivered: [IconMailCheck, 'teal'],
  delayed: [IconMailForward, 'yellow'],
  bounced: [IconAlertTriangle, 'red'],
  complained: [IconFlag, 'red'],
  rejected: [IconBan, 'red'],
  opened: [IconEye, 'teal'],
  clicked: [IconClick, 'teal'],
  unsubscribed: [IconMailOff, 'yellow'],
  error: [IconAlertTriangle, 'red'],
  consented: [IconSignature, 'teal'],
  'consent-withdrawn': [IconSignature, 'yellow'],
};

const SECTIONS = ['mails', 'states', 'errors', 'consents'] as const satisfies readonly TimelineSection[];

/** Everything that happened to a customer, newest first. */
export function CustomerTimeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [only, setOnly] = useState<TimelineSection | undefined>();
  const list = useRowList(useInfiniteQuery(customersQuery.timeline(customerId, only)));
  return (
    <Paper withBorder p="lg">
      <Group justify="space-between" mb="md">
        <Title order={2}>{t('customers.timeline.title')}</Title>
        <Select
          aria-label={t('customers.timeline.only.label')}
          size="xs"
          w={170}
          data={[
            { value: 'all', label: t('customers.timeline.only.all') },
            ...SECTIONS.map((section) => ({ value: section, label: t(`customers.timeline.only.${section}`) })),
          ]}
          value={only ?? 'all'}
          onChange={(value) => setOnly(SECTIONS.find((section) => section === value))}
          allowDeselect={false}
        />
      </Group>
      {list.isLoading ? <PageSkeleton rows={4} /> : null}
      {list.error ? <ErrorState error={list.error} onRetry={list.retry} /> : null}
      {!list.isLoading && !list.error && list.rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('customers.timeline.nothing')}
        </Text>
      ) : null}
      <Timeline active={list.rows.length} bulletSize={26} lineWidth={2}>
        {list.rows.map((entry) => {
          const [Icon, colour] = ICONS[entry.kind];
          return (
            <Timeline.Item
              key={entry.key}
              bullet={<Icon size={14} />}
              color={colour}
              title={
                <Text size="sm" fw={600}>
                  {titleOf(t, entry)}
                </Text>
              }
            >
              <Details entry={entry} />
              <Text size="xs" c="dimmed" mt={2} component="time" dateTime={entry.at}>
                {format.dateTime(entry.at)}
              </Text>
            </Timeline.Item>
          );
        })}
      </Timeline>
      {list.hasMore ? (
        <Button variant="default" size="xs" mt="md" loading={list.isLoadingMore} onClick={list.loadMore}>
          {t('app.action.showMore')}
        </Button>
      ) : null}
    </Paper>
  );
}

function titleOf(t: TFunction, entry: TimelineEntry): string {
  const group = entry.group?.name ?? t('customers.timeline.deletedGroup');
  if (entry.consent !== null && (entry.kind === 'consented' || entry.kind === 'consent-withdrawn'))
    return t(`customers.timeline.kind.${entry.kind}`, { purpose: entry.consent.purpose });
  if (entry.kind === 'joined') return t('customers.timeline.kind.joined', { group });
  if (entry.kind !== 'membership-changed') return t(`customers.timeline.kind.${entry.kind}`);
  if (entry.toState === null) return t('customers.timeline.left', { group });
  return t('customers.timeline.changed', { group, state: wordOf(t, 'groups.state', entry.toState) });
}

/** The delivery it belongs to, how it came about, by whom; each only where it is known. */
function Details({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const words = [
    entry.via === null ? null : viaText(t, entry),
    entry.result === null ? null : wordOf(t, 'customers.timeline.result', entry.result),
    entry.errorKind === null ? null : wordOf(t, 'history.errorKind', entry.errorKind),
    entry.kind === 'error'
      ? t(entry.countsAs === null ? 'customers.timeline.notCounted' : 'customers.timeline.counted')
      : null,
    entry.answer === null ? null : t('customers.timeline.answer', { answer: entry.answer }),
    entry.consent === null ? null : t(`person.consents.basis.${entry.consent.basis}`),
    entry.userName === null ? null : t('customers.timeline.by', { name: entry.userName }),
    entry.visitor === null || entry.visitor === 'human' ? null : wordOf(t, 'customers.timeline.visitor', entry.visitor),
  ].filter((word) => word !== null);
  return (
    <Text size="xs" component="div">
      {entry.delivery ? (
        <Anchor component={Link} to={`/history/${entry.delivery.id}`} size="xs" display="block">
          {entry.delivery.subject ?? t('customers.timeline.noSubject')}
        </Anchor>
      ) : null}
      {entry.import === null ? null : (
        <Anchor component={Link} to={`/imports/${entry.import.id}`} size="xs" display="block">
          {entry.import.fileName}
        </Anchor>
      )}
      {entry.url === null ? null : <span style={{ wordBreak: 'break-all' }}>{entry.url} </span>}
      {words.join('・')}
    </Text>
  );
}

const viaText = (t: TFunction, entry: TimelineEntry): string =>
  wordOf(t, entry.kind === 'registered' || entry.kind === 'joined' ? 'customers.via' : 'groups.via', entry.via ?? '');

/** A word of the API in the reader's language; one that is not known yet is shown as it is. */
function wordOf(t: TFunction, prefix: string, word: string): string {
  const key = `${prefix}.${word}`;
  const text = (t as (key: string, options: { defaultValue: string }) => string)(key, { defaultValue: word });
  return text;
}
