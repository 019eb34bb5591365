import { Alert, Paper, Text } from '@mantine/core';
import { IconAlertCircle, IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { MeterBar } from '../../ui/meter-bar';
import type { Import } from './imports.api';

/** How far an undo is, or what came of it. */
export function UndoPanel({ undo }: { undo: NonNullable<Import['undo']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (undo.failure !== null)
    return (
      <Alert color="red" icon={<IconAlertCircle />} title={t('imports.undo.givenUpTitle')} role="alert">
        {t('imports.undo.givenUp', { count: undo.undone })}
      </Alert>
    );
  if (undo.at === null)
    return (
      <Paper withBorder p="lg">
        <Text fw={600} mb={6}>
          {t('imports.undo.running')}
        </Text>
        <MeterBar moving value={undo.progress} label={t('imports.undo.running')} />
        <Text size="sm" c="dimmed" mt={8} className="tabular">
          {t('imports.undo.progress', { count: undo.undone })}
        </Text>
      </Paper>
    );
  const by = undo.by ?? t('imports.undo.somebody');
  return (
    <Alert color="gray" icon={<IconArrowBackUp />} title={t('imports.undo.doneTitle')}>
      {t('imports.undo.done', { count: undo.undone, date: format.dateTime(undo.at), by })}
      {undo.left > 0 ? <> {t('imports.undo.left', { count: undo.left })}</> : null}
    </Alert>
  );
}
