import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import type { Home } from './home.api';

/** Deliveries of the last week that many addresses refused (C-55); nothing when there are none. */
export function HighErrors({ deliveries }: { deliveries: Home['highErrorDeliveries'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (deliveries.length === 0) return null;
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t('home.highErrors.title')}>
      <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
        {deliveries.map(({ id, subject, addressCount, errorCount }) => (
          <li key={id}>
            <Anchor component={Link} to={`/history/${id}`} size="sm" c="inherit" td="underline">
              {t('home.highErrors.one', {
                subject,
                addresses: addressCount,
                errors: errorCount,
                percent: format.percent(errorCount, addressCount),
              })}
            </Anchor>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
