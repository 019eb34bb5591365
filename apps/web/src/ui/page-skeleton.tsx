import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/**
 * The shape of a page while its data loads: a title and some lines. The shell shows it by itself for pages that suspend.
 */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md" aria-busy aria-label={t('app.header.loading')} role="status">
      <Skeleton h={30} w={220} />
      <Skeleton h={16} w={320} maw="100%" mb="sm" />
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} h={34} />
      ))}
    </Stack>
  );
}
