import { Alert, Button, Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertCircle, IconUpload } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { useFormat, type Format } from '../../lib/format';
import { useImportProgress } from '../../lib/progress';
import { ConfirmButton } from '../../ui/confirm-button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import { useMayAll } from '../users/session.api';
import { FailureText } from './failure-text';
import { ImportFacts } from './import-facts';
import { ImportNotes } from './import-notes';
import { ImportProgressPanel } from './import-progress';
import { ImportResults } from './import-results';
import { ImportStateBadge } from './import-state-badge';
import { importsQuery, useCancelImport, useDiscardImport, type Import } from './imports.api';
import { isMoving, withProgress } from './live-import';
import { operationKey, permissionsToRun } from './operations';
import { UndoButton } from './undo-button';
import { UndoPanel } from './undo-panel';

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
        subtitle={isStarted ? subtitleOf(one, t, format) : format.dateTime(one.createdAt)}
        back={[{ to: '/imports', label: t('app.nav.imports') }]}
        actions={<Actions one={one} />}
      />
      {isStarted ? (
        <Stack gap="lg">
          {one.failure === null ? null : <Failure one={one} />}
          {isMoving(one.state) ? <ImportProgressPanel one={one} /> : null}
          {one.undo ? <UndoPanel undo={one.undo} /> : null}
          <ImportResults one={one} />
          <ImportNotes one={one} />
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

/** 登録 → グループ「VIP」 · 山田 花子 · 2026/11/26 10:00 */
function subtitleOf(one: Import, t: TFunction, format: Format): string {
  const target = one.target === 'group' ? (one.group?.name ?? '—') : t('imports.list.database');
  const parts = [
    `${t(`imports.operation.${operationKey(one)}`)} → ${target}`,
    ...(one.createdBy ? [one.createdBy] : []),
    format.dateTime(one.startedAt ?? one.createdAt),
  ];
  return parts.join(' · ');
}

function Actions({ one }: { one: Import }) {
  const { t } = useTranslation();
  const cancel = useCancelImport(one.id);
  const mayCancel = useMayAll(permissionsToRun(one));
  if (isMoving(one.state))
    return mayCancel ? (
      <ConfirmButton
        label={t('imports.cancel.label')}
        button={{ variant: 'default' }}
        title={t('imports.cancel.title')}
        text={t('imports.cancel.text', { count: one.counts.rows })}
        confirmLabel={t('imports.cancel.confirm')}
        danger
        onConfirm={() => cancel.mutateAsync()}
      />
    ) : null;
  if (one.state === 'created' || one.state === 'uploaded') return <DiscardButton one={one} />;
  if (one.state === 'undoing') return null;
  return (
    <>
      <UndoButton one={one} />
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
  const { t } = useTranslation();
  return (
    <Alert color="red" icon={<IconAlertCircle />} title={t('imports.failure.title')} role="alert">
      <FailureText failure={one.failure ?? ''} row={one.failureRow} />
      <p style={{ margin: '4px 0 0' }}>{t('imports.failure.done', { count: one.counts.rows })}</p>
    </Alert>
  );
}
