import { Alert, Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/format';
import { useMay } from '../users/session.api';
import { recordCountQuery } from './customers.api';

/** From this share of the limit on somebody should think of it. */
const NEAR = 0.9;

/** Says above the list that the limit of records is near or reached, with what to do; nothing otherwise. */
export function RecordLimitNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMay('setting.manage');
  const mayReport = useMay('report.read');
  const { data } = useQuery(recordCountQuery);
  if (!data || data.limit === null || data.count < data.limit * NEAR) return null;
  const isFull = data.count >= data.limit;
  const numbers = {
    limit: format.number(data.limit),
    used: format.number(data.count),
    left: format.number(Math.max(0, data.limit - data.count)),
  };
  return (
    <Alert
      color={isFull ? 'red' : 'yellow'}
      mb="md"
      title={t(isFull ? 'customers.limit.reached' : 'customers.limit.near')}
    >
      <Group gap="4px 16px">
        <Text size="sm">
          {isFull ? t('customers.limit.reachedText', numbers) : t('customers.limit.nearText', numbers)}
        </Text>
        {mayReport ? (
          <Anchor component={Link} to="/reports/records" size="sm" c="inherit" underline="always">
            {t('customers.limit.report')}
          </Anchor>
        ) : null}
        {mayChange ? (
          <Anchor component={Link} to="/settings" size="sm" c="inherit" underline="always">
            {t('customers.limit.change')}
          </Anchor>
        ) : null}
      </Group>
    </Alert>
  );
}
