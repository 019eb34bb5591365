import { useTranslation } from 'react-i18next';
import { StatusBadge } from '../../ui/status-badge';
import type { CustomerStatus } from './customers.api';

/** OK / エラー of a customer. Plain spans: fit for virtual rows. */
export function CustomerStatusBadge({ status }: { status: CustomerStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={status === 'ok' ? 'green' : 'red'}>{t(`customers.status.${status}`)}</StatusBadge>;
}
