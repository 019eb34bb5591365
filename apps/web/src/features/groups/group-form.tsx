import { Button, ColorSwatch, Group as Row, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFieldProblems } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { UnsavedGuard } from '../../ui/unsaved';
import { sendersQuery } from '../settings/senders.api';
import classes from './group-form.module.css';
import { GROUP_COLOURS, type Group, type GroupColour } from './groups.api';

export interface GroupInput {
  readonly name: string;
  readonly colour: GroupColour;
  readonly description: string;
  readonly senderAddressId: string | null;
}

/** Name, colour, description and proposed sender of a group, new or existing. */
export function GroupForm(props: {
  initial?: Group;
  submitLabel: string;
  onSubmit: (input: GroupInput) => Promise<unknown>;
  onCancel: () => void;
  error: unknown;
  isPending: boolean;
}) {
  const { t } = useTranslation();
  const { data: senders = [] } = useQuery(sendersQuery);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: props.initial?.name ?? '',
      colour: props.initial?.colour ?? ('indigo' as GroupColour),
      description: props.initial?.description ?? '',
      senderAddressId: props.initial?.sender?.id ?? null,
    },
  });
  const showFields = useFieldProblems(form);
  return (
    <>
      <UnsavedGuard isUnsaved={() => !form.submitting && form.isDirty()} />
      <form onSubmit={form.onSubmit((values) => props.onSubmit(values).catch(showFields))} noValidate>
        <Stack>
          <ProblemAlert error={props.error} fields={Object.keys(form.getInitialValues())} />
          <TextInput
            label={t('groups.form.name')}
            required
            maxLength={100}
            data-autofocus
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <Radio.Group
            label={t('groups.form.colour')}
            description={t('groups.form.colourHint')}
            key={form.key('colour')}
            {...form.getInputProps('colour')}
          >
            <Row gap={8} mt={6}>
              {GROUP_COLOURS.map((colour) => (
                <ColourRadio key={colour} colour={colour} />
              ))}
            </Row>
          </Radio.Group>
          <Textarea
            label={t('groups.form.description')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={500}
            key={form.key('description')}
            {...form.getInputProps('description')}
          />
          <Select
            label={t('groups.form.sender')}
            description={t('groups.form.senderHint')}
            clearable
            clearButtonProps={{ 'aria-label': t('app.action.clear') }}
            data={senders.map((sender) => ({ value: sender.id, label: `${sender.displayName} <${sender.email}>` }))}
            key={form.key('senderAddressId')}
            {...form.getInputProps('senderAddressId')}
          />
          <Row justify="flex-end" mt="xs">
            <Button variant="default" onClick={props.onCancel}>
              {t('app.action.cancel')}
            </Button>
            <Button type="submit" loading={props.isPending}>
              {props.submitLabel}
            </Button>
          </Row>
        </Stack>
      </form>
    </>
  );
}

function ColourRadio({ colour }: { colour: GroupColour }) {
  const { t } = useTranslation();
  return (
    <Radio.Card value={colour} aria-label={t(`groups.colour.${colour}`)} className={classes.colour}>
      <ColorSwatch color={`var(--mantine-color-${colour}-6)`} size={20} withShadow={false} />
    </Radio.Card>
  );
}
