import { Alert, Anchor, Button, Group as Row, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useOperationProgress } from '../../lib/progress';
import { MeterBar } from '../../ui/meter-bar';
import { ProblemAlert } from '../../ui/problem-alert';
import { bulkOperationsQuery, isMoving, useCancelOperation, useOperationEnded, type BulkOperation } from './bulk.api';
import { failureOf, resultOf, shareOf } from './operation-words';

/** How far an operation is, and in the end what came of it. `onClose` puts a button for it beside. */
export function OperationProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(bulkOperationsQuery.detail(id));
  const live = useOperationProgress(id);
  const seen = live?.state;
  useEffect(() => {
    // the stream knows how far it is, the numbers of the result come with the operation
    if (seen !== undefined) void refetch();
  }, [seen, refetch]);
  const hasEnded = data !== undefined && !isMoving(data.state);
  useTellEnd(hasEnded);
  if (!data) return <ProblemAlert error={error} />;
  const operation = hasEnded ? data : { ...data, doneCount: live?.doneCount ?? data.doneCount };
  return (
    <Stack>
      <div aria-live="polite">{hasEnded ? <Result operation={operation} /> : <Moving operation={operation} />}</div>
      <Row justify="space-between">
        {hasEnded ? <span /> : <CancelOperation id={id} />}
        <Button variant={hasEnded ? 'filled' : 'default'} onClick={onClose}>
          {t('app.action.close')}
        </Button>
      </Row>
    </Stack>
  );
}

/** Lists and numbers are read again once, when the operation is seen to have ended. */
function useTellEnd(hasEnded: boolean): void {
  const tell = useEffectEvent(useOperationEnded());
  useEffect(() => {
    if (hasEnded) void tell();
  }, [hasEnded]);
}

function Moving({ operation }: { operation: BulkOperation }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap={8}>
      <MeterBar moving value={shareOf(operation)} label={t('bulk.progress.bar')} />
      <Text size="sm" className="tabular">
        {operation.state === 'queued' && operation.doneCount === 0
          ? t('bulk.progress.waiting')
          : t('bulk.progress.done', { count: operation.doneCount, total: format.number(operation.totalCount) })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('bulk.progress.leave')}{' '}
        <Anchor component={Link} to="/operations" inherit>
          {t('bulk.progress.toList')}
        </Anchor>
      </Text>
    </Stack>
  );
}

function CancelOperation({ id }: { id: string }) {
  const { t } = useTranslation();
  const cancel = useCancelOperation();
  return (
    <Button
      variant="subtle"
      color="gray"
      title={t('bulk.progress.cancelHint')}
      loading={cancel.isPending}
      onClick={() => cancel.mutate(id)}
    >
      {t('bulk.progress.cancel')}
    </Button>
  );
}

/** What an ended operation changed, and what was so already. */
export function Result({ operation }: { operation: BulkOperation }) {
  const { t } = useTranslation();
  const [changed, ...rest] = resultOf(operation, t);
  const isDone = operation.state === 'finished';
  return (
    <Stack gap="sm">
      {isDone ? null : (
        <Alert color={operation.state === 'failed' ? 'red' : 'gray'}>
          {operation.failure === null ? null : `${failureOf(operation.failure, t)} `}
          {t(operation.state === 'failed' ? 'bulk.result.failed' : 'bulk.result.canceled')}
        </Alert>
      )}
      <Row gap={10} wrap="nowrap" align="flex-start">
        <ThemeIcon radius="xl" size={26} color={isDone ? 'teal.8' : 'gray.6'} aria-hidden>
          {isDone ? <IconCheck size={16} /> : <IconX size={16} />}
        </ThemeIcon>
        <Stack gap={4}>
          <Text fw={600}>{changed}</Text>
          {rest.length > 0 ? (
            <List size="sm" c="dimmed" listStyleType="none">
              {rest.map((sentence) => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          ) : null}
        </Stack>
      </Row>
    </Stack>
  );
}
