import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { ErrorState } from '../../ui/error-state';
import { useRowList } from '../../ui/row-list';
import { StatusBadge } from '../../ui/status-badge';
import { customerErrorsQuery, type AddressHealth, type CustomerError } from './customer-errors.api';
import classes from './customer-errors.module.css';

/**
 * Every delivery error of a customer with the server's answer, what it means and whether it counted (C-50 to C-58), and
 * what has been asked of SES. Nothing for a customer without any, which is nearly everybody.
 */
export function CustomerErrors({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const list = useRowList(useInfiniteQuery(customerErrorsQuery.history(customerId)));
  const { data: health } = useQuery(customerErrorsQuery.health(customerId));
  const lift = health?.suppressionLift ?? null;
  if (!list.error && list.rows.length === 0 && lift === null && !health?.errorCount) return null;
  return (
    <Paper withBorder p="lg" mt="lg" component="section">
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={2}>{t('customerErrors.title')}</Title>
        {health ? (
          <Text size="sm" c="dimmed">
            {health.errorCount === 0
              ? t('customerErrors.countedNone')
              : t('customerErrors.counted', { count: health.errorCount })}
          </Text>
        ) : null}
      </Group>
      {health ? (
        <Text size="xs" c="dimmed" mt={2}>
          {t('customerErrors.limits', { hard: health.hardErrorLimit, soft: health.softErrorLimit })}
        </Text>
      ) : null}
      {lift ? <LiftNotice lift={lift} /> : null}
      {list.error ? <ErrorState error={list.error} onRetry={list.retry} /> : null}
      <Stack component="ul" gap={0} className={classes.list}>
        {list.rows.map((error) => (
          <ErrorEntry key={error.id} error={error} />
        ))}
      </Stack>
      {list.hasMore ? (
        <Button variant="default" size="xs" mt="sm" loading={list.isLoadingMore} onClick={list.loadMore}>
          {t('app.action.showMore')}
        </Button>
      ) : null}
    </Paper>
  );
}

const TONES = { hard: 'red', soft: 'yellow', none: 'gray' } as const;

function ErrorEntry({ error }: { error: CustomerError }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weight = error.countsAs ?? 'none';
  const subject = error.subject ?? t('customerErrors.noSubject');
  return (
    <li className={classes.entry}>
      <Group justify="space-between" gap="xs">
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {t(`customerErrors.kind.${error.kind}`)}
          </Text>
          <span title={t(`customerErrors.counts.${weight}`)}>
            <StatusBadge tone={TONES[weight]}>{t(`customerErrors.weight.${weight}`)}</StatusBadge>
          </span>
        </Group>
        <Text size="xs" c="dimmed" component="time" dateTime={error.occurredAt}>
          {format.dateTime(error.occurredAt)}
        </Text>
      </Group>
      <Text size="xs" mt={4}>
        {t(`customerErrors.means.${error.kind}`)}
      </Text>
      {error.answer === null ? null : (
        <p className={classes.answer}>
          <span className={classes.label}>{t('customerErrors.answer')}</span>
          <code>{error.answer}</code>
        </p>
      )}
      {error.subject === null ? (
        <Text size="xs" c="dimmed" mt={4}>
          {subject}
        </Text>
      ) : (
        <Anchor component={Link} to={`/history/${error.deliveryId}`} size="xs" mt={4} display="inline-block">
          {subject}
        </Anchor>
      )}
    </li>
  );
}

/** Whether SES has been told that mail may go to the address again. */
function LiftNotice({ lift }: { lift: NonNullable<AddressHealth['suppressionLift']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { email, liftedAt, trouble } = lift;
  if (liftedAt !== null)
    return (
      <Alert color="teal" mt="sm" icon={<IconCircleCheck />} p="xs">
        {t('customerErrors.lift.done', { email, at: format.dateTime(liftedAt) })}
      </Alert>
    );
  return (
    <Alert color="yellow" mt="sm" icon={<IconRefresh />} p="xs" role="status">
      {t(trouble === null ? 'customerErrors.lift.waiting' : 'customerErrors.lift.retrying', { email })}
    </Alert>
  );
}
