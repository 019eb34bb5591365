import { Alert, Button, Group as Row, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../lib/api';
import { ConfirmDialog } from '../../ui/confirm-button';
import { useMay } from '../users/session.api';
import { useOrderOperation } from './bulk.api';
import type { OperationFormProps } from './operation-form';

/** 削除: an export is offered first; then the exact number is typed. The server refuses when another number is found. */
export function DeleteForm(props: OperationFormProps & { onExport: () => void }) {
  const { t } = useTranslation();
  const mayExport = useMay('customer.export');
  const order = useOrderOperation();
  const [confirming, setConfirming] = useState(false);
  const { target } = props.asked;
  const [count, setCount] = useState(props.asked.count);
  const [hasChanged, setChanged] = useState(false);
  const submit = async (): Promise<void> => {
    try {
      const operation = await order.mutateAsync({ kind: 'delete', target, expectedCount: count });
      props.onOrdered(operation.id);
    } catch (error) {
      const now = error instanceof ApiProblem && error.code === 'count-changed' ? error.errors[0]?.params?.count : null;
      if (typeof now !== 'number') throw error;
      setCount(now);
      setChanged(true);
    }
  };
  return (
    <Stack>
      {hasChanged ? (
        <Alert color="yellow" role="alert">
          {t('bulk.delete.changed')}
        </Alert>
      ) : null}
      <Text size="sm">{t('bulk.delete.text', { count })}</Text>
      <Text size="sm" c="dimmed">
        {t('bulk.delete.history')}
      </Text>
      {mayExport ? (
        <Row justify="space-between" gap="sm">
          <Text size="sm">{t('bulk.delete.exportFirst')}</Text>
          <Button variant="default" size="xs" leftSection={<IconDownload size={15} />} onClick={props.onExport}>
            {t('bulk.delete.exportButton')}
          </Button>
        </Row>
      ) : null}
      <Row justify="flex-end">
        <Button variant="default" onClick={props.onClose} data-autofocus>
          {t('app.action.cancel')}
        </Button>
        <Button color="red.9" disabled={count === 0} onClick={() => setConfirming(true)}>
          {t('bulk.delete.next')}
        </Button>
      </Row>
      <ConfirmDialog
        opened={confirming}
        onClose={() => setConfirming(false)}
        danger
        title={t('bulk.delete.confirmTitle')}
        text={t('bulk.delete.confirmText', { count })}
        typeToConfirm={String(count)}
        confirmLabel={t('bulk.delete.submit', { count })}
        onConfirm={submit}
      />
    </Stack>
  );
}
