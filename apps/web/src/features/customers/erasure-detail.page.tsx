import { Alert, Button, Group, List, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { IconCircleCheck, IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useFormat } from '../../lib/format';
import { FactList } from '../../ui/fact-list';
import { PageHeader } from '../../ui/page-header';
import { StatusBadge } from '../../ui/status-badge';
import { erasuresQuery, useForgetErased, type Erasure } from './erasures.api';

/** 消去の証明: how far an erasure is, and then its proof, fit for printing. */
export function ErasureDetailPage() {
  const { t } = useTranslation();
  const { data: erasure } = useSuspenseQuery(erasuresQuery.detail(useParams().id ?? ''));
  const isDone = erasure.finishedAt !== null;
  useForgetErased(isDone);
  return (
    <>
      <PageHeader
        title={t('person.erasure.proofTitle')}
        badge={
          <StatusBadge tone={isDone ? 'green' : 'blue'} live={!isDone}>
            {t(isDone ? 'person.erasure.finished' : 'person.erasure.running')}
          </StatusBadge>
        }
        back={[{ to: '/privacy', label: t('app.nav.privacy') }]}
        actions={isDone ? <Actions erasure={erasure} /> : undefined}
      />
      <Stack gap="lg" maw={820}>
        {isDone ? null : (
          <Alert icon={<Loader size={18} role="status" aria-label={t('person.erasure.underWay')} />}>
            {t('person.erasure.underWayText')}
          </Alert>
        )}
        <Facts erasure={erasure} />
        <Erased erasure={erasure} />
        {isDone ? (
          <>
            <KeptThings erasure={erasure} />
            <LastLook erasure={erasure} />
          </>
        ) : null}
      </Stack>
    </>
  );
}

function Actions({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  return (
    <Group className="screen-only">
      <Button
        component="a"
        variant="default"
        download={`erasure-${erasure.id}.json`}
        href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(erasure, null, 2))}`}
      >
        {t('person.erasure.json')}
      </Button>
      <Button leftSection={<IconPrinter size={16} />} onClick={() => globalThis.print()}>
        {t('person.erasure.print')}
      </Button>
    </Group>
  );
}

function Facts({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="lg">
      {erasure.finishedAt === null ? null : (
        <Text fw={600} mb="md">
          {t('person.erasure.statement', { at: format.dateTime(erasure.finishedAt) })}
        </Text>
      )}
      <FactList
        facts={[
          { label: t('person.erasure.hash'), value: <code>{erasure.addressHash}</code> },
          { label: t('person.erasure.customerIds'), value: erasure.customerIds.join(', ') },
          { label: t('person.erasure.requestedAt'), value: format.dateTime(erasure.requestedAt) },
          { label: t('person.erasure.requestedBy'), value: erasure.requestedByName },
          { label: t('person.erasure.finishedAt'), value: format.dateTime(erasure.finishedAt) },
          { label: t('person.erasure.noteLabel'), value: erasure.note },
        ]}
      />
      <Text size="xs" c="dimmed" mt="sm">
        {t('person.erasure.hashHint')}
      </Text>
    </Paper>
  );
}

/** In the order in which a reader asks for them; kinds of later versions come last. */
const KINDS = [
  'customer',
  'memberships',
  'membership-changes',
  'errors',
  'recipients',
  'events',
  'notifications',
  'login-attempts',
  'import-files',
  'import-undos',
];
const placeOf = (kind: string): number => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length);

function Erased({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const kinds = erasure.erased.filter(({ count }) => count > 0).toSorted((a, b) => placeOf(a.kind) - placeOf(b.kind));
  if (kinds.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="sm">
        {t('person.erasure.erasedTitle')}
      </Title>
      <FactList
        facts={kinds.map(({ kind, count }) => ({
          label: (t as (key: string, options: object) => string)(`person.erasure.kind.${kind}`, { defaultValue: kind }),
          value: t('person.erasure.count', { count }),
        }))}
      />
    </Paper>
  );
}

function KeptThings({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="sm">
        {t('person.erasure.keptTitle')}
      </Title>
      {erasure.kept.length === 0 ? (
        <Text size="sm">{t('person.erasure.keptNone')}</Text>
      ) : (
        <List size="sm" spacing={4}>
          {erasure.kept.map((kept) => (
            <List.Item key={`${kept.ground}${kept.label}`}>
              {t(`person.erasure.ground.${kept.ground}`)}
              {kept.label === null ? null : ` — ${kept.label}`}
              {' — '}
              {t('person.erasure.count', { count: kept.count })}・
              {kept.until === null
                ? t('person.erasure.untilNone')
                : t('person.erasure.until', { at: format.date(kept.until) })}
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {t('person.erasure.outside')}
      </Text>
    </Paper>
  );
}

function LastLook({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="lg" component="section">
      <Title order={2} mb="sm">
        {t('person.erasure.checkTitle')}
      </Title>
      {erasure.leftovers.length === 0 ? (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconCircleCheck size={20} color="var(--mantine-color-teal-7)" aria-hidden style={{ flex: 'none' }} />
          <Text size="sm">{t('person.erasure.checkClean')}</Text>
        </Group>
      ) : (
        <Alert color="yellow">
          {t('person.erasure.checkFound')}
          <List size="sm" mt="xs">
            {erasure.leftovers.map(({ table, count }) => (
              <List.Item key={table}>
                <code>{table}</code> {t('person.erasure.rows', { count })}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {erasure.unsearchedTables.length === 0 ? null : (
        <Text size="xs" c="dimmed" mt="sm">
          {t('person.erasure.unsearched', { tables: erasure.unsearchedTables.join(', ') })}
        </Text>
      )}
    </Paper>
  );
}
