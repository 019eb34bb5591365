import { Alert, Button, Group as Row, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { FactList } from '../../ui/fact-list';
import { ProblemAlert } from '../../ui/problem-alert';
import { useGroups } from '../groups/groups.api';
import type { Import, ImportPreview, StartImport } from './imports.api';
import { estimateRows } from './mapping';
import { useTargets } from './targets';

/** Step 3: what will happen, in numbers, before it does. */
export function ConfirmStep(props: {
  one: Import;
  preview: ImportPreview;
  setup: StartImport;
  error: unknown;
  isPending: boolean;
  onBack: () => void;
  onStart: () => void;
}) {
  const { setup } = props;
  const { t } = useTranslation();
  return (
    <Paper withBorder p="lg" maw={720}>
      <Title order={2} mb="md">
        {t('imports.confirm.title')}
      </Title>
      <Stack>
        <ProblemAlert error={props.error} />
        <Facts {...props} />
        {setup.overwrite ? (
          <Alert color="yellow" icon={<IconAlertTriangle />}>
            {t('imports.confirm.overwriteWarning')}
          </Alert>
        ) : null}
        <Text size="sm" c="dimmed">
          {t('imports.confirm.starting')}
        </Text>
        <Row justify="space-between">
          <Button variant="default" onClick={props.onBack}>
            {t('app.action.back')}
          </Button>
          <Button onClick={props.onStart} loading={props.isPending}>
            {t('imports.confirm.start')}
          </Button>
        </Row>
      </Stack>
    </Paper>
  );
}

function Facts({ one, preview, setup }: { one: Import; preview: ImportPreview; setup: StartImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { labelOf } = useTargets();
  const group = useGroups().find(({ id }) => id === setup.groupId);
  const size = format.bytes(one.fileBytes);
  const { rows, isExact } = estimateRows(preview.rows, one.fileBytes, setup.encoding);
  const count = Math.max(0, rows - (setup.hasHeader ? 1 : 0));
  const used = setup.mapping.filter((target) => target !== 'ignore').map(labelOf);
  const existing = setup.overwrite
    ? [
        t('imports.confirm.existingOverwrite'),
        t(setup.emptyCells === 'keep' ? 'imports.confirm.emptyKeep' : 'imports.confirm.emptyBlank'),
      ]
    : [t('imports.confirm.existingKeep')];
  return (
    <FactList
      facts={[
        { label: t('imports.confirm.file'), value: one.fileName },
        {
          label: t('imports.confirm.rows'),
          value: t(isExact ? 'imports.confirm.rowsExact' : 'imports.confirm.rowsAbout', { count, size }),
        },
        {
          label: t('imports.confirm.format'),
          value: format.list([
            t(`imports.mapping.encodings.${setup.encoding}`),
            t(setup.hasHeader ? 'imports.confirm.withHeader' : 'imports.confirm.withoutHeader'),
          ]),
        },
        {
          label: t('imports.confirm.columns'),
          value: `${t('imports.mapping.used', { used: used.length, all: setup.mapping.length })}: ${format.list(used)}`,
        },
        { label: t('imports.confirm.existing'), value: format.list(existing) },
        {
          label: t('imports.confirm.group'),
          value: group
            ? t('imports.confirm.groupMembers', { name: group.name, count: group.members.active })
            : t('imports.confirm.groupNone'),
        },
      ]}
    />
  );
}
