import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { conditionsQuery, type Chosen } from '../customers/conditions.api';

/** The conditions as a sentence, or why they cannot be used; nothing for the whole group. */
export function AudienceInWords({ chosen }: { chosen: Chosen }) {
  const { i18n } = useTranslation();
  const { data, error } = useQuery(conditionsQuery.words(chosen));
  if (chosen.conditions === '' && chosen.segmentId === '') return null;
  if (error) return <ProblemAlert error={error} />;
  return (
    <Text size="sm" component="p" m={0}>
      {data?.sentence[i18n.language === 'en' ? 'en' : 'ja'] ?? ' '}
    </Text>
  );
}
