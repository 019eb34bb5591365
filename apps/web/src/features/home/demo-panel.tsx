import { Button, Group, Loader, Paper, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { demoQuery, useLoadDemo } from '../demo/demo.api';

/** Offers believable demo data to the administrator of an empty installation; gone once there are customers. */
export function DemoPanel() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data } = useQuery(demoQuery);
  const load = useLoadDemo();
  const wasLoading = useRef(false);
  useEffect(() => {
    if (wasLoading.current && data?.loading === false) void queryClient.invalidateQueries();
    wasLoading.current = data?.loading ?? false;
  }, [data?.loading, queryClient]);
  if (!data || (!data.available && !data.loading)) return null;
  return (
    <Paper withBorder p="lg">
      <Group justify="space-between" gap="lg">
        <div style={{ flex: '1 1 320px' }}>
          <Text fw={600}>{t('demo.title')}</Text>
          <Text size="sm" c="dimmed" mt={2}>
            {t('demo.text')}
          </Text>
        </div>
        {data.loading ? (
          <Group gap="xs" role="status">
            <Loader size="xs" />
            <Text size="sm">{t('demo.loading')}</Text>
          </Group>
        ) : (
          <Button
            variant="default"
            leftSection={<IconDatabaseImport size={16} />}
            loading={load.isPending}
            onClick={() => load.mutate()}
          >
            {t('demo.load')}
          </Button>
        )}
      </Group>
      <ProblemAlert error={load.error} />
    </Paper>
  );
}
