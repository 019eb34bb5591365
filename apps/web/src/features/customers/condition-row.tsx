import { ActionIcon, Select } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { editorOf, SECTIONS, startParts, type Subject } from './condition-subjects';
import { ConditionValue } from './condition-value';
import type { DraftCondition } from './conditions';
import classes from './condition-builder.module.css';

interface Props {
  readonly subjects: readonly Subject[];
  readonly condition: DraftCondition;
  /** shown only once somebody tried to apply */
  readonly isUnfinished: boolean;
  readonly mayCopy: boolean;
  readonly onChange: (condition: DraftCondition) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

/** One condition: what it is about, how it compares, and with what. */
export function ConditionRow(props: Props) {
  const { t } = useTranslation();
  const { condition, onChange } = props;
  const subject = props.subjects.find(({ key }) => key === condition.subject);
  const isGone = condition.subject !== null && subject === undefined;
  const { value, to } = condition.parts;
  const isReversed = value !== undefined && to !== undefined && value !== '' && to !== '' && value > to;
  return (
    <div className={classes.row}>
      <SubjectPicker subjects={props.subjects} condition={condition} isGone={isGone} onChange={onChange} />
      {subject ? (
        <>
          <Select
            className={classes.operator}
            aria-label={t('conditions.operator')}
            size="sm"
            allowDeselect={false}
            data={subject.operators.map((op) => ({
              value: op,
              label: t(`conditions.op.${subject.shape}.${op}` as 'conditions.op.text.contains'),
            }))}
            value={condition.op}
            onChange={(op) => {
              if (op === null) return;
              const before = editorOf(subject, condition.op);
              onChange({ ...condition, op, parts: startParts(editorOf(subject, op), before, condition.parts) });
            }}
          />
          <div className={classes.value}>
            <ConditionValue
              subject={subject}
              condition={condition}
              onChange={(parts) => onChange({ ...condition, parts })}
            />
          </div>
        </>
      ) : (
        <>
          <span className={classes.operator} />
          <span />
        </>
      )}
      <div className={classes.tools}>
        {subject && props.mayCopy ? (
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('conditions.copy')} onClick={props.onCopy}>
            <IconCopy size={16} />
          </ActionIcon>
        ) : null}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t('conditions.remove')}
          onClick={props.onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {isGone || props.isUnfinished ? (
        <p className={classes.problem} role="alert">
          {t(isGone ? 'conditions.gone' : isReversed ? 'conditions.reversed' : 'conditions.unfinished')}
        </p>
      ) : null}
    </div>
  );
}

/** What a condition can be about, by section. */
function SubjectPicker(props: {
  subjects: readonly Subject[];
  condition: DraftCondition;
  isGone: boolean;
  onChange: (condition: DraftCondition) => void;
}) {
  const { t } = useTranslation();
  const { subjects, condition } = props;
  return (
    <Select
      className={classes.subject}
      aria-label={t('conditions.field')}
      placeholder={t('conditions.chooseField')}
      nothingFoundMessage={t('conditions.noField')}
      size="sm"
      searchable
      allowDeselect={false}
      maxDropdownHeight={360}
      error={props.isGone}
      data={SECTIONS.map((section) => ({
        group: t(`conditions.section.${section}`),
        items: subjects
          .filter((subject) => subject.section === section)
          .map(({ key, label }) => ({ value: key, label })),
      })).filter(({ items }) => items.length > 0)}
      value={props.isGone ? null : condition.subject}
      onChange={(key) => {
        const subject = subjects.find((one) => one.key === key);
        if (!subject || key === condition.subject) return;
        const [op = ''] = subject.operators;
        props.onChange({ id: condition.id, subject: key, op, parts: startParts(editorOf(subject, op), null, {}) });
      }}
    />
  );
}
