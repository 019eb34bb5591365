import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import type { Segment } from './segments.api';

/** What it means that conditions of the segment are about fields out of use; null when none are. */
export function useRetiredText(segment: Pick<Segment, 'warnings'> | null): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const labels = [...new Set(segment?.warnings.map(({ label }) => label))];
  return labels.length === 0 ? null : t('conditions.segments.retiredText', { labels: format.list(labels) });
}
