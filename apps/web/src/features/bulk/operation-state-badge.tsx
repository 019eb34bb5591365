import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../ui/status-badge';
import type { BulkOperationState } from './bulk.api';

const TONES: Record<BulkOperationState, Tone> = {
  queued: 'blue',
  running: 'blue',
  finished: 'green',
  failed: 'red',
  canceled: 'gray',
};

/** Where a bulk operation or an export stands; the dot pulses while it runs. */
export function OperationStateBadge({ state }: { state: BulkOperationState }) {
  const { t } = useTranslation();
  return (
    <StatusBadge tone={TONES[state]} live={state === 'running'}>
      {t(`bulk.operationState.${state}`)}
    </StatusBadge>
  );
}
