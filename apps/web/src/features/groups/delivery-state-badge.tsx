import { useTranslation } from 'react-i18next';
import { StatusBadge } from '../../ui/status-badge';
import type { DeliveryState } from './groups.api';

const TONES = { active: 'green', stopped: 'yellow', banned: 'red' } as const;

/** 配信可能 / 配信停止 / 配信禁止 of a customer in a group. Plain spans: fit for virtual rows. */
export function DeliveryStateBadge({ state }: { state: DeliveryState }) {
  const { t } = useTranslation();
  return <StatusBadge tone={TONES[state]}>{t(`groups.state.${state}`)}</StatusBadge>;
}
