import { Alert, Anchor, Button, Group as Row, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useExportProgress } from '../../lib/progress';
import { MeterBar } from '../../ui/meter-bar';
import { ProblemAlert } from '../../ui/problem-alert';
import { customerExportsQuery, fileHref, isMoving, useCancelExport, type CustomerExport } from './bulk.api';
import { shareOf } from './operation-words';

/** How far a file is; in the end the file, and what its encoding could not hold. */
export function ExportProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(customerExportsQuery.detail(id));
  const live = useExportProgress(id);
  const cancel = useCancelExport();
  const seen = live?.state;
  useEffect(() => {
    if (seen !== undefined) void refetch();
  }, [seen, refetch]);
  if (!data) return <ProblemAlert error={error} />;
  const hasEnded = !isMoving(data.state);
  const one = hasEnded ? data : { ...data, doneCount: live?.doneCount ?? data.doneCount };
  return (
    <Stack>
      <div aria-live="polite">{hasEnded ? <ExportResult one={one} /> : <Moving one={one} />}</div>
      <Row justify="space-between">
        {hasEnded ? (
          <span />
        ) : (
          <Button variant="subtle" color="gray" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>
            {t('bulk.export.cancel')}
          </Button>
        )}
        <Row>
          <Button variant="default" onClick={onClose}>
            {t('app.action.close')}
          </Button>
          {one.fileUntil === null ? null : <DownloadButton id={id} />}
        </Row>
      </Row>
    </Stack>
  );
}

/** The link to the file; the browser saves it. */
export function DownloadButton({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Button component="a" href={fileHref(id)} download leftSection={<IconDownload size={16} />}>
      {t('bulk.export.download')}
    </Button>
  );
}

function Moving({ one }: { one: CustomerExport }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap={8}>
      <MeterBar moving value={shareOf(one)} label={t('bulk.export.bar')} />
      <Text size="sm" className="tabular">
        {one.state === 'queued'
          ? t('bulk.export.waiting')
          : t('bulk.export.done', { count: one.doneCount, total: format.number(one.totalCount) })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('bulk.export.leave')}{' '}
        <Anchor component={Link} to="/operations/exports" inherit>
          {t('bulk.operations.title')}
        </Anchor>
      </Text>
    </Stack>
  );
}

/** What became of a file that moves no more. */
export function ExportResult({ one }: { one: CustomerExport }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (one.state === 'failed') return <Alert color="red">{t('bulk.export.failed')}</Alert>;
  if (one.state === 'canceled') return <Text>{t('bulk.export.canceled')}</Text>;
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600}>{t('bulk.export.ready', { count: one.doneCount, size: format.bytes(one.fileBytes) })}</Text>
        <Text size="sm" c="dimmed">
          {one.fileUntil === null
            ? t('bulk.export.gone')
            : t('bulk.export.until', { at: format.shortDateTime(one.fileUntil) })}
        </Text>
      </div>
      {one.lostCount > 0 ? <Losses one={one} /> : null}
    </Stack>
  );
}

/** C-40: which characters the encoding does not have, and what stands in the file instead. */
function Losses({ one }: { one: CustomerExport }) {
  const { t } = useTranslation();
  const listed = one.lostCharacters.reduce((sum, lost) => sum + lost.count, 0);
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} title={t('bulk.export.lost', { count: one.lostCount })}>
      <List size="sm" listStyleType="none">
        {one.lostCharacters.slice(0, 8).map((lost) => (
          <List.Item key={lost.character}>
            {t('bulk.export.lostOne', { character: lost.character, becomes: lost.becomes, times: lost.count })}
          </List.Item>
        ))}
        {one.lostCharacters.length > 8 || listed < one.lostCount ? (
          <List.Item>{t('bulk.export.lostMore')}</List.Item>
        ) : null}
      </List>
      <Text size="sm" mt={6}>
        {t('bulk.export.lostHint')}
      </Text>
    </Alert>
  );
}
