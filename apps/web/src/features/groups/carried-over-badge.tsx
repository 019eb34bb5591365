import { useTranslation } from 'react-i18next';
import { StatusBadge } from '../../ui/status-badge';

/** 削除前の配信停止を引き継ぎました: the opt-out ledger holds the member back (J-36). Plain spans: fit for virtual rows. */
export function CarriedOverBadge() {
  const { t } = useTranslation();
  return <StatusBadge tone="gray">{t('groups.carriedOver')}</StatusBadge>;
}
