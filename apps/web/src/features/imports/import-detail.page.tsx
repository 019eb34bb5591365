import { Alert, Button, Group as Row, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertCircle, IconDownload, IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useFormat } from '../../lib/format';
import { useImportProgress } from '../../lib/progress';
import { ConfirmButton } from '../../ui/confirm-button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import classes from './import-detail.module.css';
import { ImportFacts } from './import-facts';
import { ImportProgressPanel } from './import-progress';
import { ImportStateBadge } from './import-state-badge';
import {
  importsQuery,
  OUTCOME_CLASSES,
  resultHref,
  useCancelImport,
  useDiscardImport,
  type Encoding,
  type Import,
} from './imports.api';
import { hasResults, isMoving, withProgress } from './live-import';

/** One import: how far it is, what became of the rows, and the result files. */
export function ImportDetailPage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(importsQuery.detail(id));
  const progress = useImportProgress(id);
  const seen = progress?.state;
  useEffect(() => {
    // the stream knows the state, but not when it began or how long results are kept
    if (seen !== undefined) void refetch();
  }, [seen, refetch]);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Detail one={withProgress(data, progress)} />;
}

function Detail({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isStarted = one.state !== 'created' && one.state !== 'uploaded';
  return (
    <>
      <PageHeader
        title={one.fileName}
        badge={<ImportStateBadge state={one.state} />}
        subtitle={format.dateTime(one.startedAt ?? one.createdAt)}
        back={[{ to: '/imports', label: t('app.nav.imports') }]}
        actions={<Actions one={one} />}
      />
      {isStarted ? (
        <Stack gap="lg">
          {one.state === 'failed' ? <Failure one={one} /> : null}
          {isMoving(one.state) ? <ImportProgressPanel one={one} /> : null}
          <Results one={one} />
          <Paper withBorder p="lg">
            <Title order={2} mb="md">
              {t('imports.detail.settings')}
            </Title>
            <ImportFacts one={one} />
          </Paper>
        </Stack>
      ) : (
        <NotStarted one={one} />
      )}
    </>
  );
}

function Actions({ one }: { one: Import }) {
  const { t } = useTranslation();
  const cancel = useCancelImport(one.id);
  if (isMoving(one.state))
    return (
      <ConfirmButton
        label={t('imports.cancel.label')}
        button={{ variant: 'default' }}
        title={t('imports.cancel.title')}
        text={t('imports.cancel.text', { count: one.counts.rows })}
        confirmLabel={t('imports.cancel.confirm')}
        danger
        onConfirm={() => cancel.mutateAsync()}
      />
    );
  if (one.state === 'created' || one.state === 'uploaded') return <DiscardButton one={one} />;
  return (
    <>
      <Button component={Link} to="/imports/new" variant="default" leftSection={<IconUpload size={16} />}>
        {t('imports.detail.another')}
      </Button>
      {one.group ? (
        <Button component={Link} to={`/groups/${one.group.id}`}>
          {t('imports.detail.toGroup')}
        </Button>
      ) : (
        <Button component={Link} to="/customers">
          {t('imports.detail.toCustomers')}
        </Button>
      )}
    </>
  );
}

function DiscardButton({ one }: { one: Import }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const discard = useDiscardImport();
  return (
    <ConfirmButton
      label={t('imports.discard.label')}
      button={{ variant: 'default' }}
      title={t('imports.discard.title')}
      text={t('imports.discard.text', { name: one.fileName })}
      confirmLabel={t('imports.discard.confirm')}
      danger
      onConfirm={async () => {
        await discard.mutateAsync(one.id);
        await navigate('/imports');
      }}
    />
  );
}

function NotStarted({ one }: { one: Import }) {
  const { t } = useTranslation();
  const isUploaded = one.state === 'uploaded';
  return (
    <Paper withBorder>
      <EmptyState
        icon={<IconUpload />}
        title={t('imports.detail.notStartedTitle')}
        text={t('imports.detail.notStartedText')}
        action={
          <Button component={Link} to={isUploaded ? `/imports/new?id=${one.id}` : '/imports/new'}>
            {isUploaded ? t('imports.detail.continue') : t('imports.detail.uploadAgain')}
          </Button>
        }
      />
    </Paper>
  );
}

function Failure({ one }: { one: Import }) {
  const { t, i18n } = useTranslation();
  const code = one.failure ?? '';
  const key = `imports.failure.${code}`;
  return (
    <Alert color="red" icon={<IconAlertCircle />} title={t('imports.failure.title')} role="alert">
      <p style={{ margin: 0 }}>
        {i18n.exists(key) ? t(key as 'imports.failure.file-missing') : t('imports.failure.unknown', { code })}
      </p>
      <p style={{ margin: '4px 0 0' }}>{t('imports.failure.done', { count: one.counts.rows })}</p>
    </Alert>
  );
}

/** 成功 / 失敗 / その他 / 配信停止 (C-34), each a download of its rows (C-36). */
function Results({ one }: { one: Import }) {
  const { t } = useTranslation();
  const [encoding, setEncoding] = useState<Encoding>('utf-8');
  const mayDownload = hasResults(one);
  return (
    <section>
      <Row justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={2}>{t('imports.detail.results')}</Title>
          <ResultNote one={one} isGone={one.counts.rows > 0 && !mayDownload} />
        </div>
        {mayDownload ? (
          <Row gap="xs">
            <NativeSelect
              size="xs"
              aria-label={t('imports.detail.downloadAs')}
              value={encoding}
              onChange={(event) => setEncoding(event.currentTarget.value as Encoding)}
              data={(['utf-8', 'cp932'] as const).map((value) => ({
                value,
                label: t(`imports.mapping.encodings.${value}`),
              }))}
            />
            <Button
              component="a"
              href={resultHref(one.id, null, encoding)}
              download
              variant="default"
              size="xs"
              leftSection={<IconDownload size={15} />}
            >
              {t('imports.detail.all')}
            </Button>
          </Row>
        ) : null}
      </Row>
      <div className={classes.counts}>
        {OUTCOME_CLASSES.map((only) => (
          <CountCard key={only} one={one} only={only} href={mayDownload ? resultHref(one.id, only, encoding) : null} />
        ))}
      </div>
    </section>
  );
}

function ResultNote({ one, isGone }: { one: Import; isGone: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!isMoving(one.state) && one.resultUntil === null) return null;
  const text = isMoving(one.state)
    ? t('imports.detail.resultsRunning')
    : isGone
      ? t('imports.detail.resultsGone')
      : t('imports.detail.resultsUntil', { date: format.date(one.resultUntil) });
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

function CountCard({ one, only, href }: { one: Import; only: (typeof OUTCOME_CLASSES)[number]; href: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = one.counts[only];
  const number = format.number(count);
  return (
    <div className={classes.card} data-class={only} data-some={count > 0 || undefined}>
      <span className={classes.name}>{t(`imports.class.${only}`)}</span>
      <span className={classes.value}>{number}</span>
      <span className={classes.hint}>{t(`imports.classHint.${only}`)}</span>
      {href && count > 0 ? (
        <a
          className={classes.download}
          href={href}
          download
          aria-label={t('imports.detail.downloadOf', { class: t(`imports.class.${only}`), rows: number })}
        >
          <IconDownload size={15} aria-hidden />
          {t('imports.detail.download')}
        </a>
      ) : null}
    </div>
  );
}
