import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { problemText } from '../lib/problems';
import { EmptyState } from './empty-state';

/**
 * In place of something that could not be loaded: the reason and a button that tries again.
 * For a failed action use ProblemAlert instead.
 */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t, i18n } = useTranslation();
  return (
    <EmptyState
      icon={<IconAlertTriangle />}
      title={t('app.errors.title')}
      text={problemText(i18n, error)}
      action={
        onRetry ? (
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
            {t('app.action.retry')}
          </Button>
        ) : undefined
      }
    />
  );
}
