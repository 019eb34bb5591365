import { Button, Checkbox, Group as Row, Modal, Radio, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../ui/problem-alert';
import { useCustomerFields } from '../customers/customer-fields.api';
import { useUser } from '../users/session.api';
import { useOrderExport, type CustomerTarget, type InGroup } from './bulk.api';
import { ExportColumnChooser } from './export-column-chooser';
import { defaultExportColumns, exportChoices, FIRST_FORMAT, type ExportFormat } from './export-columns';
import { ExportProgress } from './export-progress';

interface ExportDialogProps {
  readonly target: CustomerTarget;
  readonly count: number;
  /** whose delivery states the file can tell */
  readonly group?: InGroup | undefined;
  readonly onClose: () => void;
}

/** CSV出力 (C-23): the columns and their order, the encoding; then how far the file is, and the file itself. */
export function ExportDialog(props: ExportDialogProps) {
  const { t } = useTranslation();
  const [exportId, setExportId] = useState<string | null>(null);
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={exportId === null ? 'xl' : 'md'}
      title={props.group ? t('bulk.export.members', { group: props.group.name }) : t('bulk.export.title')}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      {exportId === null ? (
        <ExportForm {...props} onOrdered={setExportId} />
      ) : (
        <ExportProgress id={exportId} onClose={props.onClose} />
      )}
    </Modal>
  );
}

function ExportForm(props: ExportDialogProps & { onOrdered: (exportId: string) => void }) {
  const { t } = useTranslation();
  const { target, count, group } = props;
  const fields = useCustomerFields();
  const choices = exportChoices(t, fields, group !== undefined);
  const { columns, setColumns, format, setFormat } = useRememberedExport(group !== undefined);
  const chosen = (columns ?? defaultExportColumns(fields, group !== undefined)).filter((key) =>
    choices.some((choice) => choice.key === key),
  );
  const order = useOrderExport();
  const submit = () =>
    order.mutate(
      { target, columns: [...chosen], ...format, ...(group ? { groupId: group.id } : {}) },
      { onSuccess: (ordered) => props.onOrdered(ordered.id) },
    );
  return (
    <Stack>
      <Text size="sm">{t('bulk.export.text', { count })}</Text>
      <ExportColumnChooser choices={choices} chosen={chosen} onChange={setColumns} />
      <FormatFields format={format} onChange={setFormat} />
      <Text size="xs" c="dimmed">
        {t('bulk.export.asNow')}
        {chosen.length > 0 && !chosen.includes('email') ? ` ${t('bulk.export.noEmail')}` : null}
      </Text>
      <ProblemAlert error={order.error} />
      <Row justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t('app.action.cancel')}
        </Button>
        <Button
          leftSection={<IconDownload size={16} />}
          disabled={chosen.length === 0}
          loading={order.isPending}
          onClick={submit}
        >
          {t('bulk.export.submit', { count })}
        </Button>
      </Row>
    </Stack>
  );
}

function FormatFields({ format, onChange }: { format: ExportFormat; onChange: (format: ExportFormat) => void }) {
  const { t } = useTranslation();
  return (
    <Row align="flex-start" gap="xl">
      <Radio.Group
        label={t('bulk.export.encoding')}
        value={format.encoding}
        onChange={(value) => onChange({ ...format, encoding: value === 'cp932' ? 'cp932' : 'utf-8' })}
        flex={1}
        miw={260}
      >
        <Stack gap={8} mt={6}>
          <Radio value="utf-8" label={t('bulk.export.utf8')} description={t('bulk.export.utf8Hint')} />
          <Radio value="cp932" label={t('bulk.export.cp932')} description={t('bulk.export.cp932Hint')} />
        </Stack>
      </Radio.Group>
      <Checkbox
        mt={28}
        label={t('bulk.export.header')}
        checked={format.hasHeader}
        onChange={(event) => onChange({ ...format, hasHeader: event.currentTarget.checked })}
      />
    </Row>
  );
}

/** Columns and format of the last time, kept in this browser for each user; files of a group have columns of their own. */
function useRememberedExport(isGroup: boolean) {
  const userId = useUser()?.id ?? '';
  const [columns, setColumns] = useLocalStorage<readonly string[] | null>({
    key: `kubari-export-columns-${isGroup ? 'group-' : ''}${userId}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const [format, setFormat] = useLocalStorage<ExportFormat>({
    key: `kubari-export-format-${userId}`,
    defaultValue: FIRST_FORMAT,
    getInitialValueInEffect: false,
  });
  return { columns, setColumns, format, setFormat };
}
