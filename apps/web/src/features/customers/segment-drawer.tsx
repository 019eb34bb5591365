import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../lib/api';
import { notify } from '../../lib/notify';
import { fieldProblemText } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { FormDrawer, UnsavedGuard } from '../../ui/unsaved';
import { ConditionGroup } from './condition-group';
import { ConditionPreview } from './condition-preview';
import type { ApiTree } from './conditions';
import { useRetiredText } from './segment-words';
import { useCreateSegment, useUpdateSegment, type Segment } from './segments.api';
import { useBuilder } from './use-builder';
import classes from './condition-builder.module.css';

/** A new segment, or changes to one: its name and its conditions, counted and read out. */
export function SegmentDrawer({ segment, onClose }: { segment: Segment | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened
      onClose={onClose}
      size="min(860px, 100vw)"
      classNames={{ content: classes.drawer, body: classes.body }}
      title={t(segment ? 'conditions.segments.editTitle' : 'conditions.segments.newTitle')}
    >
      {(close) => <SegmentForm segment={segment} onSaved={onClose} onCancel={close} />}
    </FormDrawer>
  );
}

function SegmentForm(props: { segment: Segment | null; onSaved: () => void; onCancel: () => void }) {
  const { t, i18n } = useTranslation();
  const { segment } = props;
  const retired = useRetiredText(segment);
  const builder = useBuilder((segment?.conditions as ApiTree | undefined) ?? null);
  const [name, setName] = useState(segment?.name ?? '');
  const create = useCreateSegment();
  const update = useUpdateSegment();
  const error = create.error ?? update.error;
  const nameProblem = error instanceof ApiProblem ? error.errors.find(({ field }) => field === 'name') : undefined;
  const save = async () => {
    const text = builder.finish();
    if (text === null || text === '') return;
    const input = { name: name.trim(), conditions: JSON.parse(text) as Record<string, unknown> };
    await (segment ? update.mutateAsync({ id: segment.id, ...input }) : create.mutateAsync(input));
    notify(t('conditions.segment.saved', { name: input.name }));
    props.onSaved();
  };
  return (
    <>
      <UnsavedGuard isUnsaved={() => builder.isChanged || name !== (segment?.name ?? '')} />
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save().catch(() => undefined);
        }}
      >
        <Stack gap="md">
          {segment?.problem ? <Text c="red">{t('conditions.segments.brokenText')}</Text> : null}
          {retired === null ? null : (
            <Alert color="yellow" icon={<IconAlertTriangle />}>
              {retired}
            </Alert>
          )}
          <TextInput
            label={t('conditions.segment.name')}
            placeholder={t('conditions.segment.nameHint')}
            description={t('conditions.segment.explain')}
            maxLength={100}
            required
            data-autofocus
            value={name}
            error={nameProblem ? fieldProblemText(i18n, nameProblem) : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ConditionGroup group={builder.group} builder={builder} />
        </Stack>
        <div className={classes.foot}>
          <ConditionPreview conditions={builder.conditions} unfinishedCount={builder.unfinishedCount} />
          <ProblemAlert error={nameProblem ? null : error} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={props.onCancel}>
              {t('app.action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={create.isPending || update.isPending}
              disabled={name.trim() === '' || (builder.conditions === '' && builder.unfinishedCount === 0)}
            >
              {t('app.action.save')}
            </Button>
          </Group>
        </div>
      </form>
    </>
  );
}
