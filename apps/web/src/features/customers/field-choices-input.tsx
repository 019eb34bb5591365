import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../lib/api';

export type ChoiceDraft = Schemas['ChoiceInput'];

interface Props {
  readonly choices: readonly ChoiceDraft[];
  readonly onChange: (choices: ChoiceDraft[]) => void;
  /** what is wrong with one of them */
  readonly errorOf?: (index: number) => React.ReactNode;
}

/** The choices in their order. One that is saved already is not removed but retired: customers may have it. */
export function FieldChoicesInput({ choices, onChange, errorOf }: Props) {
  const { t } = useTranslation();
  const replace = (index: number, changes: Partial<ChoiceDraft>) =>
    onChange(choices.map((choice, at) => (at === index ? { ...choice, ...changes } : choice)));
  return (
    <Stack gap={6} role="group" aria-label={t('customerFields.choices')}>
      <Text size="sm" fw={600}>
        {t('customerFields.choices')}
      </Text>
      {choices.map((choice, index) => (
        <ChoiceInput
          // new choices have no id yet; their place tells them apart
          // oxlint-disable-next-line react/no-array-index-key
          key={choice.id ?? `new-${index}`}
          choice={choice}
          no={index + 1}
          error={errorOf?.(index)}
          onChange={(changes) => replace(index, changes)}
          onRemove={() => onChange(choices.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...choices, { label: '' }])}
      >
        {t('customerFields.addChoice')}
      </Button>
    </Stack>
  );
}

function ChoiceInput(props: {
  choice: ChoiceDraft;
  no: number;
  error: React.ReactNode;
  onChange: (changes: Partial<ChoiceDraft>) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { id, label, retired = false } = props.choice;
  const name = label || String(props.no);
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <TextInput
        flex={1}
        aria-label={t('customerFields.choice', { no: props.no })}
        disabled={retired}
        rightSection={retired ? <Text fz={11}>{t('customerFields.retired')}</Text> : null}
        rightSectionWidth={retired ? 96 : undefined}
        maxLength={100}
        value={label}
        error={props.error}
        onChange={(event) => props.onChange({ label: event.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        mt={4}
        aria-label={t(retired ? 'customerFields.offerAgain' : 'customerFields.removeChoice', { label: name })}
        onClick={() =>
          retired
            ? props.onChange({ retired: false })
            : id === undefined
              ? props.onRemove()
              : props.onChange({ retired: true })
        }
      >
        {retired ? <IconArrowBackUp size={15} /> : <IconTrash size={15} />}
      </ActionIcon>
    </Group>
  );
}
