import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../../lib/notify';
import { ProblemAlert } from '../../ui/problem-alert';
import { typePreviewQuery, useChangeFieldType, type FieldTypePreview } from './customer-field-types.api';
import { isChoice, type CustomerField, type FieldType } from './customer-fields.api';
import { FieldChoicesInput, type ChoiceDraft } from './field-choices-input';
import { FieldRestrictionSelect } from './field-restriction-select';
import type { InputRestriction } from './field-restrictions';
import { FieldTypePreviewPanel } from './field-type-preview-panel';
import { FieldTypeSelect } from './field-type-select';

const MOST_CHOICES = 200;
const TYPING_MS = 400;

interface Draft {
  readonly type: FieldType;
  readonly choices: readonly ChoiceDraft[];
  readonly inputRestriction: InputRestriction;
}

/** 種類の変更: what would become of the values is shown before anything is changed; leaving values behind needs a tick. */
export function FieldTypeDialog({ field, onClose }: { field: CustomerField; onClose: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('customerFields.change.title', { label: field.label })}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('customerFields.change.now', { type: t(`customerFields.types.${field.type}`) })}
        </Text>
        <FieldTypeSelect
          label={t('customerFields.change.newType')}
          without={field.type}
          value={draft?.type ?? null}
          onChange={(type) => setDraft({ type, choices: firstChoices(field, type), inputRestriction: 'none' })}
        />
        {draft ? (
          <ChangeForm key={draft.type} field={field} draft={draft} onChange={setDraft} onClose={onClose} />
        ) : (
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('app.action.cancel')}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}

function ChangeForm(props: {
  field: CustomerField;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { field, draft, onChange, onClose } = props;
  const [accepts, setAccepts] = useState(false);
  const body = bodyOf(draft);
  const [asked] = useDebouncedValue(body, TYPING_MS);
  const preview = useQuery({ ...typePreviewQuery(field.id, asked), placeholderData: (previous) => previous });
  const change = useChangeFieldType(field.id);
  const isCurrent = JSON.stringify(asked) === JSON.stringify(body) && !preview.isPlaceholderData;
  const loses = preview.data !== undefined && mayLose(preview.data);
  const hasChoices = !isChoice(draft.type) || (body.choices?.length ?? 0) > 0;
  const submit = () =>
    change.mutate(
      { ...body, acceptLoss: loses && accepts },
      {
        onSuccess: (saved) => {
          notify(t(saved.conversion ? 'customerFields.change.started' : 'customerFields.change.done'));
          onClose();
        },
      },
    );
  return (
    <>
      {isChoice(draft.type) ? (
        <ChoicesOfChange
          choices={draft.choices}
          values={isChoice(field.type) ? [] : (preview.data?.commonValues ?? [])}
          onChange={(choices) => onChange({ ...draft, choices })}
        />
      ) : null}
      <FieldRestrictionSelect
        type={draft.type}
        value={draft.inputRestriction}
        onChange={(inputRestriction) => onChange({ ...draft, inputRestriction })}
      />
      <ProblemAlert error={preview.error} />
      <FieldTypePreviewPanel preview={preview.data} isCurrent={isCurrent && !preview.isFetching} />
      {loses ? (
        <Checkbox
          label={
            preview.data.isComplete
              ? t('customerFields.change.accept', { count: preview.data.failingCount })
              : t('customerFields.change.acceptUnknown')
          }
          checked={accepts}
          onChange={(event) => setAccepts(event.currentTarget.checked)}
        />
      ) : null}
      <ProblemAlert error={change.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('app.action.cancel')}
        </Button>
        <Button
          color={loses ? 'red.9' : undefined}
          loading={change.isPending}
          disabled={!isCurrent || preview.data === undefined || !hasChoices || (loses && !accepts)}
          onClick={submit}
        >
          {t('customerFields.change.submit')}
        </Button>
      </Group>
    </>
  );
}

/** The choices of the new type; values that customers have can be made into choices at once. */
function ChoicesOfChange(props: {
  choices: readonly ChoiceDraft[];
  values: FieldTypePreview['commonValues'];
  onChange: (choices: ChoiceDraft[]) => void;
}) {
  const { t } = useTranslation();
  const known = new Set(props.choices.map((choice) => choice.label.trim()));
  const missing = props.values.map(({ text }) => text).filter((text) => text !== '' && !known.has(text));
  const filled = props.choices.filter((choice) => choice.label.trim() !== '');
  return (
    <Stack gap={6}>
      <FieldChoicesInput choices={props.choices} onChange={props.onChange} />
      {missing.length > 0 ? (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          onClick={() => props.onChange([...filled, ...missing.map((label) => ({ label }))].slice(0, MOST_CHOICES))}
        >
          {t('customerFields.change.fromValues')}
        </Button>
      ) : null}
    </Stack>
  );
}

function bodyOf({ type, choices, inputRestriction }: Draft) {
  const filled = choices.filter((choice) => choice.label.trim() !== '');
  return { type, ...(isChoice(type) ? { choices: filled } : {}), inputRestriction };
}

const mayLose = (preview: FieldTypePreview): boolean =>
  !preview.keepsField && (preview.failingCount > 0 || !preview.isComplete);

/** Between the two kinds of choice the choices stay; otherwise one waits to be written. */
function firstChoices(field: CustomerField, type: FieldType): readonly ChoiceDraft[] {
  return isChoice(type) && isChoice(field.type) ? field.choices.map((choice) => ({ ...choice })) : [{ label: '' }];
}
