import { Button, Group as Row, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format';
import { ConfirmButton } from '../../ui/confirm-button';
import { FactList } from '../../ui/fact-list';
import { ProblemAlert } from '../../ui/problem-alert';
import { useGroups } from '../groups/groups.api';
import { useSyncsStates } from '../settings/settings.api';
import { useMayAll } from '../users/session.api';
import { importsQuery, isRehearsing, type Import, type ImportPreview, type ImportSetup } from './imports.api';
import { estimateRows } from './mapping';
import { CONFIRMED, operationKey, permissionsToUndo, rowsOf } from './operations';
import { RehearsalPanel } from './rehearsal-panel';
import { useTargets } from './targets';

interface Confirmation {
  readonly one: Import;
  readonly preview: ImportPreview;
  readonly setup: ImportSetup;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onBack: () => void;
  readonly onStart: () => Promise<unknown>;
}

/** Step 3: what will happen, in numbers, before it does. */
export function ConfirmStep(props: Confirmation) {
  const { t } = useTranslation();
  const mayUndo = useMayAll(permissionsToUndo(props.setup));
  return (
    <Paper withBorder p="lg" maw={820}>
      <Title order={2} mb="md">
        {t('imports.confirm.title')}
      </Title>
      <Stack gap="lg">
        <ProblemAlert error={props.error} />
        <Facts {...props} />
        <RehearsalPanel one={props.one} setup={props.setup} />
        <Text size="sm" c="dimmed">
          {mayUndo ? t('imports.confirm.undoable') : null} {t('imports.confirm.starting')}
        </Text>
        <Row justify="space-between">
          <Button variant="default" onClick={props.onBack}>
            {t('app.action.back')}
          </Button>
          <StartButton {...props} />
        </Row>
      </Stack>
    </Paper>
  );
}

/**
 * Starts once the numbers are there; what takes mail or the customer away asks once more, with the number. So does what
 * gives mail back beyond the group: while states are synchronised they change in all groups (C-13).
 */
function StartButton({ one, setup, isPending, onStart }: Confirmation) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...importsQuery.rehearsal(one.id, setup), enabled: false });
  const group = useGroups().find(({ id }) => id === setup.groupId);
  const isReady = data !== undefined && !isRehearsing(data) && data.failure === null;
  const isSynced = useSyncsStates();
  const key = operationKey(setup);
  const question = key === 'register' ? undefined : QUESTIONS[isSynced ? 'synced' : 'apart'][key];
  const outcome = CONFIRMED[key];
  const count = outcome && data ? rowsOf(data.outcomes, outcome) : 0;
  if (question === undefined || count === 0 || key === 'register')
    return (
      <Button onClick={() => void onStart().catch(() => undefined)} loading={isPending} disabled={!isReady}>
        {t('imports.confirm.start')}
      </Button>
    );
  return (
    <ConfirmButton
      label={t('imports.confirm.start')}
      button={{ loading: isPending, disabled: !isReady }}
      title={t(`imports.confirm.ask.${key}`, { count })}
      text={t(`imports.confirm.askText.${question}`, { group: group?.name ?? '' })}
      confirmLabel={t(`imports.confirm.doIt.${key}`)}
      danger={key !== 'allow'}
      onConfirm={onStart}
    />
  );
}

/** What is said in the question: while states are synchronised a change holds in all groups (C-13). */
const QUESTIONS = {
  apart: { delete: 'delete', exclude: 'exclude', stop: 'stop', ban: 'ban', allow: undefined },
  synced: { delete: 'delete', exclude: 'exclude', stop: 'stopSynced', ban: 'banSynced', allow: 'allowSynced' },
} as const;

function Facts({ one, preview, setup }: Confirmation) {
  const { t } = useTranslation();
  const format = useFormat();
  const { labelOf } = useTargets();
  const group = useGroups().find(({ id }) => id === setup.groupId);
  const size = format.bytes(one.fileBytes);
  const { rows, isExact } = estimateRows(preview.rows, one.fileBytes, setup.encoding);
  const count = Math.max(0, rows - (setup.hasHeader ? 1 : 0));
  const used = setup.mapping.filter((target) => target !== 'ignore').map(labelOf);
  const isRegistering = setup.operation === 'register';
  const groupText = group
    ? t('imports.confirm.groupMembers', { name: group.name, count: group.members.active })
    : t('imports.confirm.groupNone');
  const existing = setup.overwrite
    ? [
        t('imports.confirm.existingOverwrite'),
        t(setup.emptyCells === 'keep' ? 'imports.confirm.emptyKeep' : 'imports.confirm.emptyBlank'),
      ]
    : [t('imports.confirm.existingKeep')];
  const read = [
    t(`imports.mapping.encodings.${setup.encoding}`),
    t(setup.hasHeader ? 'imports.confirm.withHeader' : 'imports.confirm.withoutHeader'),
  ];
  return (
    <FactList
      facts={[
        { label: t('imports.confirm.operation'), value: t(`imports.operation.${operationKey(setup)}`) },
        ...(isRegistering
          ? []
          : [
              {
                label: t('imports.confirm.target'),
                value: setup.target === 'group' ? groupText : t('imports.list.database'),
              },
            ]),
        { label: t('imports.confirm.file'), value: one.fileName },
        {
          label: t('imports.confirm.rows'),
          value: t(isExact ? 'imports.confirm.rowsExact' : 'imports.confirm.rowsAbout', { count, size }),
        },
        { label: t('imports.confirm.format'), value: format.list(read) },
        ...(setup.operation === 'delete'
          ? []
          : [
              {
                label: t('imports.confirm.columns'),
                value: `${t('imports.mapping.used', { used: used.length, all: setup.mapping.length })}: ${format.list(used)}`,
              },
            ]),
        ...(isRegistering
          ? [
              { label: t('imports.confirm.existing'), value: format.list(existing) },
              { label: t('imports.confirm.group'), value: groupText },
              {
                label: t('imports.confirm.consent'),
                value: setup.consent
                  ? t(`imports.options.basis.${setup.consent.basis}`)
                  : t('imports.options.consentNone'),
              },
            ]
          : []),
        { label: t('imports.confirm.report'), value: t(`imports.options.reports.${setup.report}`) },
      ]}
    />
  );
}
