import { Alert, Anchor, Button, Group as Row, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload, IconInfoCircle, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ErrorState } from '../../ui/error-state';
import { PageHeader } from '../../ui/page-header';
import { PageSkeleton } from '../../ui/page-skeleton';
import { customersQuery } from '../customers/customers.api';
import { useMay } from '../users/session.api';
import type { Asked } from './bulk.api';
import { SelectionDialog } from './selection-actions';

const ERRORS = { all: { status: 'error' } } as const;

/** 顧客レコードメンテナンス: エラーアドレスの一括削除 (C-56), export first, and the advice to keep them. */
export function CustomerMaintenancePage() {
  const { t } = useTranslation();
  const { data: counts, error, refetch } = useQuery(customersQuery.countsByStatus());
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayExport = useMay('customer.export');
  if (error && !counts) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!counts) return <PageSkeleton />;
  const count = counts.error;
  return (
    <>
      <PageHeader
        title={t('bulk.maintenance.title')}
        subtitle={t('bulk.maintenance.subtitle')}
        back={[{ to: '/customers', label: t('app.nav.customers') }]}
      />
      <Paper withBorder p="lg" maw={760}>
        <Stack>
          <Title order={2}>{t('bulk.maintenance.errorTitle')}</Title>
          <Row gap="sm">
            <Text>{count === 0 ? t('bulk.maintenance.none') : t('bulk.maintenance.errorCount', { count })}</Text>
            {count === 0 ? null : (
              <Anchor component={Link} to="/customers?status=error" size="sm">
                {t('bulk.maintenance.show')}
              </Anchor>
            )}
          </Row>
          <Alert color="yellow" icon={<IconInfoCircle />} title={t('bulk.maintenance.advice')}>
            {t('bulk.maintenance.adviceText')}
          </Alert>
          {mayExport ? (
            <Step title={t('bulk.maintenance.step1')} text={t('bulk.maintenance.step1Text')}>
              <Button
                variant="default"
                leftSection={<IconDownload size={16} />}
                disabled={count === 0}
                onClick={() => setAsked({ act: 'export', target: ERRORS, count })}
              >
                {t('bulk.act.export')}
              </Button>
            </Step>
          ) : null}
          <Step title={t('bulk.maintenance.step2')} text={t('bulk.maintenance.step2Text')}>
            <Button
              variant="light"
              color="red"
              leftSection={<IconTrash size={16} />}
              disabled={count === 0}
              onClick={() => setAsked({ act: 'delete', target: ERRORS, count })}
            >
              {t('bulk.maintenance.deleteButton', { count })}
            </Button>
          </Step>
        </Stack>
      </Paper>
      <SelectionDialog asked={asked} onClose={() => setAsked(null)} onOrdered={() => {}} />
    </>
  );
}

function Step({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Row justify="space-between" wrap="wrap" gap="md">
      <div style={{ flex: '1 1 320px' }}>
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      {children}
    </Row>
  );
}
