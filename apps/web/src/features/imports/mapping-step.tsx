import { Alert, Button, Group as Row, NativeSelect, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmButton } from '../../ui/confirm-button';
import { ProblemAlert } from '../../ui/problem-alert';
import { useMay } from '../users/session.api';
import { ColumnTable } from './column-table';
import { ImportOptions } from './import-options';
import {
  useDiscardImport,
  type Delimiter,
  type Encoding,
  type Import,
  type ImportPreview,
  type StartImport,
} from './imports.api';
import { strangeAddress, withTarget } from './mapping';
import { useTargets } from './targets';

const ENCODINGS = ['utf-8', 'cp932'] as const satisfies readonly Encoding[];
const DELIMITERS = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
] as const satisfies readonly (readonly [Delimiter, string])[];

/** Step 2: how the file is read, what each column is, and how rows are taken in. */
export function MappingStep(props: {
  one: Import;
  preview: ImportPreview;
  previewError: unknown;
  isReading: boolean;
  setup: StartImport;
  onChange: (changes: Partial<StartImport>) => void;
  onNext: () => void;
  onDiscarded: () => void;
}) {
  const { preview, setup, onChange } = props;
  const { t } = useTranslation();
  const discard = useDiscardImport();
  const hasEmail = setup.mapping.includes('email');
  return (
    <Stack gap="lg">
      <ProblemAlert error={props.previewError} />
      <FileFormat {...props} />
      <Columns preview={preview} setup={setup} onChange={onChange} isReading={props.isReading} />
      <ImportOptions setup={setup} onChange={onChange} />
      <Row justify="space-between">
        <ConfirmButton
          label={t('imports.mapping.chooseOther')}
          button={{ variant: 'default' }}
          title={t('imports.discard.title')}
          text={t('imports.discard.text', { name: props.one.fileName })}
          confirmLabel={t('imports.discard.confirm')}
          onConfirm={async () => {
            await discard.mutateAsync(props.one.id);
            props.onDiscarded();
          }}
        />
        <Button onClick={props.onNext} disabled={!hasEmail || props.isReading}>
          {t('imports.mapping.next')}
        </Button>
      </Row>
    </Stack>
  );
}

function FileFormat({
  preview,
  setup,
  onChange,
}: {
  preview: ImportPreview;
  setup: StartImport;
  onChange: (changes: Partial<StartImport>) => void;
}) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md">
      <Row gap="lg" align="flex-end">
        <NativeSelect
          label={t('imports.mapping.encoding')}
          data={ENCODINGS.map((encoding) => ({ value: encoding, label: t(`imports.mapping.encodings.${encoding}`) }))}
          value={setup.encoding}
          onChange={(event) => onChange({ encoding: event.currentTarget.value as Encoding })}
        />
        <NativeSelect
          label={t('imports.mapping.delimiter')}
          data={DELIMITERS.map(([value, name]) => ({ value, label: t(`imports.mapping.delimiters.${name}`) }))}
          value={setup.delimiter}
          onChange={(event) => onChange({ delimiter: event.currentTarget.value as Delimiter })}
        />
        <Switch
          mb={8}
          label={t('imports.mapping.hasHeader')}
          checked={setup.hasHeader}
          onChange={(event) => onChange({ hasHeader: event.currentTarget.checked })}
        />
      </Row>
      <Text size="xs" c="dimmed" mt={8}>
        {t('imports.mapping.detected', { encoding: t(`imports.mapping.encodings.${preview.detectedEncoding}`) })}{' '}
        {t('imports.mapping.garbled')}
      </Text>
    </Paper>
  );
}

function Columns(props: {
  preview: ImportPreview;
  setup: StartImport;
  onChange: (changes: Partial<StartImport>) => void;
  isReading: boolean;
}) {
  const { preview, setup } = props;
  const { t } = useTranslation();
  const { labelOf } = useTargets();
  const mayAddFields = useMay('field.manage');
  const [moved, setMoved] = useState('');
  const body = setup.hasHeader ? preview.rows.slice(1) : preview.rows;
  const nameOf = (column: number) =>
    (setup.hasHeader && preview.rows[0]?.[column]) || t('imports.mapping.column', { number: column + 1 });
  const choose = (column: number, target: string) => {
    const next = withTarget(setup.mapping, column, target);
    setMoved(
      next.freed === null
        ? ''
        : t('imports.mapping.moved', { target: labelOf(target), to: nameOf(column), from: nameOf(next.freed) }),
    );
    props.onChange({ mapping: [...next.mapping] });
  };
  const used = setup.mapping.filter((target) => target !== 'ignore').length;
  return (
    <section>
      <Row justify="space-between" align="baseline">
        <Title order={2}>{t('imports.mapping.columnsTitle')}</Title>
        <Text size="sm" c="dimmed">
          {t('imports.mapping.used', { used, all: setup.mapping.length })}
        </Text>
      </Row>
      <Text size="sm" c="dimmed" mb="xs">
        {t('imports.mapping.columnsText')}
        {mayAddFields ? (
          <>
            {' '}
            {t('imports.mapping.fieldMissing')}{' '}
            <Link to="/customer-fields" style={{ color: 'var(--mantine-color-anchor)' }}>
              {t('imports.mapping.manageFields')}
            </Link>
          </>
        ) : null}
      </Text>
      <Warnings body={body} setup={setup} moved={moved} />
      <ColumnTable rows={preview.rows} setup={setup} nameOf={nameOf} onChoose={choose} isReading={props.isReading} />
    </section>
  );
}

function Warnings({ body, setup, moved }: { body: readonly string[][]; setup: StartImport; moved: string }) {
  const { t } = useTranslation();
  const strange = strangeAddress(body, setup.mapping);
  return (
    <Stack gap="xs" mb={strange !== null || !setup.mapping.includes('email') || moved ? 'sm' : 0} aria-live="polite">
      {setup.mapping.includes('email') ? null : (
        <Alert color="red" icon={<IconAlertTriangle />}>
          {t('imports.mapping.noEmail')}
        </Alert>
      )}
      {strange === null ? null : (
        <Alert color="yellow" icon={<IconAlertTriangle />}>
          {t('imports.mapping.notAddresses', { example: strange })}
        </Alert>
      )}
      {moved ? <Text size="sm">{moved}</Text> : null}
    </Stack>
  );
}
