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
  type ImportSetup,
} from './imports.api';
import { strangeAddress, withTarget } from './mapping';
import { OperationChoice } from './operation-choice';
import { hasTarget } from './operations';
import { RememberedNote } from './remembered-note';
import { useTargets } from './targets';

const ENCODINGS = ['utf-8', 'cp932'] as const satisfies readonly Encoding[];
const DELIMITERS = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
] as const satisfies readonly (readonly [Delimiter, string])[];

/** Step 2: what is to be done, how the file is read, what each column is, and how rows are taken in. */
export function MappingStep(props: {
  one: Import;
  preview: ImportPreview;
  previewError: unknown;
  isReading: boolean;
  setup: ImportSetup;
  onChange: (changes: Partial<ImportSetup>) => void;
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
      {preview.remembered ? <RememberedNote remembered={preview.remembered} setup={setup} onChange={onChange} /> : null}
      <OperationChoice setup={setup} onChange={onChange} />
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
        <Button onClick={props.onNext} disabled={!hasEmail || !hasTarget(setup) || props.isReading}>
          {t('imports.mapping.next')}
        </Button>
      </Row>
      {hasTarget(setup) ? null : (
        <Text size="sm" c="dimmed" ta="end">
          {t('imports.mapping.needsGroup')}
        </Text>
      )}
    </Stack>
  );
}

function FileFormat({
  preview,
  setup,
  onChange,
}: {
  preview: ImportPreview;
  setup: ImportSetup;
  onChange: (changes: Partial<ImportSetup>) => void;
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
  setup: ImportSetup;
  onChange: (changes: Partial<ImportSetup>) => void;
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
        {t(COLUMNS_TEXT[setup.operation])}
        {mayAddFields && setup.operation === 'register' ? (
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

const COLUMNS_TEXT = {
  register: 'imports.mapping.columnsText',
  delete: 'imports.mapping.onlyEmail',
  stop: 'imports.mapping.emailAndMore',
  ban: 'imports.mapping.emailAndMore',
  allow: 'imports.mapping.emailAndMore',
} as const;

function Warnings({ body, setup, moved }: { body: readonly string[][]; setup: ImportSetup; moved: string }) {
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
