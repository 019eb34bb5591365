import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../ui/status-badge';
import type { ImportState } from './imports.api';

const TONES: Record<ImportState, Tone> = {
  created: 'gray',
  uploaded: 'yellow',
  queued: 'blue',
  running: 'blue',
  finished: 'green',
  failed: 'red',
  canceled: 'gray',
  undoing: 'yellow',
  undone: 'gray',
};

/** Where an import stands; the dot pulses while it runs. */
export function ImportStateBadge({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  return (
    <StatusBadge tone={TONES[state]} live={state === 'running' || state === 'undoing'}>
      {t(`imports.state.${state}`)}
    </StatusBadge>
  );
}
