import { Button, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../lib/api';
import { notify } from '../../lib/notify';
import { fieldProblemText } from '../../lib/problems';
import { ProblemAlert } from '../../ui/problem-alert';
import { useCreateSegment, type Segment } from './segments.api';

/** Gives conditions a name: a button whose popover asks for it. `finish` gives them as JSON, or null when they are not ready. */
export function SaveSegment(props: {
  label: string;
  disabled: boolean;
  finish: () => string | null;
  onSaved: (segment: Segment) => void;
}) {
  const { t, i18n } = useTranslation();
  const [opened, popover] = useDisclosure(false);
  const [name, setName] = useState('');
  const create = useCreateSegment();
  const nameProblem =
    create.error instanceof ApiProblem ? create.error.errors.find(({ field }) => field === 'name') : null;
  const save = async () => {
    const conditions = props.finish();
    if (conditions === null || conditions === '') return popover.close();
    const segment = await create.mutateAsync({
      name: name.trim(),
      conditions: JSON.parse(conditions) as Record<string, unknown>,
    });
    notify(t('conditions.segment.saved', { name: segment.name }));
    setName('');
    popover.close();
    props.onSaved(segment);
  };
  const submit = () => {
    if (name.trim() !== '') void save().catch(() => undefined);
  };
  // no form of its own: it stands inside that of the conditions
  return (
    <Popover opened={opened} onChange={(open) => !open && popover.close()} width={320} position="top-start" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={15} />}
          disabled={props.disabled}
          onClick={popover.toggle}
        >
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={props.label}>
        <Stack gap="sm">
          <TextInput
            label={t('conditions.segment.name')}
            placeholder={t('conditions.segment.nameHint')}
            maxLength={100}
            required
            data-autofocus
            value={name}
            error={nameProblem ? fieldProblemText(i18n, nameProblem) : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              submit();
            }}
          />
          <ProblemAlert error={nameProblem ? null : create.error} />
          <Text size="xs" c="dimmed">
            {t('conditions.segment.explain')}
          </Text>
          <Button loading={create.isPending} disabled={name.trim() === ''} onClick={submit}>
            {t('app.action.save')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
