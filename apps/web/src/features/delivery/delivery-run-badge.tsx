import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../lib/api';
import { StatusBadge, type Tone } from '../../ui/status-badge';

export type DeliveryRunState = Schemas['DeliveryRunState'];

const TONES: Record<DeliveryRunState, Tone> = {
  scheduled: 'blue',
  planning: 'blue',
  sending: 'blue',
  paused: 'yellow',
  sent: 'green',
  canceled: 'gray',
  failed: 'red',
};

/** 予約 / 準備中 / 配信中 / 一時停止 / 配信完了 / 中止 / 失敗; the dot pulses while mails leave. */
export function DeliveryRunBadge({ state }: { state: DeliveryRunState }) {
  const { t } = useTranslation();
  return (
    <StatusBadge tone={TONES[state]} live={state === 'sending' || state === 'planning'}>
      {t(`delivery.state.${state}`)}
    </StatusBadge>
  );
}
