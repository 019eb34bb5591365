import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { StatusBadge } from '../../ui/status-badge';
import { FormDrawer, UnsavedGuard } from '../../ui/unsaved';
import { useMay } from '../users/session.api';
import { ConditionGroup } from './condition-group';
import { ConditionPreview } from './condition-preview';
import { isSameTree, parseTree, type ApiTree } from './conditions';
import type { Chosen } from './conditions.api';
import { SegmentPicker } from './segment-picker';
import { SaveSegment } from './segment-save';
import { useSegments, useUpdateSegment, type Segment } from './segments.api';
import { useBuilder, type Builder } from './use-builder';
import classes from './condition-builder.module.css';

interface Props {
  readonly value: Chosen;
  readonly onApply: (chosen: Chosen) => void;
  readonly onClose: () => void;
}

/** 絞り込みの条件: built, counted and read out; applied as they are, or kept as a segment. */
export function ConditionDrawer({ value, onApply, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened
      onClose={onClose}
      size="min(860px, 100vw)"
      classNames={{ content: classes.drawer, body: classes.body }}
      title={t('conditions.title')}
    >
      {() => <Opened value={value} onApply={onApply} />}
    </FormDrawer>
  );
}

/** With the segment it began with, once the segments are known. */
function Opened(props: Omit<Props, 'onClose'>) {
  const { conditions, segmentId } = props.value;
  const segments = useSegments();
  const segment = segments.find(({ id }) => id === segmentId) ?? null;
  // conditions beside a segment are the address's doing; here they are edited, and the segment stays what it is
  const initial = conditions === '' && segment ? (segment.conditions as unknown as ApiTree) : parseTree(conditions);
  return (
    <Editor
      key={segmentId !== '' && !segment ? 'waiting' : 'ready'}
      {...props}
      initial={initial}
      segment={conditions === '' ? segment : null}
    />
  );
}

function Editor(props: Omit<Props, 'onClose'> & { initial: ApiTree | null; segment: Segment | null }) {
  const { t } = useTranslation();
  const builder = useBuilder(props.initial);
  const [segment, setSegment] = useState(props.segment);
  const show = (next: Segment) => {
    setSegment(next);
    builder.reset(next.conditions as unknown as ApiTree);
  };
  const isChanged = segment !== null && !isSameTree(parseTree(builder.conditions), segment.conditions);
  const apply = () => {
    const conditions = builder.finish();
    if (conditions === null) return;
    props.onApply(
      segment !== null && !isChanged ? { conditions: '', segmentId: segment.id } : { conditions, segmentId: '' },
    );
  };
  return (
    <>
      <UnsavedGuard isUnsaved={() => builder.isChanged} />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <OpenSegment segment={segment} isChanged={isChanged} onOpen={show} />
        <ConditionGroup group={builder.group} builder={builder} />
        <div className={classes.foot}>
          <ConditionPreview conditions={builder.conditions} unfinishedCount={builder.unfinishedCount} />
          <div className={classes.buttons}>
            <SegmentButtons builder={builder} segment={segment} isChanged={isChanged} onSaved={show} />
            <Group gap={8} ml="auto">
              <Button variant="subtle" color="gray" onClick={() => props.onApply({ conditions: '', segmentId: '' })}>
                {t('app.action.clear')}
              </Button>
              <Button type="submit">{t('conditions.apply')}</Button>
            </Group>
          </div>
        </div>
      </form>
    </>
  );
}

function OpenSegment(props: { segment: Segment | null; isChanged: boolean; onOpen: (segment: Segment) => void }) {
  const { t } = useTranslation();
  const segments = useSegments();
  if (segments.length === 0)
    return (
      <Text size="sm" c="dimmed" mb="md">
        {t('conditions.intro')}
      </Text>
    );
  return (
    <Group gap="sm" mb="md" align="center">
      <Text size="sm" fw={600}>
        {t('conditions.segment.label')}
      </Text>
      <SegmentPicker
        aria-label={t('conditions.segment.open')}
        placeholder={t('conditions.segment.open')}
        w={320}
        allowDeselect={false}
        value={props.segment?.id ?? null}
        onChange={(id) => {
          const next = segments.find((one) => one.id === id);
          if (next) props.onOpen(next);
        }}
      />
      {props.isChanged ? <StatusBadge tone="yellow">{t('conditions.segment.changed')}</StatusBadge> : null}
    </Group>
  );
}

function SegmentButtons(props: {
  builder: Builder;
  segment: Segment | null;
  isChanged: boolean;
  onSaved: (segment: Segment) => void;
}) {
  const { t } = useTranslation();
  const mayManage = useMay('segment.manage');
  const update = useUpdateSegment();
  const { builder, segment } = props;
  if (!mayManage) return null;
  const save = async (id: string) => {
    const conditions = builder.finish();
    if (conditions === null || conditions === '') return;
    const saved = await update.mutateAsync({ id, conditions: JSON.parse(conditions) as Record<string, unknown> });
    notify(t('conditions.segment.saved', { name: saved.name }));
    props.onSaved(saved);
  };
  return (
    <Group gap={8}>
      {segment && props.isChanged ? (
        <Button
          variant="default"
          loading={update.isPending}
          disabled={builder.conditions === ''}
          onClick={() => void save(segment.id).catch(() => undefined)}
        >
          {t('conditions.segment.update')}
        </Button>
      ) : null}
      <SaveSegment
        label={t(segment ? 'conditions.segment.saveAs' : 'conditions.segment.save')}
        disabled={builder.conditions === ''}
        finish={builder.finish}
        onSaved={props.onSaved}
      />
      <ProblemAlert error={update.error} />
    </Group>
  );
}
