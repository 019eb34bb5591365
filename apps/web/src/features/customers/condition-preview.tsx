import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { conditionsQuery } from './conditions.api';
import classes from './condition-builder.module.css';

/** While somebody types nothing is asked; an older count is given up for a newer. */
const PAUSE_MS = 400;

/** How many customers the conditions mean now, and what they say in words. */
export function ConditionPreview({ conditions, unfinishedCount }: { conditions: string; unfinishedCount: number }) {
  const { t, i18n } = useTranslation();
  const [settled] = useDebouncedValue(conditions, PAUSE_MS);
  const words = useQuery({
    ...conditionsQuery.words({ conditions: settled, segmentId: '' }),
    placeholderData: keepPreviousData,
  });
  const counted = useQuery({ ...conditionsQuery.explained(settled), placeholderData: keepPreviousData });
  const isStale = settled !== conditions || counted.isPlaceholderData || counted.isFetching;
  const sentence =
    settled === '' ? t('conditions.preview.everybody') : words.data?.sentence[i18n.language === 'en' ? 'en' : 'ja'];
  return (
    <section className={classes.preview} aria-label={t('conditions.preview.label')}>
      {counted.error ? (
        <ProblemAlert error={counted.error} />
      ) : (
        <>
          <Text size="xs" c="dimmed">
            {t('conditions.preview.label')}
          </Text>
          <div
            role="status"
            className={classes.count}
            data-stale={isStale || undefined}
            aria-busy={isStale || undefined}
          >
            {counted.data === undefined
              ? t('conditions.preview.counting')
              : counted.data.isTooSlow
                ? t('conditions.preview.slow')
                : t('conditions.preview.count', { count: counted.data.count ?? 0 })}
          </div>
          {counted.data?.isTooSlow ? (
            <Text size="xs" c="dimmed">
              {t('conditions.preview.slowText')}
            </Text>
          ) : null}
          <p className={classes.sentence}>{sentence ?? ' '}</p>
          {unfinishedCount > 0 ? (
            <Text size="xs" c="dimmed" mt={4}>
              {t('conditions.preview.incomplete', { count: unfinishedCount })}
            </Text>
          ) : null}
        </>
      )}
    </section>
  );
}
