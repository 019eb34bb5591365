import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { StatusBadge, type Tone } from '../../ui/status-badge';
import type { DraftView, SaveState } from './draft-keeper';

const TONES: Record<SaveState, Tone> = {
  saved: 'gray',
  dirty: 'yellow',
  saving: 'blue',
  failed: 'red',
  conflict: 'red',
};

/** Whether what is written is on the server, said aloud when it is not. */
export function SaveBadge(props: { view: DraftView; onRetry: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, saved } = props.view;
  return (
    <span
      role="status"
      style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}
      title={t('mailings.save.savedAt', { at: format.dateTime(saved.updatedAt) })}
    >
      <StatusBadge tone={TONES[state]}>{t(`mailings.save.${state}`)}</StatusBadge>
      {state === 'failed' ? (
        <Button size="compact-sm" variant="default" onClick={props.onRetry}>
          {t('mailings.save.retry')}
        </Button>
      ) : null}
    </span>
  );
}
