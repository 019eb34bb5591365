import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import type { HistoryDetail } from './history.api';

/** That many addresses of the delivery ended in an error, as operators were told (C-55); nothing otherwise. */
export function HighErrorAlert({ delivery, tab }: { delivery: HistoryDetail; tab: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notice = delivery.highErrorNotice;
  if (notice === null) return null;
  const { addressCount: addresses, errorCount: errors } = notice;
  return (
    <Alert
      color="orange"
      mt="md"
      icon={<IconAlertTriangle />}
      title={t('history.highErrors.title', { percent: format.percent(errors, addresses) })}
    >
      {t('history.highErrors.text', { at: format.dateTime(notice.noticedAt), addresses, errors })}{' '}
      {tab === 'errors' ? null : (
        <Anchor component={Link} to={`/history/${delivery.deliveryId}?tab=errors`} size="sm" c="inherit" td="underline">
          {t('history.highErrors.see')}
        </Anchor>
      )}
    </Alert>
  );
}
